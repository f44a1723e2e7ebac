using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Trading.Execution;

/// <summary>What a venue's report means for the account: events, none when it tells nothing new, a halt when it contradicts the books. Pure.</summary>
public static class OrderDecider
{
    public static IReadOnlyList<AccountEvent> Decide(Account account, VenueReport report) => report switch
    {
        VenueAccepted accepted => When(account, accepted.ClientOrderId, OrderStatus.Accepted, () => new OrderAccepted(accepted.ClientOrderId, accepted.VenueOrderId)),
        VenueRejected rejected => When(account, rejected.ClientOrderId, OrderStatus.Rejected, () => new OrderRejected(rejected.ClientOrderId, rejected.Reason)),
        VenueExpired expired => When(account, expired.ClientOrderId, OrderStatus.Expired, () => new OrderExpired(expired.ClientOrderId, expired.Reason)),
        VenueFilled filled => Fill(account, filled.Trade),
        VenueOrderState state => Resolve(account, state),
        VenueBalances balances => Compare(account, balances),
        _ => throw new NotSupportedException($"no rule for {report.GetType().Name}"),
    };

    private static IReadOnlyList<AccountEvent> When(Account account, string clientOrderId, OrderStatus next, Func<AccountEvent> make) =>
        account.Orders.TryGetValue(clientOrderId, out var order) && OrderTransitions.IsLegal(order.Status, next) ? [make()] : [];

    private static IReadOnlyList<AccountEvent> Fill(Account account, VenueTrade trade)
    {
        if (!account.Orders.TryGetValue(trade.ClientOrderId, out var order))
            return [Halt($"the venue reports trade {trade.TradeId} of the unknown order {trade.ClientOrderId}")];
        var filled = AsEvent(trade);
        if (account.AppliedFill(trade.ClientOrderId, trade.TradeId) is { } applied)
            return applied == filled ? [] : [Halt($"trade {trade.TradeId} of {trade.Symbol} was reported twice with different figures")];
        if (order.Filled + trade.Quantity > order.Quantity)
            return [Halt($"trade {trade.TradeId} fills {trade.ClientOrderId} beyond its quantity")];
        return OrderTransitions.IsLegal(order.Status, OrderStatus.Filled)
            ? [filled]
            : [Halt($"the venue reports trade {trade.TradeId} of {trade.ClientOrderId}, which is {order.Status}")];
    }

    /// <summary>Ends “nobody knows” with what the venue has.</summary>
    private static IReadOnlyList<AccountEvent> Resolve(Account account, VenueOrderState state)
    {
        if (!account.Orders.TryGetValue(state.ClientOrderId, out var order) || !order.IsOpen)
            return [];
        if (state.Order is null)
            return OrderTransitions.IsLegal(order.Status, OrderStatus.NeverArrived) ? [new OrderNeverArrived(state.ClientOrderId)] : [];

        var events = new List<AccountEvent>();
        if (state.Order.Status != VenueOrderStatus.Rejected && order.Status is OrderStatus.Submitted or OrderStatus.OutcomeUnknown)
            events.Add(new OrderAccepted(state.ClientOrderId, state.Order.VenueOrderId));
        events.AddRange(state.Trades.SelectMany(trade => Fill(account, trade)));
        if (state.Order.Status == VenueOrderStatus.Rejected)
            events.Add(new OrderRejected(state.ClientOrderId, state.Order.Reason));
        else if (state.Order.Status == VenueOrderStatus.Expired)
            events.Add(new OrderExpired(state.ClientOrderId, state.Order.Reason));
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
