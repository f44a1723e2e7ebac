using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;

namespace QuantumAI.Trading.Execution;

/// <summary>What a venue can be asked. Every request is answered to <see cref="ReplyTo"/>, or never: the asker has a deadline.</summary>
public abstract record VenueRequest(ActorRef<OrderMessage> ReplyTo);

/// <summary>Places an order; answered by <see cref="VenueAccepted"/> or <see cref="VenueRejected"/>, then by fills.</summary>
/// <param name="BasisSequence">The built-in venue fills at the earliest on a market event with a higher number than this.</param>
public sealed record SubmitOrder(
    string ClientOrderId, string Symbol, OrderSide Side, OrderType Type, Quantity Quantity, long BasisSequence,
    ActorRef<OrderMessage> ReplyTo) : VenueRequest(ReplyTo);

/// <summary>Asks what became of an order; answered by <see cref="VenueOrderState"/>.</summary>
public sealed record QueryOrder(string ClientOrderId, ActorRef<OrderMessage> ReplyTo) : VenueRequest(ReplyTo);

/// <summary>Asks for all balances; answered by <see cref="VenueBalances"/>.</summary>
public sealed record QueryBalances(ActorRef<OrderMessage> ReplyTo) : VenueRequest(ReplyTo);

/// <summary>What the order actor understands: what is due, and what the venue says.</summary>
public abstract record OrderMessage;

/// <summary>What a venue says.</summary>
public abstract record VenueReport : OrderMessage;

public sealed record VenueAccepted(string ClientOrderId, string VenueOrderId) : VenueReport;

/// <summary>A definite no: the order never became live.</summary>
public sealed record VenueRejected(string ClientOrderId, string Reason) : VenueReport;

public sealed record VenueFilled(VenueTrade Trade) : VenueReport;

/// <summary>The venue ended an open order.</summary>
public sealed record VenueExpired(string ClientOrderId, string Reason) : VenueReport;

/// <summary>Answer to <see cref="QueryOrder"/>: the order as the venue has it, or null when it never had it.</summary>
public sealed record VenueOrderState(string ClientOrderId, VenueOrder? Order, IReadOnlyList<VenueTrade> Trades) : VenueReport;

/// <summary>Answer to <see cref="QueryBalances"/>.</summary>
public sealed record VenueBalances(IReadOnlyDictionary<string, Balance> Balances) : VenueReport;

public enum VenueOrderStatus : byte
{
    Unspecified = 0,
    Open = 1,
    Filled = 2,
    Rejected = 3,
    Expired = 4,
}

/// <summary>An order in the venue's own books.</summary>
/// <param name="Locked">What the venue has locked for it, in the asset that it pays with.</param>
public sealed record VenueOrder(
    string ClientOrderId, string VenueOrderId, string Symbol, OrderSide Side, OrderType Type, Quantity Quantity,
    Quantity Filled, Money QuoteFilled, Money Locked, VenueOrderStatus Status, string Reason, long CreatedNanos, long UpdatedNanos);

/// <summary>A trade in the venue's own books; the id is unique per symbol.</summary>
public sealed record VenueTrade(
    string ClientOrderId, string Symbol, long TradeId, OrderSide Side, Price Price, Quantity Quantity, Money QuoteQuantity,
    Money Fee, string FeeAsset, long TimeNanos);
