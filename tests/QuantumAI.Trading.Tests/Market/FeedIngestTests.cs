using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Market;

namespace QuantumAI.Trading.Tests.Market;

public sealed class FeedIngestTests : IDisposable
{
    private readonly VirtualWorld _world = new(1, 1_000);
    private readonly MarketFeed _feed = new(instruments: 2, capacity: 64);
    private readonly List<MarketEvent> _heard = [];

    [Fact]
    public void events_must_reach_their_watchers_numbered_in_order_whenever_they_came()
    {
        _feed.Push(Trade(0, 1)); // before anybody reads
        Start(capacity: 16);
        _world.RunUntilIdle();
        _feed.Push(Trade(1, 2));
        _feed.Push(Trade(0, 3));
        _world.RunUntilIdle();
        Assert.Equal([(1L, 0, 1L), (2L, 1, 2L), (3L, 0, 3L)], _heard.Select(heard => (heard.Sequence, heard.InstrumentId, heard.TradeId)));
    }

    [Fact]
    public void nothing_must_be_lost_when_a_watcher_has_no_room()
    {
        Start(capacity: 4);
        _world.RunUntilIdle();
        for (var id = 1; id <= 50; id++)
            _feed.Push(Trade(0, id));
        _world.AdvanceTo(1_000_000_000);
        Assert.Equal(Enumerable.Range(1, 50).Select(id => (long)id), _heard.Select(heard => heard.TradeId));
        Assert.Equal(0, _feed.Dropped);
    }

    [Fact]
    public void feed_must_tell_nobody_when_the_ingest_has_stopped()
    {
        var ingest = Start(capacity: 16);
        _world.RunUntilIdle();
        Assert.NotNull(_feed.Arrived);
        ingest.Stop();
        _world.RunUntilIdle();
        Assert.Null(_feed.Arrived);
    }

    public void Dispose() => _world.Dispose();

    private ActorRef<IngestDue> Start(int capacity)
    {
        var watchers = _world.CreateLane("watchers");
        return _world.CreateLane("ingest").Spawn("ingest", new FeedIngestActor(
            _feed, [.. Enumerable.Range(0, 2).Select(number => watchers.Spawn($"watcher-{number}", new Ear(_heard), capacity))], venue: null));
    }

    private static MarketEvent Trade(int instrument, long id) => MarketEvent.Trade(instrument, 1, 1, 100, 1, id, buyerIsMaker: false);

    private sealed class Ear(List<MarketEvent> heard) : Actor<MarketEvent>
    {
        protected override void Receive(in MarketEvent message) => heard.Add(message);
    }
}
