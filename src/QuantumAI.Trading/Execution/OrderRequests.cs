using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Execution;

/// <summary>What is asked of the venue, and what a wish to end or shrink an order means for the books. Pure.</summary>
internal static class OrderRequests
{
    /// <summary>The order that goes once this event is durable, with the market event that it rests on; null when none does.</summary>
    public static (string ClientOrderId, long BasisSequence)? SentWith(AccountEvent accountEvent) => accountEvent switch
    {
        OrderIntended { Held: not true } intended when intended.List?.IsLast() != false => (intended.ClientOrderId, intended.BasisSequence), // a list goes as one, with its last order
        OrderIntended { Held: true, List: { } place } child when place.IsChild() && place.IsLast() => (place.ListId, child.BasisSequence), // the list is kept here: its first order goes alone
        OrderReleased released => (released.ClientOrderId, released.BasisSequence),
        _ => null,
    };

    /// <summary>What is sent of an order: alone, or its whole list with the list's last order.</summary>
    public static VenueRequest SubmitOf(Account account, Order order, long basisSequence, ActorRef<OrderMessage> replyTo)
    {
        if (order.Status == OrderStatus.Released || order.List is not { } place || !place.IsLast())
        {
            var terms = order.Status == OrderStatus.Released ? HeldOrders.SentAs(order.Terms) : order.Terms;
            return new SubmitOrder(order.ClientOrderId, order.Symbol, terms, basisSequence, replyTo);
        }

        var orders = account.OpenOrders.Where(other => other.List?.ListId == place.ListId).OrderBy(other => other.List!.Place);
        return new SubmitOrderList(place.Kind, order.Symbol, [.. orders.Select(other => (other.ClientOrderId, other.Terms))], basisSequence, replyTo);
    }

    /// <summary>What has not been sent ends here; what may be at the venue is asked to end there.</summary>
    public static IReadOnlyList<AccountEvent> Cancel(AccountBooks books, string clientOrderId, string reason)
    {
        var order = books.Current.Orders[clientOrderId];
        if (order.Status == OrderStatus.Emulated)
            return [new OrderCanceled(clientOrderId, reason)];
        if (!MayBeSent(books.Durable, order))
            return [.. SentTogether(books.Current, order).Select(one => new OrderCanceled(one.ClientOrderId, reason))];
        return OrderTransitions.IsLegal(order.Status, OrderMove.RequestCancel) ? [new OrderCancelRequested(clientOrderId, reason)] : [];
    }

    /// <summary>The orders that go in one request: of a list that the venue keeps, all. A part of it would be another list, or an entry without its exit.</summary>
    public static IReadOnlyList<Order> SentTogether(Account account, Order order) => order is { Status: OrderStatus.Submitted, List: { } place }
        ? [.. account.OpenOrders.Where(other => other.List?.ListId == place.ListId && other.Status == OrderStatus.Submitted)]
        : [order];

    /// <summary>An order is only made smaller, not to what is filled already, and not on its way to the venue: every other wish means nothing.</summary>
    public static IReadOnlyList<AccountEvent> Amend(AccountBooks books, RequestAmend amend)
    {
        if (!books.Current.Orders.TryGetValue(amend.ClientOrderId, out var order) || amend.Quantity >= order.Quantity || amend.Quantity <= order.Filled)
            return [];
        if (order.Status == OrderStatus.Emulated)
            return [new OrderAmended(amend.ClientOrderId, amend.Quantity)];
        return MayBeSent(books.Durable, order) && OrderTransitions.IsLegal(order.Status, OrderMove.RequestAmend) ? [new OrderAmendRequested(amend.ClientOrderId, amend.Quantity)] : [];
    }

    /// <summary>An order whose intent or release is not durable yet has not been sent, and will not be once it is canceled.</summary>
    private static bool MayBeSent(Account durable, Order order) =>
        (OrderTransitions.IsPending(order.Status) ? order.Before : order.Status) is not (OrderStatus.Submitted or OrderStatus.Released)
        || (durable.Orders.TryGetValue(order.ClientOrderId, out var known) && known.Status != OrderStatus.Emulated);
}
