using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Node.Composition;

/// <summary>Brings a session's market to its lanes.</summary>
internal interface IMarketDelivery
{
    /// <summary>Events delivered so far. Any thread.</summary>
    long Delivered { get; }

    /// <summary>Receive time of the last delivered event.</summary>
    long LastNanos { get; }

    /// <summary>Delivers until the market ends, its time reaches <paramref name="untilNanos"/>, the world has a fault, or it is canceled.</summary>
    /// <exception cref="OperationCanceledException">Canceled while it waited.</exception>
    Task RunAsync(World world, long untilNanos, CancellationToken cancellation);
}

/// <summary>Makes the delivery once it is known who listens.</summary>
/// <param name="watchers">One per symbol, index = instrument id.</param>
/// <param name="venue">Hears each event first; null = nobody does.</param>
internal delegate IMarketDelivery DeliverTo(IReadOnlyList<ActorRef<MarketEvent>> watchers, ActorRef<MarketEvent>? venue);
