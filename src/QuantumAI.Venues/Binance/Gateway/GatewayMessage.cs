using QuantumAI.Domain.Instruments;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;

namespace QuantumAI.Venues.Binance.Gateway;

/// <summary>What the gateway understands.</summary>
public abstract record GatewayMessage;

/// <summary>Trading asks for something.</summary>
public sealed record VenueAsked(VenueRequest Request) : GatewayMessage;

/// <summary>Something happened to the account.</summary>
public sealed record UserEventCame(UserEvent Event) : GatewayMessage;

/// <summary>A connection brings the account's events; those before it may have been missed.</summary>
public sealed record UserLinkUp : GatewayMessage;

/// <summary>The account's events do not come.</summary>
public sealed record UserLinkDown(string Reason) : GatewayMessage;

/// <summary>They come, and one was lost.</summary>
public sealed record UserEventsMissed(string Reason) : GatewayMessage;

/// <summary>The venue does not take the key.</summary>
public sealed record KeyRefused(string Reason) : GatewayMessage;

/// <summary>An answer of the venue, and what it was about.</summary>
internal sealed record CallEnded(PendingCall Pending, SpotAnswer Answer) : GatewayMessage;

/// <summary>An order is to be looked for again.</summary>
internal sealed record FindDue(OrderSearch Search) : GatewayMessage;

internal sealed record SymbolsDue : GatewayMessage;

internal sealed record KeyProbeDue : GatewayMessage;

/// <summary>What a call to the venue is about.</summary>
internal abstract record PendingCall;

internal sealed record PendingSubmit(IReadOnlyList<string> ClientOrderIds) : PendingCall;

internal sealed record PendingCancel(string ClientOrderId, string? CancelId) : PendingCall;

internal sealed record PendingAmend(string ClientOrderId, Quantity Quantity) : PendingCall;

internal sealed record PendingSearch(OrderSearch Search) : PendingCall;

internal sealed record PendingOrderTrades(OrderSearch Search, VenueOrder Order, IReadOnlyList<AccountTrade> Trades) : PendingCall;

internal sealed record PendingTrades(TradeSearch Search) : PendingCall;

internal sealed record PendingOrders(TradeSearch Search) : PendingCall;

internal sealed record PendingBalances(ActorRef<OrderMessage> Asker) : PendingCall;

internal sealed record PendingOpenOrders(ActorRef<OrderMessage> Asker) : PendingCall;

internal sealed record PendingSymbols(int Place) : PendingCall;

internal sealed record PendingProbe : PendingCall;

/// <summary>An order that is looked for.</summary>
/// <param name="ClientOrderId">Its id; null where only the venue's number is known.</param>
/// <param name="OrderId">The venue's number; null where only the client id is known.</param>
/// <param name="Symbols">Where it may be: the first is asked next.</param>
/// <param name="Asker">Who hears of it.</param>
/// <param name="Then">What is done when it is found.</param>
/// <param name="TriesLeft">How often the gateway itself looks again when the venue's answer is not whole.</param>
internal sealed record OrderSearch(
    string? ClientOrderId, long? OrderId, IReadOnlyList<string> Symbols, ActorRef<OrderMessage>? Asker, VenueRequest? Then = null, int TriesLeft = 0);

/// <summary>Trades of a symbol that are collected, then the orders that they belong to.</summary>
/// <param name="Symbols">The first is asked next; the others follow.</param>
/// <param name="SinceNanos">Venue time of the oldest.</param>
/// <param name="Asker">Who hears of them.</param>
/// <param name="MissingId">When it is about whether an order has traded: its client id.</param>
internal sealed record TradeSearch(
    IReadOnlyList<string> Symbols, long SinceNanos, ActorRef<OrderMessage> Asker, string? MissingId, IReadOnlyList<AccountTrade> Trades, IReadOnlyList<OrderReport> Orders);
