using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Trading.Execution;

/// <summary>What a simulation leaves out of the booking, to see that it would be missed; nothing anywhere else.</summary>
/// <param name="CountsRepeats">A trade that is told twice counts twice.</param>
/// <param name="IgnoresLateFills">A trade of an order that has ended is not booked.</param>
public readonly record struct BookingFlaws(bool CountsRepeats, bool IgnoresLateFills)
{
    /// <summary>None, but in a simulation that asks for one.</summary>
    public static BookingFlaws In(World world) => new(!world.Keeps(Safeguard.Deduplication), !world.Keeps(Safeguard.LateFills));
}

/// <summary>What a venue's report means for the account: events, none when it tells nothing new, a halt when it contradicts the books. Pure.</summary>
public static class OrderDecider
{
    public static IReadOnlyList<AccountEvent> Decide(Account account, VenueReport report, BookingFlaws flaws = default) => report switch
    {
        VenueAccepted accepted => When(account, accepted.ClientOrderId, OrderMove.Accept, () => new OrderAccepted(accepted.ClientOrderId, accepted.VenueOrderId)),
        VenueRejected rejected => Reject(account, rejected),
        VenueExpired expired => When(account, expired.ClientOrderId, OrderMove.Expire, () => new OrderExpired(expired.ClientOrderId, expired.Reason)),
        VenueTriggered triggered => When(account, triggered.ClientOrderId, OrderMove.Trigger, () => new OrderTriggered(triggered.ClientOrderId)),
        VenueCanceled canceled => When(account, canceled.ClientOrderId, OrderMove.Cancel, () => new OrderCanceled(canceled.ClientOrderId, canceled.Reason)),
        VenueCancelRefused refused => When(account, refused.ClientOrderId, OrderMove.RefuseCancel, () => new OrderCancelRefused(refused.ClientOrderId, refused.Reason)),
        VenueAmended amended => Amend(account, amended.ClientOrderId, amended.Quantity),
        VenueAmendRefused refused => When(account, refused.ClientOrderId, OrderMove.RefuseAmend, () => new OrderAmendRefused(refused.ClientOrderId, refused.Reason)),
        VenueFilled filled => Fill(account, filled.Trade, flaws),
        VenueOrderState state => account.Orders.TryGetValue(state.ClientOrderId, out var order) ? Resolve(account, order, state, flaws) : [],
        _ => throw new NotSupportedException($"no rule for {report.GetType().Name}"),
    };

    /// <summary>The event, if it may happen to the order now and tells something new: under a pending request an order moves on as well.</summary>
    private static IReadOnlyList<AccountEvent> When(Account account, string clientOrderId, OrderMove move, Func<AccountEvent> make) =>
        account.Orders.TryGetValue(clientOrderId, out var order) && IsNews(order, move) ? [make()] : [];

    private static bool IsNews(Order order, OrderMove move) => OrderTransitions.IsLegal(order.Status, move) && move switch
    {
        OrderMove.RefuseCancel or OrderMove.RefuseAmend or OrderMove.Amend => true,
        OrderMove.Trigger when !order.Filled.IsZero => false, // a fill has told it already
        _ => !OrderTransitions.IsPending(order.Status) || OrderTransitions.IsLegal(order.Before, move),
    };

    private static IReadOnlyList<AccountEvent> Reject(Account account, VenueRejected rejected) =>
        account.Orders.TryGetValue(rejected.ClientOrderId, out var order) && order.IsOpen && !order.Filled.IsZero
            ? [Halt($"the venue rejects {rejected.ClientOrderId}, of which {order.Filled} is filled")]
            : When(account, rejected.ClientOrderId, OrderMove.Reject, () => new OrderRejected(rejected.ClientOrderId, rejected.Reason));

    private static IReadOnlyList<AccountEvent> Amend(Account account, string clientOrderId, Quantity quantity)
    {
        if (!account.Orders.TryGetValue(clientOrderId, out var order) || !OrderTransitions.IsLegal(order.Status, OrderMove.Amend))
            return [];
        if (quantity == order.Quantity && order.Status != OrderStatus.PendingUpdate)
            return [];
        if (quantity.Scale == order.Quantity.Scale && quantity > order.Quantity)
            return []; // orders only shrink: this was said before a later amendment, and whoever doubts it asks
        return quantity.Scale != order.Quantity.Scale || quantity < order.Filled
            ? [Halt($"the venue reports a quantity of {quantity} for {clientOrderId}, which has {order.Quantity} and {order.Filled} filled")]
            : [new OrderAmended(clientOrderId, quantity)];
    }

