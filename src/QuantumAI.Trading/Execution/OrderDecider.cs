using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Trading.Execution;

/// <summary>What a venue's report means for the account: events, none when it tells nothing new, a halt when it contradicts the books. Pure.</summary>
public static class OrderDecider
{
    public static IReadOnlyList<AccountEvent> Decide(Account account, VenueReport report) => report switch
    {
        VenueAccepted accepted => When(account, accepted.ClientOrderId, OrderMove.Accept, () => new OrderAccepted(accepted.ClientOrderId, accepted.VenueOrderId)),
        VenueRejected rejected => When(account, rejected.ClientOrderId, OrderMove.Reject, () => new OrderRejected(rejected.ClientOrderId, rejected.Reason)),
        VenueExpired expired => When(account, expired.ClientOrderId, OrderMove.Expire, () => new OrderExpired(expired.ClientOrderId, expired.Reason)),
        VenueTriggered triggered => When(account, triggered.ClientOrderId, OrderMove.Trigger, () => new OrderTriggered(triggered.ClientOrderId)),
        VenueCanceled canceled => When(account, canceled.ClientOrderId, OrderMove.Cancel, () => new OrderCanceled(canceled.ClientOrderId, canceled.Reason)),
        VenueCancelRefused refused => When(account, refused.ClientOrderId, OrderMove.RefuseCancel, () => new OrderCancelRefused(refused.ClientOrderId, refused.Reason)),
        VenueAmended amended => Amend(account, amended.ClientOrderId, amended.Quantity),
        VenueAmendRefused refused => When(account, refused.ClientOrderId, OrderMove.RefuseAmend, () => new OrderAmendRefused(refused.ClientOrderId, refused.Reason)),
        VenueFilled filled => Fill(account, filled.Trade, account.Orders.GetValueOrDefault(filled.Trade.ClientOrderId)?.Filled),
        VenueOrderState state => Resolve(account, state),
        VenueBalances balances => Compare(account, balances),
        _ => throw new NotSupportedException($"no rule for {report.GetType().Name}"),
    };

    /// <summary>The event, if it may happen to the order now and tells something new: under a pending request an order moves on as well.</summary>
    private static IReadOnlyList<AccountEvent> When(Account account, string clientOrderId, OrderMove move, Func<AccountEvent> make) =>
        account.Orders.TryGetValue(clientOrderId, out var order) && IsNews(order, move) ? [make()] : [];

    private static bool IsNews(Order order, OrderMove move) => OrderTransitions.IsLegal(order.Status, move)
        && (!OrderTransitions.IsPending(order.Status) || move is OrderMove.RefuseCancel or OrderMove.RefuseAmend or OrderMove.Amend || OrderTransitions.IsLegal(order.Before, move));

    private static IReadOnlyList<AccountEvent> Amend(Account account, string clientOrderId, Quantity quantity)
    {
        if (!account.Orders.TryGetValue(clientOrderId, out var order) || !OrderTransitions.IsLegal(order.Status, OrderMove.Amend))
            return [];
        if (quantity == order.Quantity && order.Status != OrderStatus.PendingUpdate)
            return [];
        return quantity > order.Quantity || quantity < order.Filled
            ? [Halt($"the venue reports a quantity of {quantity} for {clientOrderId}, which has {order.Quantity} and {order.Filled} filled")]
            : [new OrderAmended(clientOrderId, quantity)];
    }

    /// <param name="account">The books.</param>
    /// <param name="trade">What the venue reports.</param>
    /// <param name="before">What is filled before it; more than the books say when several are told at once.</param>
    private static IReadOnlyList<AccountEvent> Fill(Account account, VenueTrade trade, Quantity? before)
    {
        if (!account.Orders.TryGetValue(trade.ClientOrderId, out var order))
            return [Halt($"the venue reports trade {trade.TradeId} of the unknown order {trade.ClientOrderId}")];
        var filled = AsEvent(trade);
        if (account.AppliedFill(trade.ClientOrderId, trade.TradeId) is { } applied)
            return applied == filled ? [] : [Halt($"trade {trade.TradeId} of {trade.Symbol} was reported twice with different figures")];
        if ((before ?? order.Filled) + trade.Quantity > order.Quantity)
            return [Halt($"trade {trade.TradeId} fills {trade.ClientOrderId} beyond its quantity")];
        if (!OrderTransitions.IsLegal(order.Status, OrderMove.FillWhole))
            return [Halt($"the venue reports trade {trade.TradeId} of {trade.ClientOrderId}, which is {order.Status}")];
        return Unfunded(account, order, trade) is { } missing
            ? [new AssetMoved(trade.FeeAsset, missing, Money.Zero, $"the venue took the fee of trade {trade.TradeId} from {trade.FeeAsset} that the books did not have"), filled]
            : [filled];
    }

