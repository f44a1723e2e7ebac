namespace QuantumAI.Domain.Instruments.Filters;

/// <summary>A range and a step of a price or a quantity, in units of the instrument's scale. Zero disables a part.</summary>
public readonly record struct StepRange(long MinUnits, long MaxUnits, long StepUnits);

/// <summary>How far a limit may be from the market's price, in parts per million of that price: 1,200,000 = 120 %. Zero disables a part.</summary>
/// <param name="DownPpm">The limit is at least this share of the price.</param>
/// <param name="UpPpm">The limit is at most this share of the price.</param>
public readonly record struct PercentBand(long DownPpm, long UpPpm)
{
    public bool IsDisabled => DownPpm == 0 && UpPpm == 0;
}

/// <summary>What an order's value (price × quantity, in the quote asset) must lie between. Zero disables a part.</summary>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
/// <param name="AppliesMinToMarket">Whether an order without a limit has the smallest value too.</param>
/// <param name="AppliesMaxToMarket">Whether an order without a limit has the largest value too.</param>
/// <param name="AverageMinutes">Which price values an order without a limit: 0 = the last trade's, else the average of so many minutes.</param>
public readonly record struct NotionalRange(Money Min, Money Max, bool AppliesMinToMarket, bool AppliesMaxToMarket, int AverageMinutes);

/// <summary>Distances of a trailing stop in basis points: above the market for a buy, below it for a sale. Zero disables a part.</summary>
public readonly record struct TrailingRange(int MinAboveBps, int MaxAboveBps, int MinBelowBps, int MaxBelowBps)
{
    public bool IsDisabled => this == default;
}
