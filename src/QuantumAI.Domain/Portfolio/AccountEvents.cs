using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Portfolio;

/// <summary>What happened in an account: its whole truth, in one stream. Extend-only.</summary>
public abstract record AccountEvent;

/// <summary>The account exists and holds its first money.</summary>
/// <param name="Account">Its name.</param>
/// <param name="BaseCurrency">The currency of equity and limits.</param>
/// <param name="Deposit">First money, in the base currency.</param>
/// <param name="Margin">True when it may borrow what it sells or spends; null or false on a cash account, whose balances are never negative.</param>
/// <param name="Shard">Which part of an account that several streams share; null for an account that is whole.</param>
public sealed record AccountOpened(string Account, string BaseCurrency, Money Deposit, bool? Margin = null, int? Shard = null) : AccountEvent;

/// <summary>Money or an asset came from outside, or (negative) went there. No profit and no loss: limits are adjusted by it.</summary>
/// <param name="Asset">What.</param>
/// <param name="Amount">How much.</param>
/// <param name="Value">Its value in the base currency at that moment.</param>
/// <param name="Reason">What is known about it.</param>
/// <param name="TransferId">The venue's id of the transfer, applied once; null where it has none.</param>
public sealed record AssetMoved(string Asset, Money Amount, Money Value, string Reason, string? TransferId = null) : AccountEvent;

/// <summary>Our own risk check said no.</summary>
/// <param name="Reason">Of a child order: the parent and its number (<see cref="AlgorithmChild"/>); of an exit that follows a late fill: the entry (<see cref="LateExit"/>); null for every other.</param>
public sealed record OrderDenied(
    string AgentId, string Symbol, OrderSide Side, Quantity Quantity, int Code, string Rule, string Detail, string? Reason = null) : AccountEvent;

/// <summary>Risk approved exactly this order; always in one append with its intent.</summary>
/// <param name="ClientOrderId">The order.</param>
/// <param name="Equity">Equity at the decision, in the base currency.</param>
/// <param name="AgentExposure">The agent's exposure including this order.</param>
/// <param name="TotalExposure">The account's exposure including this order.</param>
/// <param name="Checks">Each check with its figures, one a line; null in journals of release 0.1.</param>
public sealed record OrderApproved(string ClientOrderId, Money Equity, Money AgentExposure, Money TotalExposure, string? Checks = null) : AccountEvent;

/// <summary>What an order rests on, for people.</summary>
/// <param name="Features">What the agent saw: <c>name value</c>, separated by commas.</param>
/// <param name="Sizing">How its size came about.</param>
public sealed record OrderBasis(string Features, string Sizing);

/// <summary>The order is about to be sent, or held until its condition is met: durable before the first byte goes to the venue.</summary>
/// <param name="Terms">All that is ordered; null for a market order, which the fields before say whole.</param>
/// <param name="List">Its place among orders that depend on each other; null when it depends on none.</param>
/// <param name="Held">True when it is held here until its condition is met.</param>
/// <param name="Basis">What it rests on, for people; null when nobody said.</param>
public sealed record OrderIntended(
    string ClientOrderId, string AgentId, string Symbol, OrderSide Side, OrderType Type, Quantity Quantity, bool ReduceOnly,
    Price Reference, Money Reserved, long BasisSequence, string Reason, OrderTerms? Terms = null, OrderListPlace? List = null, bool? Held = null,
    OrderBasis? Basis = null) : AccountEvent
{
    /// <summary>The intent of an order with these terms.</summary>
    public static OrderIntended Of(
        string clientOrderId, string agentId, string symbol, OrderTerms terms, Price reference, Money reserved, long basisSequence, string reason,
        OrderListPlace? list = null, bool isHeld = false, OrderBasis? basis = null) => new(
        clientOrderId, agentId, symbol, terms.Side, terms.Type, terms.Quantity, terms.IsReduceOnly, reference, reserved, basisSequence, reason,
        terms == OrderTerms.Market(terms.Side, terms.Quantity, terms.IsReduceOnly) ? null : terms, list, isHeld ? true : null, basis);

    /// <summary>All that is ordered.</summary>
    public OrderTerms AllTerms() => Terms ?? OrderTerms.Market(Side, Quantity, ReduceOnly);
}

/// <summary>An order of ours or of a stranger was found at the venue that the journal did not know.</summary>
/// <param name="Reserved">What the venue has locked for it.</param>
public sealed record OrderAdopted(
    string ClientOrderId, string VenueOrderId, string AgentId, string Symbol, OrderTerms Terms, Price Reference, Money Reserved, string Reason) : AccountEvent;

/// <summary>A held order's condition is met: it is about to be sent.</summary>
/// <param name="Price">The price that met it.</param>
/// <param name="Reserved">What is set aside for it from here on; a held order sets nothing aside.</param>
/// <param name="BasisSequence">The market event that met it.</param>
public sealed record OrderReleased(string ClientOrderId, Price Price, Money Reserved, long BasisSequence) : AccountEvent;

