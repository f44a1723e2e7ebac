using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>The prices of the house around a touch or a last price: spread, slippage and market impact. Pure; every rounding is against the client.</summary>
/// <remarks>
/// The impact curve is cut at equal steps of its marginal cost <c>m(Q) = 1.5·k·√(Q/V)</c>, the derivative of <c>Q·k·√(Q/V)</c>. With the cap c and n
/// levels the cuts are <c>Q(j) = V·(2c/3k)²·(j/n)²</c>, and level j costs <c>2c(3j²−3j+1) / 3n(2j−1)</c>: an order of exactly Q(j) pays what the
/// square-root law says, one between two cuts pays a little more. What is deeper than the last cut costs the cap.
/// </remarks>
internal static class HouseLadder
{
    private const long Million = 1_000_000;

    /// <summary>Bid and ask around a price, rounded outwards to the tick; equal when the half spread is 0 and the price is on its tick.</summary>
    public static (long Bid, long Ask) Spread(long price, long halfSpreadPpm, long tick) =>
        (Worse(OrderSide.Buy, price, halfSpreadPpm, tick), Worse(OrderSide.Sell, price, halfSpreadPpm, tick));

    /// <summary>Writes the levels of a side, best first; returns how many.</summary>
    /// <param name="side">Of the house: its buys are bids.</param>
    /// <param name="touch">Best price of the market.</param>
    /// <param name="size">What is there in all.</param>
    /// <param name="volume">Recent volume; used with impact only.</param>
    /// <param name="settings">Slippage and impact.</param>
    /// <param name="tick">Price step.</param>
    /// <param name="levels">Room for the impact's levels and one more.</param>
    public static int Write(OrderSide side, long touch, long size, long volume, LiquiditySettings settings, long tick, Span<DepthLevel> levels)
    {
        if (settings.SlippageTicks > 0)
            touch = side == OrderSide.Buy ? Math.Max(tick, touch - (settings.SlippageTicks * tick)) : touch + (settings.SlippageTicks * tick);
        if (settings.Impact is not { } impact)
        {
            levels[0] = new DepthLevel(settings.SlippagePpm == 0 ? touch : Worse(side, touch, settings.SlippagePpm, tick), size);
            return 1;
        }

        var (count, taken) = (0, 0L);
        for (var j = 1; j <= impact.Levels && taken < size; j++)
        {
            var upTo = (long)Int128.Min(size, Cut(impact, volume, j));
            var costPpm = FixedPoint.Divide(
                (Int128)2 * impact.CapPpm * ((3 * j * j) - (3 * j) + 1), (Int128)3 * impact.Levels * ((2 * j) - 1), Rounding.Up);
            Add(Worse(side, touch, settings.SlippagePpm + (long)costPpm, tick), upTo - taken, levels, ref count);
            taken = upTo;
        }

        Add(Worse(side, touch, settings.SlippagePpm + impact.CapPpm, tick), size - taken, levels, ref count);
        return count;
    }

    private static Int128 Cut(ImpactSettings impact, long volume, int j)
    {
        var ratio = (Int128)2 * impact.CapPpm * j;
        var unit = (Int128)3 * impact.CoefficientPpm * impact.Levels;
        return volume * ratio * ratio / (unit * unit); // below 2^112 within the bounds of the settings
    }

    private static void Add(long price, long size, Span<DepthLevel> levels, ref int count)
    {
        if (size == 0)
            return;
        if (count > 0 && levels[count - 1].PriceUnits == price)
            levels[count - 1] = new DepthLevel(price, levels[count - 1].SizeUnits + size);
        else
            levels[count++] = new DepthLevel(price, size);
    }

    private static long Worse(OrderSide side, long price, long ppm, long tick)
    {
        var part = (Int128)price * ppm;
        return side == OrderSide.Buy
            ? Math.Max(tick, (long)FixedPoint.Divide(((Int128)price * Million) - part, (Int128)Million * tick, Rounding.Down) * tick)
            : (long)FixedPoint.Divide(((Int128)price * Million) + part, (Int128)Million * tick, Rounding.Up) * tick;
    }
}
