using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Trading.Market;

/// <summary>From a market source to the lanes: numbers each event, gives it to the venue first and then to its watcher, waits for room.</summary>
/// <remarks>Bounded: nothing is kept here, and a full mailbox holds the source back; no event is dropped.</remarks>
public sealed class IngestFlow(IMarketSource source, IReadOnlyList<ActorRef<MarketEvent>> watchers, ActorRef<MarketEvent>? venue)
{
    /// <summary>Written by the one thread that drives the flow, read by anybody.</summary>
    private static readonly TimeSpan LagMost = TimeSpan.FromMilliseconds(50);
    private long _sequence;

    /// <summary>Events delivered so far.</summary>
    public long Delivered => Volatile.Read(ref _sequence);

    /// <summary>Receive time of the last delivered event.</summary>
    public long LastNanos { get; private set; }

    /// <summary>Drives a virtual world to the end of the source: time jumps from event to event.</summary>
    /// <param name="world">The world; on the calling thread.</param>
    /// <param name="untilNanos">Events at or after this are left unread… the first of them is consumed.</param>
    /// <param name="cancellation">Ends between two events.</param>
    public void Run(VirtualWorld world, long untilNanos, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && world.Fault is null && source.TryRead(out var next) && next.ReceivedNanos < untilNanos)
        {
            world.AdvanceTo(next.ReceivedNanos);
            var numbered = Number(in next);
            venue?.Tell(in numbered);
            watchers[next.InstrumentId].Tell(in numbered);
            world.RunUntilIdle();
        }

        if (!cancellation.IsCancellationRequested && untilNanos != long.MaxValue)
            world.AdvanceTo(untilNanos);
        world.RunUntilIdle();
    }

    /// <summary>Delivers events when the live world's clock reaches them; ends when the world has a fault.</summary>
    public async Task RunAsync(LiveWorld world, long untilNanos, CancellationToken cancellation)
    {
        while (world.Fault is null && source.TryRead(out var next) && next.ReceivedNanos < untilNanos)
        {
            await KeepTimeAsync(world, next.ReceivedNanos, cancellation).ConfigureAwait(false);
            var numbered = Number(in next);
            if (venue is not null && !await TryDeliverAsync(venue, numbered, cancellation).ConfigureAwait(false))
                return;
            if (!await TryDeliverAsync(watchers[next.InstrumentId], numbered, cancellation).ConfigureAwait(false))
                return;
        }
    }

    /// <summary>Waits until the clock reaches an event. Where the machine cannot keep up with market time, market time waits for the machine.</summary>
    private static async ValueTask KeepTimeAsync(LiveWorld world, long eventNanos, CancellationToken cancellation)
    {
        for (var wait = world.Clock.Until(eventNanos); wait > TimeSpan.Zero; wait = world.Clock.Until(eventNanos))
            await Task.Delay(wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait, cancellation).ConfigureAwait(false);
        if (world.Clock.IsScaled && world.NowNanos - eventNanos > world.PatienceNanos(LagMost))
            world.Clock.SetBackTo(eventNanos);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Waits for room; false when the target's lane has stopped, which the world reports as its fault.</summary>
    internal static async ValueTask<bool> TryDeliverAsync(ActorRef<MarketEvent> target, MarketEvent marketEvent, CancellationToken cancellation)
    {
        try
        {
            while (!target.TryTell(in marketEvent))
                await target.WaitForRoomAsync().WaitAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (LaneStoppedException)
        {
            return false;
        }
    }

    private MarketEvent Number(in MarketEvent next)
    {
        LastNanos = next.ReceivedNanos;
        var sequence = _sequence + 1;
        Volatile.Write(ref _sequence, sequence);
        return next.Ingested(sequence, next.ReceivedNanos);
    }
}
