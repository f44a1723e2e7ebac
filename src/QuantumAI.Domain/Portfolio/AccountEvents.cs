using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Portfolio;

/// <summary>What happened in an account: its whole truth, in one stream. Extend-only.</summary>
public abstract record AccountEvent;

/// <summary>The account exists and holds its first money.</summary>
public sealed record AccountOpened(string Account, string BaseCurrency, Money Deposit) : AccountEvent;

/// <summary>Our own risk check said no.</summary>
public sealed record OrderDenied(string AgentId, string Symbol, OrderSide Side, Quantity Quantity, int Code, string Rule, string Detail) : AccountEvent;

/// <summary>Risk approved exactly this order; always in one append with its intent.</summary>
/// <param name="ClientOrderId">The order.</param>
/// <param name="Equity">Equity at the decision, in the base currency.</param>
/// <param name="AgentExposure">The agent's exposure including this order.</param>
/// <param name="TotalExposure">The account's exposure including this order.</param>
public sealed record OrderApproved(string ClientOrderId, Money Equity, Money AgentExposure, Money TotalExposure) : AccountEvent;

/// <summary>The order is about to be sent: durable before the first byte goes to the venue.</summary>
public sealed record OrderIntended(
    string ClientOrderId, string AgentId, string Symbol, OrderSide Side, OrderType Type, Quantity Quantity, bool ReduceOnly,
    Price Reference, Money Reserved, long BasisSequence, string Reason) : AccountEvent;

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
/// <param name="FeeAsset">Base or quote asset.</param>
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
/// <param name="Scope"><c>day</c>: until the account's next day. <c>account</c>: until an operator resumes.</param>
/// <param name="Detail">The rule and the figures.</param>
public sealed record TradingHalted(string Scope, string Detail) : AccountEvent;

/// <summary>An operator lifted the halt; the high starts again at this equity.</summary>
public sealed record TradingResumed(string Operator) : AccountEvent;
