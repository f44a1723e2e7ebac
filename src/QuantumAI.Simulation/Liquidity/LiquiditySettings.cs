using QuantumAI.Domain;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>What the house is made from.</summary>
public enum LiquidityGrain : byte
{
    Unspecified = 0,

    /// <summary>The finest that the feed has shown so far: depth, else quotes, else trades, else bars.</summary>
    FinestSeen = 1,
    Bars = 2,
    Trades = 3,
    Quotes = 4,
    Depth = 5,
}

/// <summary>Who left when a level shrinks and no print says so: a feed of levels does not tell where in the queue.</summary>
public enum QueueModel : byte
{
    Unspecified = 0,

    /// <summary>Those behind the client first: the client moves up by prints alone as long as anybody stands behind.</summary>
    Pessimistic = 1,

    /// <summary>Those ahead of the client first.</summary>
    Optimistic = 2,

    /// <summary>Ahead and behind by their share of the level.</summary>
    Proportional = 3,
}

/// <summary>Square-root market impact: an order of size Q pays on average the share <c>coefficient × √(Q / V)</c> over the touch, V the recent volume.</summary>
/// <remarks>
/// Source of the form: B. Tóth et al., “Anomalous price impact and the critical nature of liquidity in financial markets”, Physical Review X 1,
/// 021006 (2011): Δ = Y·σ·√(Q/V). The coefficient is Y·σ of the window. <see cref="HouseLadder"/> turns it into price levels.
/// </remarks>
/// <param name="CoefficientPpm">Average cost of an order as large as the recent volume, in parts per million; above 0.</param>
/// <param name="CapPpm">Highest marginal cost, in parts per million; above 0.</param>
/// <param name="WindowNanos">How far back volume is recent; above 0.</param>
/// <param name="LeastVolumeUnits">Volume that is assumed when less was seen, in units of the quantity; above 0.</param>
/// <param name="Levels">Price levels that the curve is cut into, 1 to 64.</param>
public sealed record ImpactSettings(long CoefficientPpm, long CapPpm, long WindowNanos, long LeastVolumeUnits, int Levels = 8);

/// <summary>How the house behaves on one symbol.</summary>
/// <param name="Grain">What it is made from.</param>
/// <param name="HalfSpreadPpm">Half spread where the feed shows none (trades, bars, locked quotes), in ppm of the price; a tick at least, except at a bar's open.</param>
/// <param name="DepthUnits">Size of a side whose size the feed does not tell; <see cref="Unlimited"/> by default.</param>
/// <param name="Queue">Who leaves a level that shrinks.</param>
/// <param name="SlippagePpm">Added against the taker to every price of quotes, trades and bars, in parts per million.</param>
/// <param name="SlippageTicks">The same in ticks; both add up.</param>
/// <param name="Impact">Market impact on quotes, trades and bars; null = none.</param>
/// <param name="IgnoresSizes">Quotes: every size counts as not known.</param>
/// <param name="FillsOnTouch">Bars: whether a price that is reached fills a limit there; else it has to be traded through.</param>
public sealed record LiquiditySettings(
    LiquidityGrain Grain = LiquidityGrain.FinestSeen,
    long HalfSpreadPpm = 500,
    long DepthUnits = LiquiditySettings.Unlimited,
    QueueModel Queue = QueueModel.Pessimistic,
    long SlippagePpm = 0,
    int SlippageTicks = 0,
    ImpactSettings? Impact = null,
    bool IgnoresSizes = false,
    bool FillsOnTouch = true)
{
    /// <summary>More than anybody orders, and little enough that dozens of levels add up within 64 bits.</summary>
    public const long Unlimited = 1L << 56;

    internal void Check()
    {
        Guard.That(Grain is > LiquidityGrain.Unspecified and <= LiquidityGrain.Depth, $"the grain is a known one, was {Grain}");
        Guard.That(Queue is > QueueModel.Unspecified and <= QueueModel.Proportional, $"the queue model is a known one, was {Queue}");
        Guard.That(HalfSpreadPpm is >= 0 and < 1_000_000, $"the half spread is 0 to 999,999 ppm, was {HalfSpreadPpm}");
        Guard.That(DepthUnits is > 0 and <= Unlimited, $"the depth is above 0 and at most {Unlimited}, was {DepthUnits}");
        Guard.That(
            SlippagePpm is >= 0 and < 1_000_000 && SlippageTicks >= 0,
            $"slippage is 0 to 999,999 ppm and 0 or more ticks, was {SlippagePpm} and {SlippageTicks}");
        if (Impact is not { } impact)
            return;
        Guard.That(impact.CoefficientPpm is > 0 and <= 1_000_000, $"the coefficient of the impact is 1 to 1,000,000 ppm, was {impact.CoefficientPpm}");
        Guard.That(impact.CapPpm is > 0 and < 1_000_000, $"the cap of the impact is 1 to 999,999 ppm, was {impact.CapPpm}");
        Guard.That(impact.WindowNanos > 0, $"the window of the impact is above 0, was {impact.WindowNanos}");
        Guard.That(impact.LeastVolumeUnits is > 0 and <= Unlimited, $"the least volume is above 0 and at most {Unlimited}, was {impact.LeastVolumeUnits}");
        Guard.That(impact.Levels is > 0 and <= 64, $"the levels of the impact are 1 to 64, were {impact.Levels}");
    }
}
