using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Market;

namespace QuantumAI.Node.Composition;

/// <summary>A made-up or recorded market: it waits for whoever reads it, in the virtual world or along a live world's clock.</summary>
internal sealed class PulledMarket(IMarketSource source, IReadOnlyList<ActorRef<MarketEvent>> watchers, ActorRef<MarketEvent>? venue) : IMarketDelivery
{
    private readonly IngestFlow _flow = new(source, watchers, venue);

    public long Delivered => _flow.Delivered;

    public long LastNanos => _flow.LastNanos;

    public Task RunAsync(World world, long untilNanos, CancellationToken cancellation) => world switch
    {
        VirtualWorld one => Task.Run(() => Run(one, untilNanos, cancellation), CancellationToken.None),
        LiveWorld live => _flow.RunAsync(live, untilNanos, cancellation),
        _ => throw new NotSupportedException(world.GetType().Name),
    };

    /// <summary>The same on the calling thread.</summary>
    public void Run(VirtualWorld world, long untilNanos, CancellationToken cancellation) => _flow.Run(world, untilNanos, cancellation);
}
