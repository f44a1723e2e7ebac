using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Risk;

/// <summary>The limits of one account. Shares are in parts per million of equity: 200,000 = 20 %.</summary>
/// <param name="OrderNotional">Most value of one order, in the base currency.</param>
/// <param name="AgentSharesPpm">Most exposure per agent; an agent that is not named has none.</param>
/// <param name="TotalExposurePpm">Most exposure of all agents, open orders included.</param>
/// <param name="DailyLossPpm">Loss against the day's start at which new exposure ends until the next day.</param>
/// <param name="DrawdownPpm">Loss against the high at which new exposure ends until an operator resumes.</param>
/// <param name="PriceCollarPpm">Most distance between the decision's price and the market.</param>
/// <param name="StaleAfterNanos">Age of the last market data at which it is not believed any more.</param>
/// <param name="TimeZone">The account's day begins at midnight here.</param>
public sealed record RiskLimits(
    Money OrderNotional,
    IReadOnlyDictionary<string, long> AgentSharesPpm,
    long TotalExposurePpm,
    long DailyLossPpm,
    long DrawdownPpm,
    long PriceCollarPpm,
    long StaleAfterNanos,
    TimeZoneInfo TimeZone)
{
    /// <summary>Most value of all open orders that may add exposure, this one included; null = no limit but total exposure.</summary>
    public Money? OpenOrdersNotional { get; init; }

    /// <summary>Most value of one symbol's position and open orders, by symbol; a symbol that is not named has no limit of its own.</summary>
    public IReadOnlyDictionary<string, Money> PositionNotional { get; init; } = new Dictionary<string, Money>();

    /// <summary>Most orders in any second, exits included.</summary>
    public int OrdersPerSecondMax { get; init; } = 100;

    /// <summary>Most value at risk of the book after the order (99 %, one day), in parts per million of equity; null = not measured.</summary>
    public long? ValueAtRiskPpm { get; init; }

    /// <summary>Most expected loss beyond it; null = not measured.</summary>
    public long? ConditionalValueAtRiskPpm { get; init; }

    /// <summary>Most loss in the worst stress scenario; null = not measured.</summary>
    public long? StressLossPpm { get; init; }

    /// <summary>True when nothing is opened while these three cannot be measured; false when they then do not count.</summary>
    public bool RequiresMeasure { get; init; }
}
