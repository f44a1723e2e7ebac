using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Trading.Risk;

/// <summary>What the risk gate understands.</summary>
public abstract record RiskMessage;

/// <summary>Asks for approval; answered by events in the account's stream.</summary>
public sealed record RequestApproval(OrderRequest Order) : RiskMessage;

/// <summary>Asks for approval of orders that depend on each other: all or none, in one append.</summary>
/// <param name="Kind">How they depend on each other.</param>
/// <param name="Orders">In the order of their places, without places of their own.</param>
public sealed record RequestListApproval(ContingencyKind Kind, IReadOnlyList<OrderRequest> Orders) : RiskMessage;

/// <summary>A held order's condition is met: may it go?</summary>
/// <param name="Price">The price that met it.</param>
/// <param name="Market">The market then.</param>
/// <param name="Reference">What the market is measured from; the price that met it when null. Of a price within a bar it is the close: the market has moved on since.</param>
public sealed record RequestRelease(string ClientOrderId, Price Price, MarketView Market, Price? Reference = null) : RiskMessage;

/// <summary>An entry was filled after its end: what that brought is to have the exits that the entry had.</summary>
public sealed record RequestLateExits(string EntryId) : RiskMessage;

/// <summary>A watcher tells the last price of its symbol.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Price">Its last price.</param>
/// <param name="BarEndNanos">End of the bar that closed, or 0 between bars.</param>
public sealed record MarkPrice(string Symbol, Price Price, long BarEndNanos) : RiskMessage;

/// <summary>The account's books equal the venue's: orders may be approved.</summary>
/// <param name="Unmatched">Symbols of which that is not so.</param>
public sealed record BooksMatched(IReadOnlyList<string> Unmatched) : RiskMessage;

/// <summary>Whether the account's books equal the venue's is not known any more.</summary>
public sealed record MatchingBegan : RiskMessage;

/// <summary>The journal cannot write, with the reason, or (null) it can again.</summary>
public sealed record JournalChanged(string? Outage) : RiskMessage;

/// <summary>The account's part of the whole capital; null: it was taken away.</summary>
public sealed record LeaseChanged(ExposureLease? Lease) : RiskMessage;

/// <summary>An event around which nothing is opened begins, or (null) it is over.</summary>
public sealed record BlackoutChanged(string? Event) : RiskMessage;

/// <summary>The kill switch: it is signalled, so that it overtakes whatever waits. Every open order is canceled, and nothing else leaves.</summary>
/// <param name="Operator">Who.</param>
/// <param name="Flattens">True when every position is then sold or bought back at the market.</param>
public sealed record HaltTrading(string Operator, bool Flattens = false) : ActorSignal;

public sealed record ResumeTrading(string Operator) : RiskMessage;

/// <summary>Who cancels and amends the account's orders: what is in the way of the gate's own reductions gives way there.</summary>
public sealed record OrdersStarted(ActorRef<OrderMessage> Orders) : RiskMessage;
