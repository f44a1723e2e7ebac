namespace QuantumAI.Simulation.Swarm;

/// <summary>What came of many seeds.</summary>
/// <param name="Seeds">How many were run.</param>
/// <param name="Failed">Runs in which something did not hold, by seed.</param>
/// <param name="Simulated">Time that passed in all of them.</param>
/// <param name="Elapsed">Machine time.</param>
/// <param name="Faults">By kind.</param>
/// <param name="Reached">Rare branches that were run, with how often.</param>
public sealed record SwarmReport(
    int Seeds, IReadOnlyList<SwarmResult> Failed, TimeSpan Simulated, TimeSpan Elapsed,
    IReadOnlyDictionary<string, long> Faults, IReadOnlyDictionary<string, long> Reached)
{
    /// <summary>Events of all journals, orders that reached a venue, and trades there.</summary>
    public (long Events, long Orders, long Trades) Traffic { get; init; }

    public double TimesRealTime => Simulated / Elapsed;

    /// <summary>Adds up what runs said, whatever their order.</summary>
    public static SwarmReport Of(IReadOnlyCollection<SwarmResult> results, TimeSpan elapsed) => new(
        results.Count, [.. results.Where(result => !result.IsGreen).OrderBy(result => result.Settings.Seed)],
        TimeSpan.FromTicks(results.Sum(result => result.Simulated.Ticks)), elapsed, Sum(results.Select(result => result.Faults)), Sum(results.Select(result => result.Reached)))
    {
        Traffic = (results.Sum(one => one.Traffic.Events), results.Sum(one => one.Traffic.Orders), results.Sum(one => one.Traffic.Trades)),
    };

    /// <summary>Rare branches that no run has reached.</summary>
    public IReadOnlyList<string> Missed => [.. SwarmBranches.All.Where(branch => !Reached.ContainsKey(branch))];

    private static SortedDictionary<string, long> Sum(IEnumerable<IReadOnlyDictionary<string, long>> counts)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, count) in counts.SelectMany(one => one))
            sums[name] = sums.GetValueOrDefault(name) + count;
        return sums;
    }
}
