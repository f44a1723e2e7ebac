using QuantumAI.Domain.Instruments;

namespace QuantumAI.Trading.Divergence;

/// <summary>A key of the configuration that differs.</summary>
/// <param name="Recorded">Its value in the session; null when it had none.</param>
/// <param name="Other">Its value in the other configuration; null when it has none.</param>
public sealed record ConfigurationChange(string Key, string? Recorded, string? Other);

/// <summary>The first decision that changed, with what led to it.</summary>
/// <param name="Run">The run of the session.</param>
/// <param name="Command">The command's number in the run, from 1.</param>
/// <param name="Actor">Who: lane and actor.</param>
/// <param name="Input">What that actor was told.</param>
/// <param name="Session">What the session did; null when nothing.</param>
/// <param name="Other">What is done now; null when nothing.</param>
/// <param name="State">Position, equity and signal at that moment.</param>
/// <param name="Cause">Why, in words.</param>
public sealed record ChangedDecision(string Run, long Command, string Actor, string Input, string? Session, string? Other, string State, string Cause);

/// <summary>A live or paper session held against its shadow: a back-test of the market that it saw, with another configuration or other code.</summary>
/// <param name="Session">The data directory or the run.</param>
/// <param name="Configuration">Name of the other configuration.</param>
/// <param name="IsOtherCode">The session was made by other code than the shadow.</param>
/// <param name="Changes">Keys that differ, sorted.</param>
/// <param name="First">The first decision that changed; null when none did.</param>
/// <param name="Rows">Every decision of either, in the order of the market.</param>
/// <param name="Equity">Equity at the session's end and at its shadows', for each run.</param>
/// <param name="Notes">What the comparison cannot know.</param>
public sealed record DivergenceReport(
    string Session, string Configuration, bool IsOtherCode, IReadOnlyList<ConfigurationChange> Changes, ChangedDecision? First,
    IReadOnlyList<DivergenceRow> Rows, IReadOnlyList<RunEquity> Equity, IReadOnlyList<string> Notes)
{
    /// <summary>Rows of each kind.</summary>
    public IReadOnlyDictionary<DivergenceKind, int> Counts { get; } = Rows.GroupBy(row => row.Kind).ToDictionary(group => group.Key, group => group.Count());

    /// <summary>What worse prices cost in all, in the quote asset.</summary>
    public double Cost => Rows.Sum(row => row.Cost);

    /// <summary>Average over the fills of both; 0 without any.</summary>
    public double AverageCostBps => Filled.Select(row => row.CostBps).DefaultIfEmpty().Average();

    /// <summary>By how much later the session's fills came on average, in nanoseconds of world time; 0 without any.</summary>
    public double AverageLaterNanos => Filled.Select(row => (double)row.LaterNanos!.Value).DefaultIfEmpty().Average();

    /// <summary>Of all amounts: the account's; empty when it is not known.</summary>
    public string Currency { get; init; } = "";

    /// <summary>Neither the session nor anything else decided where it is recorded.</summary>
    public bool IsNothingCompared { get; init; }

    /// <summary>The session's runs, oldest first; empty when they are not known.</summary>
    public IReadOnlyList<SessionFacts> Runs { get; init; } = [];

    private IEnumerable<DivergenceRow> Filled => Rows.Where(row => row.LaterNanos is not null);
}

/// <summary>Equity at the end of a run.</summary>
/// <param name="Session">The session's.</param>
/// <param name="Recorded">Its shadow's with the recorded configuration.</param>
/// <param name="Other">Its shadow's with the other one.</param>
public sealed record RunEquity(string Run, Money Session, Money Recorded, Money Other)
{
    /// <summary>On the way there.</summary>
    public EquityCurves Curves { get; init; } = EquityCurves.None;
}