/// <summary>A held order's condition is met and our own risk says no.</summary>
public sealed record OrderReleaseDenied(string ClientOrderId, int Code, string Rule, string Detail) : AccountEvent;

/// <summary>A held trailing stop follows the price.</summary>
public sealed record OrderTrailed(string ClientOrderId, Price Best) : AccountEvent;

/// <summary>The venue reports that the trigger price was reached.</summary>
public sealed record OrderTriggered(string ClientOrderId) : AccountEvent;

/// <summary>The venue is about to be asked to cancel it.</summary>
public sealed record OrderCancelRequested(string ClientOrderId, string Reason) : AccountEvent;

/// <summary>The venue did not cancel it; the order stands where it stood.</summary>
public sealed record OrderCancelRefused(string ClientOrderId, string Reason) : AccountEvent;

/// <summary>The venue is about to be asked for a smaller quantity.</summary>
/// <param name="Quantity">The whole, fills included.</param>
public sealed record OrderAmendRequested(string ClientOrderId, Quantity Quantity) : AccountEvent;

public sealed record OrderAmendRefused(string ClientOrderId, string Reason) : AccountEvent;

/// <summary>The order is smaller now: as we asked, or by self-trade prevention.</summary>
/// <param name="Quantity">The whole, fills included.</param>
public sealed record OrderAmended(string ClientOrderId, Quantity Quantity) : AccountEvent;

public sealed record OrderAccepted(string ClientOrderId, string VenueOrderId) : AccountEvent;

/// <summary>The venue said no, with proof.</summary>
public sealed record OrderRejected(string ClientOrderId, string Reason) : AccountEvent;

/// <summary>A trade of ours, once per trade id.</summary>
/// <param name="ClientOrderId">The order.</param>
/// <param name="TradeId">The venue's id, unique per symbol.</param>
/// <param name="Price">Price of the trade.</param>
/// <param name="Quantity">Quantity of the trade.</param>
/// <param name="QuoteQuantity">Price × quantity as the venue booked it.</param>
/// <param name="Fee">What the venue took, in <paramref name="FeeAsset"/>.</param>
/// <param name="FeeAsset">Base, quote or a third asset.</param>
/// <param name="VenueNanos">The venue's time of the trade.</param>
public sealed record OrderFilled(
    string ClientOrderId, long TradeId, Price Price, Quantity Quantity, Money QuoteQuantity, Money Fee, string FeeAsset, long VenueNanos)
    : AccountEvent;

public sealed record OrderCanceled(string ClientOrderId, string Reason) : AccountEvent;

public sealed record OrderExpired(string ClientOrderId, string Reason) : AccountEvent;

/// <summary>No answer in time: the order is neither failed nor live until a query tells.</summary>
public sealed record OrderOutcomeUnknown(string ClientOrderId, string Reason) : AccountEvent;

/// <summary>The venue was queried and never had the order.</summary>
public sealed record OrderNeverArrived(string ClientOrderId) : AccountEvent;

/// <summary>Equity at a bar close: the equity curve, the day's start and the high that limits are measured from.</summary>
/// <param name="Equity">Cash and positions at the last price, in the base currency.</param>
/// <param name="DayStart">Equity at the start of the account's day.</param>
/// <param name="High">Highest equity so far.</param>
/// <param name="Day">The account's day, <c>yyyy-MM-dd</c>.</param>
public sealed record EquityMarked(Money Equity, Money DayStart, Money High, string Day) : AccountEvent;

/// <summary>New exposure is refused from here on.</summary>
/// <param name="Scope"><c>day</c>: only reductions until the account's next day. <c>account</c>: only reductions until an operator resumes. <c>all</c>: nothing but cancels until then.</param>
/// <param name="Detail">The rule and the figures.</param>
/// <param name="FlattenedBy">Who asked that every position is then closed; null when positions stay as they are.</param>
public sealed record TradingHalted(string Scope, string Detail, string? FlattenedBy = null) : AccountEvent;

/// <summary>An operator lifted the halt; the day's start and the high are those of the next equity that is marked.</summary>
public sealed record TradingResumed(string Operator) : AccountEvent;

/// <summary>An order that is too large to be sent at once is worked off from here on; its children name it in their reason.</summary>
/// <param name="Parent">The order and its plan.</param>
/// <param name="ArrivalPrice">Middle of the market at this moment.</param>
public sealed record AlgorithmStarted(ParentOrder Parent, Price ArrivalPrice) : AccountEvent;

/// <summary>No further child is sent; those that are open are being canceled, and may still be filled.</summary>
/// <param name="Last">Middle of the market then, when it was known: what is left is measured against it.</param>
public sealed record AlgorithmEnded(string AlgorithmId, string Reason, Price? Last = null) : AccountEvent;