    /// <summary>What a fee in a third asset takes beyond what the books know of that asset; null when they cover it.</summary>
    private static Money? Unfunded(Account account, Order order, VenueTrade trade)
    {
        var instrument = account.Instruments[order.Symbol];
        if (account.IsMargin || trade.FeeAsset == instrument.BaseAsset || trade.FeeAsset == instrument.QuoteAsset)
            return null;
        var missing = trade.Fee - account.Ledger[trade.FeeAsset].Total;
        return missing > Money.Zero ? missing : null;
    }

    /// <summary>Ends “nobody knows” with what the venue has.</summary>
    private static IReadOnlyList<AccountEvent> Resolve(Account account, VenueOrderState state)
    {
        if (!account.Orders.TryGetValue(state.ClientOrderId, out var order) || !order.IsOpen)
            return [];
        if (state.Order is not { } venue)
            return OrderTransitions.IsLegal(order.Status, OrderMove.NeverArrive) ? [new OrderNeverArrived(state.ClientOrderId)] : [];

        var events = new List<AccountEvent>();
        if (venue.Status != VenueOrderStatus.Rejected && IsNews(order, OrderMove.Accept))
            events.Add(new OrderAccepted(state.ClientOrderId, venue.VenueOrderId));
        if (venue.IsTriggered && IsNews(order, OrderMove.Trigger) && order.Before != OrderStatus.PartiallyFilled)
            events.Add(new OrderTriggered(state.ClientOrderId));
        if (venue.Terms.Quantity < order.Quantity && venue.Terms.Quantity >= venue.Filled)
            events.Add(new OrderAmended(state.ClientOrderId, venue.Terms.Quantity));
        var filled = order.Filled;
        foreach (var trade in state.Trades)
        {
            var found = Fill(account, trade, filled);
            filled += found.OfType<OrderFilled>().Aggregate(account.Instruments[order.Symbol].ZeroQuantity, static (sum, fill) => sum + fill.Quantity);
            events.AddRange(found);
        }

        switch (venue.Status)
        {
            case VenueOrderStatus.Rejected:
                events.Add(new OrderRejected(state.ClientOrderId, venue.Reason));
                break;
            case VenueOrderStatus.Expired:
                events.Add(new OrderExpired(state.ClientOrderId, venue.Reason));
                break;
            case VenueOrderStatus.Canceled:
                events.Add(new OrderCanceled(state.ClientOrderId, venue.Reason));
                break;
            case VenueOrderStatus.Open or VenueOrderStatus.Filled:
                break;
            default:
                throw new NotSupportedException($"no rule for a venue's order that is {venue.Status}");
        }

        return events;
    }

    private static IReadOnlyList<AccountEvent> Compare(Account account, VenueBalances venue)
    {
        foreach (var asset in account.Ledger.Balances.Keys.Union(venue.Balances.Keys).Order(StringComparer.Ordinal))
        {
            var (ours, theirs) = (account.Ledger[asset].Total, venue.Balances.GetValueOrDefault(asset).Total);
            if (ours != theirs)
                return [Halt($"the books differ: {asset} is {ours} in the journal and {theirs} at the venue")];
        }

        return [];
    }

    private static OrderFilled AsEvent(VenueTrade trade) => new(
        trade.ClientOrderId, trade.TradeId, trade.Price, trade.Quantity, trade.QuoteQuantity, trade.Fee, trade.FeeAsset, trade.TimeNanos);

    private static TradingHalted Halt(string detail) => new(HaltScope.Account, detail);
}
