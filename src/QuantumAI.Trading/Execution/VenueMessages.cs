using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;

namespace QuantumAI.Trading.Execution;

/// <summary>What a venue can be asked. Every request is answered to <see cref="ReplyTo"/>, or never: the asker has a deadline.</summary>
public abstract record VenueRequest(ActorRef<OrderMessage> ReplyTo);

/// <summary>Places an order; answered by <see cref="VenueAccepted"/> or <see cref="VenueRejected"/>, then by what happens to it.</summary>
/// <param name="BasisSequence">The built-in venue fills at the earliest on a market event with a higher number than this.</param>
public sealed record SubmitOrder(
    string ClientOrderId, string Symbol, OrderTerms Terms, long BasisSequence, ActorRef<OrderMessage> ReplyTo) : VenueRequest(ReplyTo)
{
    /// <summary>Kept with the order; see <see cref="VenueOrder.Tag"/>.</summary>
    public string Tag { get; init; } = "";

    public OrderSide Side => Terms.Side;

    public OrderType Type => Terms.Type;

    public Quantity Quantity => Terms.Quantity;
}

/// <summary>Places two or three orders that depend on each other; each is answered as if it were placed alone, or all are rejected.</summary>
public sealed record SubmitOrderList(
    ContingencyKind Kind, string Symbol, IReadOnlyList<(string ClientOrderId, OrderTerms Terms)> Orders, long BasisSequence, ActorRef<OrderMessage> ReplyTo)
    : VenueRequest(ReplyTo)
{
    /// <summary>Kept with the orders, one for each; null = none. See <see cref="VenueOrder.Tag"/>.</summary>
    public IReadOnlyList<string>? Tags { get; init; }
}

/// <summary>Ends an order; answered by <see cref="VenueCanceled"/> or <see cref="VenueCancelRefused"/>.</summary>
/// <param name="CancelId">The client's own id of this request, given back with the report; null = none.</param>
public sealed record CancelOrder(string ClientOrderId, ActorRef<OrderMessage> ReplyTo, string? CancelId = null) : VenueRequest(ReplyTo);

/// <summary>Makes an order smaller and keeps its place in the queue; answered by <see cref="VenueAmended"/> or <see cref="VenueAmendRefused"/>.</summary>
/// <param name="Quantity">The whole, fills included.</param>
public sealed record AmendOrder(string ClientOrderId, Quantity Quantity, ActorRef<OrderMessage> ReplyTo) : VenueRequest(ReplyTo);

/// <summary>Asks what became of an order; answered by <see cref="VenueOrderState"/>.</summary>
public sealed record QueryOrder(string ClientOrderId, ActorRef<OrderMessage> ReplyTo) : VenueRequest(ReplyTo);

/// <summary>Asks for all balances; answered by <see cref="VenueBalances"/>.</summary>
public sealed record QueryBalances(ActorRef<OrderMessage> ReplyTo) : VenueRequest(ReplyTo);

/// <summary>Asks for all open orders of the account; answered by <see cref="VenueOpenOrders"/>.</summary>
public sealed record QueryOpenOrders(ActorRef<OrderMessage> ReplyTo) : VenueRequest(ReplyTo);

/// <summary>Asks for the account's trades of a symbol; answered by <see cref="VenueTrades"/>.</summary>
/// <param name="SinceNanos">Venue time of the oldest trade that is asked for.</param>
public sealed record QueryTrades(string Symbol, long SinceNanos, ActorRef<OrderMessage> ReplyTo) : VenueRequest(ReplyTo);

/// <summary>From here on what happens to the account without our asking is told as well: others' orders, transfers, the link. Not answered.</summary>
public sealed record FollowAccount(ActorRef<OrderMessage> ReplyTo) : VenueRequest(ReplyTo);

/// <summary>What the order actor understands: what is asked of it, what is due, and what the venue says.</summary>
public abstract record OrderMessage;

/// <summary>End this order, wherever it is. Needs no approval and waits for no journal.</summary>
public sealed record RequestCancel(string ClientOrderId, string Reason) : OrderMessage;

/// <summary>End every open order, or those of one agent.</summary>
public sealed record RequestCancelAll(string Reason, string? AgentId = null) : OrderMessage;

/// <summary>Make this order smaller.</summary>
/// <param name="Quantity">The whole, fills included.</param>
public sealed record RequestAmend(string ClientOrderId, Quantity Quantity) : OrderMessage;

/// <summary>Find out now whether the books equal the venue's.</summary>
public sealed record CompareBooks : OrderMessage;

/// <summary>What a venue says.</summary>
public abstract record VenueReport : OrderMessage;

public sealed record VenueAccepted(string ClientOrderId, string VenueOrderId) : VenueReport;

/// <summary>A definite no: the order never became live.</summary>
public sealed record VenueRejected(string ClientOrderId, string Reason) : VenueReport;

public sealed record VenueFilled(VenueTrade Trade) : VenueReport;

/// <summary>The venue ended an open order.</summary>
public sealed record VenueExpired(string ClientOrderId, string Reason) : VenueReport;

/// <summary>The trigger price was reached: the order is live.</summary>
public sealed record VenueTriggered(string ClientOrderId) : VenueReport;

