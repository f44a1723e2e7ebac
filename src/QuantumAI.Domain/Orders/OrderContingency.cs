namespace QuantumAI.Domain.Orders;

/// <summary>How several orders depend on each other.</summary>
public enum ContingencyKind : byte
{
    Unspecified = 0,

    /// <summary>One cancels the other: as soon as one trades, is triggered or ends, the other is canceled. Two orders of one side, one above and one below the market.</summary>
    OneCancelsOther = 1,

    /// <summary>One triggers the other: the second is submitted when the first is filled whole; it ends when the first ends without that.</summary>
    OneTriggersOther = 2,

    /// <summary>The first, filled whole, submits the second and the third as one-cancels-other: a bracket.</summary>
    OneTriggersOneCancelsOther = 3,
}

/// <summary>An order's place in a list of orders that depend on each other.</summary>
/// <param name="ListId">The list: the client order id of its first order.</param>
/// <param name="Kind">How they depend on each other.</param>
/// <param name="Place">0 for the first.</param>
public sealed record OrderListPlace(string ListId, ContingencyKind Kind, int Place)
{
    /// <summary>True for an order that exists only once another one is filled.</summary>
    public bool IsChild() => Kind != ContingencyKind.OneCancelsOther && Place > 0;

    /// <summary>True for the order with which the list is complete.</summary>
    public bool IsLast() => Place == (Kind == ContingencyKind.OneTriggersOneCancelsOther ? 2 : 1);

    /// <summary>True when the end or the first fill of this order cancels <paramref name="other"/>.</summary>
    public bool Cancels(OrderListPlace other) =>
        ListId == other.ListId && Place != other.Place && (Kind == ContingencyKind.OneCancelsOther || (Kind == ContingencyKind.OneTriggersOneCancelsOther && IsChild() && other.IsChild()));

    /// <summary>Of two open orders that cancel each other the larger counts, and of two of a size the first: true for the other one.</summary>
    /// <param name="order">An open order.</param>
    /// <param name="open">Open orders, those of its list among them.</param>
    internal static bool IsLesserRival(Order order, IReadOnlyCollection<Order> open)
    {
        if (order.List is not { } place)
            return false;
        foreach (var other in open)
        {
            if (other.List is { } rival && place.Cancels(rival) && (other.Remaining > order.Remaining || (other.Remaining == order.Remaining && rival.Place < place.Place)))
                return true;
        }

        return false;
    }
}
