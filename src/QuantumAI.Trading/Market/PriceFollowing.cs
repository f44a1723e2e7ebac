using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;

namespace QuantumAI.Trading.Market;

/// <summary>What the actors understand that follow prices to carry out orders.</summary>
public abstract record ExecutionMessage;

/// <summary>A price of a symbol that somebody follows.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Last">Price of the trade, or a bar's close where the feed has bars only; null where it has quotes only: then the touch is meant.</param>
/// <param name="Volume">Quantity of the trade or bar; zero of a quote.</param>
/// <param name="Market">The market with it.</param>
/// <param name="Range">Of a closed bar where the feed has bars only: its extremes; null of a trade or quote.</param>
public sealed record PriceTold(string Symbol, Price? Last, Quantity Volume, MarketView Market, BarRange? Range = null) : ExecutionMessage
{
    /// <summary>The price that counts for an order of a side: the last one, or what that side would get at once.</summary>
    public Price For(OrderSide side) => Last ?? (side == OrderSide.Sell ? Market.Bid : Market.Ask);
}

/// <summary>Asks a watcher to tell each price from here on. Asking twice is asking once.</summary>
/// <param name="Follower">Who is told; a price that finds no room in its mailbox is lost, the next one counts.</param>
public sealed record FollowPrices(ActorRef<ExecutionMessage> Follower) : ActorSignal;

/// <summary>Ends <see cref="FollowPrices"/>.</summary>
public sealed record UnfollowPrices(ActorRef<ExecutionMessage> Follower) : ActorSignal;