/// <summary>The order ended because somebody asked for it, by its time in force or with its list.</summary>
/// <param name="CancelId">Of the request that asked for it, if that had one.</param>
public sealed record VenueCanceled(string ClientOrderId, string Reason, string? CancelId = null) : VenueReport;

/// <summary>The order was not canceled: it has ended already, or the venue does not know it.</summary>
public sealed record VenueCancelRefused(string ClientOrderId, string Reason) : VenueReport;

/// <summary>The order's quantity is smaller now: as asked, or by self-trade prevention.</summary>
/// <param name="Quantity">The whole, fills included.</param>
public sealed record VenueAmended(string ClientOrderId, Quantity Quantity) : VenueReport;

public sealed record VenueAmendRefused(string ClientOrderId, string Reason) : VenueReport;

/// <summary>Answer to <see cref="QueryOrder"/>: the order as the venue has it, or null when it never had it.</summary>
public sealed record VenueOrderState(string ClientOrderId, VenueOrder? Order, IReadOnlyList<VenueTrade> Trades) : VenueReport;

/// <summary>Answer to <see cref="QueryBalances"/>.</summary>
public sealed record VenueBalances(IReadOnlyDictionary<string, Balance> Balances) : VenueReport;

/// <summary>Answer to <see cref="QueryOpenOrders"/>.</summary>
public sealed record VenueOpenOrders(IReadOnlyList<VenueOrder> Orders) : VenueReport;

/// <summary>Answer to <see cref="QueryTrades"/>: all of them, oldest first.</summary>
/// <param name="Orders">The orders that they belong to, as the venue has them now.</param>
public sealed record VenueTrades(string Symbol, IReadOnlyList<VenueTrade> Trades, IReadOnlyList<VenueOrder> Orders) : VenueReport;

/// <summary>An asset came into the account, or (negative) left it, without a trade.</summary>
/// <param name="TransferId">The venue's id of it, unique for the account.</param>
public sealed record VenueTransferred(string Asset, Money Amount, string TransferId) : VenueReport;

/// <summary>From here on the venue's reports may be missing.</summary>
public sealed record VenueLinkLost(string Reason) : VenueReport;

/// <summary>The venue's reports come again; what happened meanwhile is not told.</summary>
public sealed record VenueLinkRestored : VenueReport;

public enum VenueOrderStatus : byte
{
    Unspecified = 0,
    Open = 1,
    Filled = 2,
    Rejected = 3,
    Expired = 4,
    Canceled = 5,
}

/// <summary>An order in the venue's own books.</summary>
/// <param name="Terms">What is ordered, with its present quantity.</param>
/// <param name="Locked">What the venue has locked for it, in the asset that it pays with.</param>
/// <param name="IsTriggered">Its trigger price was reached.</param>
/// <param name="List">Its place among orders that depend on each other.</param>
/// <param name="Entry">Its number among the orders that have come to the book or begun to wait for their trigger; 0 = it is on its way, or waits for another order of its list.</param>
/// <param name="TrailingBest">Of a trailing stop: the best price since it trails; null before.</param>
/// <param name="Amends">How often it was amended at its owner's wish.</param>
/// <param name="Account">The venue's number of the account, 1 for its first.</param>
/// <param name="ListNumber">Venue order id of the first order of its list, which numbers the list; 0 without a list.</param>
/// <param name="Prevented">What self-trade prevention took from it; null = nothing.</param>
/// <param name="Asked">The quantity that was asked for where prevention has made the present one smaller; else null.</param>
/// <param name="Shown">Of an iceberg whose slice was taken in part: what it still shows; null = a whole slice.</param>
/// <param name="Protection">Of a waiting buy without a limit: the highest price that it can pay; else null.</param>
/// <param name="Tag">What whoever ordered wants kept with it; the venue does not look at it.</param>
public sealed record VenueOrder(
    string ClientOrderId, string VenueOrderId, string Symbol, OrderTerms Terms,
    Quantity Filled, Money QuoteFilled, Money Locked, VenueOrderStatus Status, string Reason, long CreatedNanos, long UpdatedNanos,
    bool IsTriggered = false, OrderListPlace? List = null, long Entry = 0, Price? TrailingBest = null, int Amends = 0,
    int Account = 1, long ListNumber = 0, Quantity? Prevented = null, Quantity? Asked = null, Quantity? Shown = null,
    Price? Protection = null, string Tag = "")
{
    public bool IsOpen => Status == VenueOrderStatus.Open;

    public Quantity Remaining => Quantity - Filled;

    public OrderSide Side => Terms.Side;

    public OrderType Type => Terms.Type;

    public Quantity Quantity => Terms.Quantity;
}

/// <summary>A trade in the venue's own books, of one order; two orders of clients that trade with each other have one id, unique per symbol otherwise.</summary>
/// <param name="VenueOrderId">Of the order.</param>
/// <param name="IsMaker">Whether the order rested.</param>
/// <param name="Account">The venue's number of the order's account.</param>
public sealed record VenueTrade(
    string ClientOrderId, string Symbol, long TradeId, OrderSide Side, Price Price, Quantity Quantity, Money QuoteQuantity,
    Money Fee, string FeeAsset, long TimeNanos, string VenueOrderId = "", bool IsMaker = false, int Account = 1);