    private static IReadOnlyList<AccountEvent> Fill(Account account, VenueTrade trade, BookingFlaws flaws)
    {
        if (!account.Orders.TryGetValue(trade.ClientOrderId, out var order))
            return [Halt($"the venue reports trade {trade.TradeId} of the unknown order {trade.ClientOrderId}")];
        var draft = new FillDraft(account, order, flaws);
        return draft.Add(trade) is { } contradiction ? [Halt(contradiction)] : draft.Events;
    }

    /// <summary>Ends “nobody knows” with what the venue has. An answer that contradicts the books or itself is not booked at all.</summary>
    internal static IReadOnlyList<AccountEvent> Resolve(Account account, Order order, VenueOrderState state, BookingFlaws flaws = default)
    {
        if (state.Order is not { } venue)
            return Missing(order);
        if (order.Status == OrderStatus.Emulated)
            return [Halt($"the venue has {state.ClientOrderId}, which is held here")];

        var draft = new FillDraft(account, order, flaws);
        if (venue.Terms.Quantity.Scale != order.Quantity.Scale)
            return [Halt($"the venue reports a quantity of {venue.Terms.Quantity} for {state.ClientOrderId}, which has {order.Quantity}")];
        if (venue.Status != VenueOrderStatus.Rejected && IsNews(order, OrderMove.Accept))
            draft.Move(OrderMove.Accept, new OrderAccepted(state.ClientOrderId, venue.VenueOrderId));
        if (venue.IsTriggered && IsNews(draft.Order, OrderMove.Trigger))
            draft.Move(OrderMove.Trigger, new OrderTriggered(state.ClientOrderId));
        if (draft.Order.IsOpen && venue.Terms.Quantity < order.Quantity)
        {
            if (venue.Terms.Quantity < order.Filled || venue.Terms.Quantity < venue.Filled)
                return [Halt($"the venue reports a quantity of {venue.Terms.Quantity} for {state.ClientOrderId}, of which {order.Filled} is filled")];
            draft.Amend(venue.Terms.Quantity);
        }
        else if (venue.Status == VenueOrderStatus.Open && IsNews(draft.Order, OrderMove.RefuseAmend))
        {
            draft.Move(OrderMove.RefuseAmend, new OrderAmendRefused(state.ClientOrderId, "the venue has it as it was"));
        }

        foreach (var trade in state.Trades)
        {
            if (draft.Add(trade) is { } contradiction)
                return [Halt(contradiction)];
        }

        return End(draft, venue);
    }

    private static IReadOnlyList<AccountEvent> End(FillDraft draft, VenueOrder venue)
    {
        var (move, ended) = venue.Status switch
        {
            VenueOrderStatus.Rejected => (OrderMove.Reject, (AccountEvent?)new OrderRejected(venue.ClientOrderId, venue.Reason)),
            VenueOrderStatus.Expired => (OrderMove.Expire, new OrderExpired(venue.ClientOrderId, venue.Reason)),
            VenueOrderStatus.Canceled => (OrderMove.Cancel, new OrderCanceled(venue.ClientOrderId, venue.Reason)),
            VenueOrderStatus.Open or VenueOrderStatus.Filled => (OrderMove.Unspecified, null),
            _ => throw new NotSupportedException($"no rule for a venue's order that is {venue.Status}"),
        };
        if (move == OrderMove.Reject && draft.Order.IsOpen && !draft.Order.Filled.IsZero)
            return [Halt($"the venue rejects {venue.ClientOrderId}, of which {draft.Order.Filled} is filled")];
        if (ended is not null && IsNews(draft.Order, move))
            draft.Move(move, ended);
        return draft.Events;
    }

    /// <summary>The venue does not know the order: it never arrived, unless the venue has told of it before.</summary>
    private static IReadOnlyList<AccountEvent> Missing(Order order)
    {
        var wasThere = order.IsOpen && (!order.Filled.IsZero || order.Before is OrderStatus.Accepted or OrderStatus.Triggered or OrderStatus.PartiallyFilled);
        if (wasThere)
            return [Halt($"the venue does not know {order.ClientOrderId}, which was {order.Before} there with {order.Filled} filled")];
        return IsNews(order, OrderMove.NeverArrive) ? [new OrderNeverArrived(order.ClientOrderId)] : [];
    }

    private static TradingHalted Halt(string detail) => new(HaltScope.Account, detail);
}
