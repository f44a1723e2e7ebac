using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Reports;

/// <summary>What kind of session a report tells of.</summary>
public enum ReportKind : byte
{
    Unspecified = 0,

    /// <summary>Past market data in virtual time.</summary>
    Backtest = 1,

    /// <summary>The live market, our own venue, no real money.</summary>
    Paper = 2,
}

/// <summary>The closed bars of one symbol, oldest first; neighbours may have been merged into longer ones.</summary>
public sealed record SymbolBars(Instrument Instrument, IReadOnlyList<Bar> Bars);

/// <summary>One line of the settings table: what was set, and to what.</summary>
public sealed record SettingFact(string Name, string Value);

/// <summary>Everything that a report is made of. Renderers read nothing else: no clock, no file, no culture.</summary>
public sealed record ReportInput
{
    public required ReportKind Kind { get; init; }

    /// <summary>One line for people, for example the agent and its symbols.</summary>
    public required string Title { get; init; }

    /// <summary>What the account's events amount to.</summary>
    public required SessionReport Session { get; init; }

    /// <summary>One entry per symbol, in the order in which charts shall appear.</summary>
    public IReadOnlyList<SymbolBars> Charts { get; init; } = [];

    /// <summary>Closed bars that agents decided on, before any merging for the charts.</summary>
    public long Bars { get; init; }

    /// <summary>Market events that were taken in.</summary>
    public long Ticks { get; init; }

    /// <summary>Market events per second of real time; null when it was not measured.</summary>
    public double? EventsPerSecond { get; init; }

    /// <summary>SHA-256 of the journal, hexadecimal; empty when there was none.</summary>
    public string JournalHash { get; init; } = "";

    /// <summary>Decisions without an order, by reason.</summary>
    public IReadOnlyDictionary<string, long> WhyNoTrades { get; init; } = new Dictionary<string, long>();

    /// <summary>Seed, interval, data files, fee, hash of the configuration: in the order to be shown.</summary>
    public IReadOnlyList<SettingFact> Settings { get; init; } = [];

    /// <summary>UTC nanoseconds from which <see cref="Bars"/>, <see cref="Ticks"/> and <see cref="WhyNoTrades"/> count, when an earlier process began the session; null when they count from its start.</summary>
    public long? ResumedNanos { get; init; }

    /// <summary>UTC nanoseconds of the first market event; null when there was none.</summary>
    public long? FirstMarketNanos { get; init; }

    /// <summary>UTC nanoseconds of the last market event; null when there was none.</summary>
    public long? LastMarketNanos { get; init; }
}
