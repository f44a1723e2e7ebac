using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Trading.Execution;

/// <summary>What is done about orders, trades and assets at the venue that the journal does not know.</summary>
public enum ExternalPolicy : byte
{
    Unspecified = 0,

    /// <summary>Trading halts until an operator resumes: nobody else is to use the account.</summary>
    Halt = 1,

    /// <summary>They are not booked, and their instruments open nothing until they are gone.</summary>
    Quarantine = 2,

    /// <summary>They are booked as events of the account, with an alarm.</summary>
    Adopt = 3,
}

/// <summary>How the books are compared with the venue's.</summary>
/// <param name="External">What is done about what somebody else did.</param>
/// <param name="Every">Machine time between two comparisons of a running session; null = only at the start and after the link was lost.</param>
/// <param name="Rereads">How often a difference is looked at again before it counts: a report may still be on its way.</param>
public sealed record ReconciliationSettings(ExternalPolicy External = ExternalPolicy.Halt, TimeSpan? Every = null, int Rereads = 0);

/// <summary>An asset of which the books and the venue have different totals.</summary>
public readonly record struct BalanceDifference(string Asset, Money Ours, Money Theirs)
{
    public override string ToString() => $"{Asset} is {Ours} in the journal and {Theirs} at the venue";
}

/// <summary>What the venue has and the journal does not, as events of the account. Pure: the same findings give the same events, whenever they are found.</summary>
public static class Reconciliation
{
    /// <summary>Whether an order is somebody else's, or lost history of ours. One that ended so long ago that it is forgotten here is neither.</summary>
    public static bool IsUnknown(Account account, string clientOrderId) =>
        !account.Orders.ContainsKey(clientOrderId)
        && !(account.SequenceOf(clientOrderId) is { } sequence && sequence <= account.Intents);

    /// <summary>Whether the venue has an order that only this account can have made and that its journal does not know: history was lost, and its ids would be used twice.</summary>
    public static bool IsLostHistory(Account account, string clientOrderId) =>
        account.SequenceOf(clientOrderId) is { } sequence && sequence > account.Intents;

    /// <summary>What an order was and did from a time on. What it had filled before that is in the balances of that time, and is no part of it any more.</summary>
    public static (VenueOrder Order, IReadOnlyList<VenueTrade> Trades) Since(long nanos, VenueOrder order, IReadOnlyList<VenueTrade> trades)
    {
        VenueTrade[] later = [.. trades.Where(trade => trade.TimeNanos >= nanos)];
        if (later.Length == trades.Count)
            return (order, trades);
        var (quantity, filled, quote) = (order.Quantity, order.Filled, order.QuoteFilled);
        foreach (var trade in trades.Where(trade => trade.TimeNanos < nanos))
            (quantity, filled, quote) = (quantity - trade.Quantity, filled - trade.Quantity, quote - trade.QuoteQuantity);
        return (order with { Terms = order.Terms with { Quantity = quantity }, Filled = filled, QuoteFilled = quote }, later);
    }

    /// <summary>The events that book an order of somebody else, whole, with the trades that it has made so far.</summary>
    /// <param name="account">The account as it is.</param>
    /// <param name="order">The order, which the account does not know.</param>
    /// <param name="trades">Its trades, oldest first.</param>
    /// <param name="mark">The instrument's last price.</param>
    public static IReadOnlyList<AccountEvent> Adopt(Account account, VenueOrder order, IReadOnlyList<VenueTrade> trades, Price mark)
    {
        var instrument = account.Instruments[order.Symbol];
        var asset = order.Side == OrderSide.Buy ? instrument.QuoteAsset : instrument.BaseAsset;
        var reserved = order.IsOpen ? Money.Max(Money.Zero, Money.Min(order.Locked, account.Ledger[asset].Free)) : Money.Zero;
        var agent = AgentOf(account, order);
        var adopted = new OrderAdopted(
            order.ClientOrderId, order.VenueOrderId, agent, order.Symbol, order.Terms, order.Terms.Limit ?? mark, reserved, $"not placed by this account: {order.Status}");
        var found = new Order(
            order.ClientOrderId, agent, order.Symbol, order.Terms, reserved, OrderStatus.Initialized, instrument.ZeroQuantity, Money.Zero,
            order.CreatedNanos, order.CreatedNanos, adopted.Reason, adopted.Reference, OrderStatus.Initialized, null);
        var events = OrderDecider.Resolve(account, found, new VenueOrderState(order.ClientOrderId, order, trades));
        return events is [TradingHalted] ? events : [adopted, .. events];
    }

    /// <summary>Whose position somebody else's sale takes from: the agent's that holds the most, if it holds so much; else it stands in a book of its own.</summary>
    private static string AgentOf(Account account, VenueOrder order)
    {
        if (order.Side != OrderSide.Sell)
            return Account.ExternalAgent;
        var holder = account.Positions.Where(position => position.Symbol == order.Symbol).MaxBy(position => position.Quantity.Units);
        return holder is not null && holder.Quantity >= order.Quantity ? holder.AgentId : Account.ExternalAgent;
    }

    /// <summary>The assets of which books and venue have different totals, by name.</summary>
    public static IReadOnlyList<BalanceDifference> DifferencesOf(Account account, VenueBalances venue) =>
    [
        .. account.Ledger.Balances.Keys.Union(venue.Balances.Keys).Order(StringComparer.Ordinal)
            .Select(asset => new BalanceDifference(asset, account.Ledger[asset].Total, venue.Balances.GetValueOrDefault(asset).Total))
            .Where(difference => difference.Ours != difference.Theirs),
    ];

    /// <summary>The event that makes an asset's total the venue's.</summary>
    public static AssetMoved MoveOf(Account account, BalanceDifference difference, IReadOnlyDictionary<string, Price> marks)
    {
        var amount = difference.Theirs - difference.Ours;
        return new AssetMoved(difference.Asset, amount, account.InBaseCurrency(amount, difference.Asset, marks) ?? Money.Zero, $"found at the venue: {difference}");
    }

    /// <summary>The event of a transfer; none when it is booked already.</summary>
    public static IReadOnlyList<AccountEvent> Transfer(Account account, VenueTransferred transfer, IReadOnlyDictionary<string, Price> marks) =>
        account.KnowsTransfer(transfer.TransferId)
            ? []
            :
            [
                new AssetMoved(
                    transfer.Asset, transfer.Amount, account.InBaseCurrency(transfer.Amount, transfer.Asset, marks) ?? Money.Zero, "a transfer at the venue",
                    transfer.TransferId),
            ];

    /// <summary>The instruments that a difference bears on: those that trade the asset.</summary>
    public static IEnumerable<string> InstrumentsOf(Account account, string asset) =>
        account.Instruments.Values.Where(instrument => instrument.BaseAsset == asset || instrument.QuoteAsset == asset).Select(instrument => instrument.Symbol);
}
