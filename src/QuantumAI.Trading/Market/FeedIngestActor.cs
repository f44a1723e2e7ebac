using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;

namespace QuantumAI.Trading.Market;

/// <summary>Events wait in the feed, or room for the one that is held.</summary>
public readonly record struct IngestDue;

/// <summary>From a feed to the lanes as an actor: <see cref="LiveIngest"/> for any world, with the same numbers and the same order of delivery.</summary>
/// <remarks>Nothing leaves the world's threads. While a mailbox is full it holds one event and tries again, and the feed conflates and declares gaps meanwhile.</remarks>
public sealed class FeedIngestActor(MarketFeed feed, IReadOnlyList<ActorRef<MarketEvent>> watchers, ActorRef<MarketEvent>? venue) : Actor<IngestDue>
{
    private const long AgainNanos = UnixNanos.PerMillisecond;
    private MarketEvent? _held;
    private bool _venueHasIt;
    private long _sequence;
    private int _isTold;

    protected override void OnStart()
    {
        var self = Context.Self;
        feed.Arrived = () =>
        {
            if (Interlocked.Exchange(ref _isTold, 1) == 0)
                self.TellReserved(default);
        };
        feed.Arrived(); // what came before
    }

    protected override void OnStop() => feed.Arrived = null;

    protected override void Receive(in IngestDue message)
    {
        Volatile.Write(ref _isTold, 0);
        while (_held is not null || TryTake())
        {
            var next = _held!.Value;
            _venueHasIt = _venueHasIt || venue is null || venue.TryTell(in next);
            if (!_venueHasIt || !watchers[next.InstrumentId].TryTell(in next))
            {
                Context.StartTimer(nameof(IngestDue), AgainNanos, default);
                return;
            }

            (_held, _venueHasIt) = (null, false);
        }
    }

    private bool TryTake()
    {
        if (!feed.TryRead(out var read))
            return false;
        _held = read.Ingested(++_sequence, read.ReceivedNanos);
        return true;
    }
}
