using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Orders;

/// <summary>What a closed bar says of the time before its close.</summary>
/// <param name="Low">Its lowest price.</param>
/// <param name="High">Its highest.</param>
/// <param name="SinceNanos">World time from which it was open for whoever follows: an order that is younger did not see all of it.</param>
public sealed record BarRange(Price Low, Price High, long SinceNanos);

/// <summary>The points at which held orders look at a closed bar, in this order for all of them.</summary>
public enum BarPoint : byte
{
    Unspecified = 0,

    /// <summary>The extreme against whoever holds what the order would close: the low for a sale, the high for a purchase.</summary>
    Against = 1,

    /// <summary>The other extreme.</summary>
    InFavour = 2,
    Close = 3,
}

/// <summary>Which prices of a closed bar count for an order that is held here, when bars are all the feed has. Pure.</summary>
/// <remarks>
/// The path inside a bar is not known, so the one that is worse for the holder is taken: against it, in its favour, close. So a stop goes
/// before the target of the same bar, and a trailing stop is compared with the best price before the bar first.
/// </remarks>
public static class BarWalk
{
    public static IReadOnlyList<BarPoint> Points { get; } = [BarPoint.Against, BarPoint.InFavour, BarPoint.Close];

    /// <summary>The price that counts at a point; null when none does.</summary>
    /// <param name="point">The point.</param>
    /// <param name="order">A held order that is awake.</param>
    /// <param name="awakeNanos">World time since when it is: its intent, or its entry's end.</param>
    /// <param name="range">The bar's extremes.</param>
    /// <param name="close">The bar's close.</param>
    /// <remarks>
    /// What happened before an order was intended does not count. Of an exit whose entry ended within the bar only the price against it
    /// does. A limit order that ends another one goes only where the close would still fill it: else it would wait in vain, and the other be gone.
    /// </remarks>
    public static Price? PriceAt(BarPoint point, Order order, long awakeNanos, BarRange range, Price close)
    {
        if (point == BarPoint.Close)
            return close;
        var isBuy = order.Side == OrderSide.Buy;
        if (!HeldOrders.WaitsForPrice(order) || order.IntendedNanos > range.SinceNanos)
            return null;
        if (point == BarPoint.Against)
            return order.Type == OrderType.TrailingStop && order.TrailingBest is null ? null : isBuy ? range.High : range.Low;
        var isMissed = HeldOrders.HasRival(order) && order.Terms.Limit is { } limit && (isBuy ? close > limit : close < limit);
        return awakeNanos > range.SinceNanos || isMissed ? null : isBuy ? range.Low : range.High;
    }
}
