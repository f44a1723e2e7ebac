using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Orders;

/// <summary>What a price does to an order that is held here.</summary>
public enum HeldMove : byte
{
    Unspecified = 0,
    Wait = 1,

    /// <summary>A trailing stop's best price has moved far enough to be remembered.</summary>
    Trail = 2,

    /// <summary>The condition is met: the order is to go to the venue.</summary>
    Release = 3,

    /// <summary>Its date has passed.</summary>
    Expire = 4,
}

/// <summary>Orders whose type a venue lacks: when do they go, and as what? Pure; the naive side of the matching engine's own triggers.</summary>
public static class HeldOrders
{
    /// <summary>A trailing stop's best price is journaled each time it has moved by this share of the distance: a restart forgets no more.</summary>
    public const int StepsPerDistance = 10;

    /// <summary>What a last-trade price does to the order.</summary>
    /// <param name="order">A held order that is awake (<see cref="HeldLists"/>).</param>
    /// <param name="price">The last trade's price.</param>
    /// <param name="best">Best price that this process has seen since the order began to trail; the journaled one when it is the better.</param>
    /// <param name="nowNanos">World time.</param>
    public static HeldMove Decide(Order order, Price price, Price? best, long nowNanos)
    {
        var terms = order.Terms;
        if (terms.TimeInForce == TimeInForce.GoodTilDate && nowNanos >= terms.ExpiresNanos)
            return HeldMove.Expire;
        var isBuy = terms.Side == OrderSide.Buy;
        return terms.Type switch
        {
            OrderType.Limit when HasRival(order) => IsReached(price, terms.Limit!.Value, !isBuy) ? HeldMove.Release : HeldMove.Wait,
            OrderType.Market or OrderType.Limit => HeldMove.Release,
            OrderType.Stop or OrderType.StopLimit => IsReached(price, terms.Trigger!.Value, isBuy) ? HeldMove.Release : HeldMove.Wait,
            OrderType.TakeProfit or OrderType.TakeProfitLimit => IsReached(price, terms.Trigger!.Value, !isBuy) ? HeldMove.Release : HeldMove.Wait,
            OrderType.TrailingStop => Trail(order, price, best, isBuy),
            _ => throw new NotSupportedException($"a held order of type {terms.Type}"),
        };
    }

    /// <summary>The better of two prices for an order that trails: the lowest for a buy, the highest for a sell.</summary>
    public static Price Better(OrderSide side, Price? known, Price price) =>
        known is { } before && (side == OrderSide.Buy ? before <= price : before >= price) ? before : price;

    /// <summary>What is sent when a held order goes: its trigger has done its work.</summary>
    public static OrderTerms SentAs(OrderTerms terms) => terms.Type switch
    {
        OrderType.Stop or OrderType.TakeProfit or OrderType.TrailingStop => terms with { Type = OrderType.Market, Trigger = null, TrailingPpm = 0 },
        OrderType.StopLimit or OrderType.TakeProfitLimit => terms with { Type = OrderType.Limit, Trigger = null },
        _ => terms,
    };

    /// <summary>False for an order that goes at whatever the price is: it only waited for another one.</summary>
    internal static bool WaitsForPrice(Order order) => order.Terms.Type is not (OrderType.Market or OrderType.Limit) || (order.Terms.Type == OrderType.Limit && HasRival(order));

    /// <summary>A limit order that cancels another one waits here for its price: sent before, it would end the other while nothing has traded.</summary>
    internal static bool HasRival(Order order) =>
        order.List is { Kind: ContingencyKind.OneCancelsOther } || (order.List is { Kind: ContingencyKind.OneTriggersOneCancelsOther } place && place.IsChild());

    private static HeldMove Trail(Order order, Price price, Price? best, bool isBuy)
    {
        if (best is not { } extreme)
        {
            // It begins to trail at its activation price: down to it for a buy, up to it for a sell.
            return order.Terms.Trigger is { } activation && !IsReached(price, activation, !isBuy) ? HeldMove.Wait : HeldMove.Trail;
        }

        if (Back(extreme, price, isBuy) * 1_000_000 >= (Int128)extreme.Units * order.Terms.TrailingPpm)
            return HeldMove.Release;
        var journaled = order.TrailingBest ?? extreme;
        return order.TrailingBest is null || Back(journaled, extreme, !isBuy) * 1_000_000 * StepsPerDistance >= (Int128)journaled.Units * order.Terms.TrailingPpm
            ? HeldMove.Trail
            : HeldMove.Wait;
    }

    /// <summary>How far a price is from another one against the holder: above it for a buy, below it for a sell.</summary>
    private static Int128 Back(Price from, Price to, bool isBuy) => isBuy ? (Int128)to.Units - from.Units : (Int128)from.Units - to.Units;

    private static bool IsReached(Price price, Price trigger, bool fromBelow) => fromBelow ? price >= trigger : price <= trigger;
}
