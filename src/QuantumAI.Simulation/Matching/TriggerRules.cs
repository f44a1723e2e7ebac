using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <summary>At which last price a waiting order becomes live. Pure, exact in whole price units.</summary>
internal static class TriggerRules
{
    private const long Million = 1_000_000;

    /// <summary>True when the order waits for the price to rise to its trigger, false when it waits for it to fall.</summary>
    public static bool WaitsForRise(OrderType type, OrderSide side) =>
        type is OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop == (side == OrderSide.Buy);

    /// <summary>Whether a last price has reached a trigger; a last price of 0 reaches none.</summary>
    public static bool IsReached(bool waitsForRise, long trigger, long last) => last != 0 && (waitsForRise ? last >= trigger : last <= trigger);

    /// <summary>Where a trailing stop stands: a sell below its highest price, a buy above its lowest, rounded away from the price.</summary>
    /// <param name="side">Side of the stop.</param>
    /// <param name="trailingBest">Best price since it trails.</param>
    /// <param name="trailingPpm">Distance in parts per million.</param>
    public static long TrailingTrigger(OrderSide side, long trailingBest, long trailingPpm)
    {
        if (side == OrderSide.Sell)
            return (long)((Int128)trailingBest * (Million - trailingPpm) / Million);
        var above = (((Int128)trailingBest * (Million + trailingPpm)) + Million - 1) / Million;
        return above > long.MaxValue ? long.MaxValue : (long)above;
    }
}
