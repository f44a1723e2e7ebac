using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Trading.Market;

/// <summary>From a live market to the lanes: the pushed counterpart of <see cref="IngestFlow"/>, with the same numbers and the same order of delivery.</summary>
/// <remarks>While a mailbox is full it waits, and the feed conflates and declares gaps meanwhile.</remarks>
public sealed class LiveIngest(MarketFeed feed, IReadOnlyList<ActorRef<MarketEvent>> watchers, ActorRef<MarketEvent>? venue)
{
    private long _sequence;

    /// <summary>Events delivered so far. Any thread.</summary>
    public long Delivered => Volatile.Read(ref _sequence);

    /// <summary>Receive time of the last delivered event. Written by the one task that runs the flow.</summary>
    public long LastNanos { get; private set; }

    /// <summary>Delivers events as they come; ends when the feed is complete or the world has a fault.</summary>
    public async Task RunAsync(LiveWorld world, CancellationToken cancellation)
    {
        while (world.Fault is null && await feed.WaitAsync(cancellation).ConfigureAwait(false))
        {
            while (feed.TryRead(out var next))
            {
                LastNanos = next.ReceivedNanos;
                var numbered = next.Ingested(_sequence + 1, next.ReceivedNanos);
                Volatile.Write(ref _sequence, numbered.Sequence);
                if (venue is not null && !await IngestFlow.TryDeliverAsync(venue, numbered, cancellation).ConfigureAwait(false))
                    return;
                if (!await IngestFlow.TryDeliverAsync(watchers[numbered.InstrumentId], numbered, cancellation).ConfigureAwait(false))
                    return;
            }
        }
    }
}
