using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Market;

namespace QuantumAI.Trading.Tests.Market;

public sealed class MarketFeedTests
{
    [Fact]
    public void events_must_leave_in_order()
    {
        var feed = new MarketFeed(instruments: 2, capacity: 1_000);
        for (var id = 1; id <= 50; id++)
        {
            Assert.True(feed.Push(Trade(id % 2, id)));
            Assert.True(feed.Push(Quote(id % 2, id)));
        }

        Assert.Equal(Enumerable.Range(1, 50).SelectMany(id => new[] { $"t{id}", $"q{id}" }).Take(50), Taken(feed).Take(50));
    }

    [Fact]
    public void quotes_must_conflate_when_the_reader_is_behind_and_keep_the_newest_last()
    {
        var feed = new MarketFeed(instruments: 1, capacity: 4);
        feed.Push(Trade(0, 1));
        feed.Push(Trade(0, 2));
        for (var bid = 1; bid <= 1_000; bid++)
            feed.Push(Quote(0, bid));
        feed.Push(Trade(0, 3));
        Assert.Equal(999, feed.Conflated);
        Assert.Equal(["t1", "t2", "q1000", "t3"], Taken(feed));
        Assert.Equal(0, feed.Dropped);
    }

    [Fact]
    public void trade_without_room_must_be_declared_as_a_gap_once()
    {
        var feed = new MarketFeed(instruments: 2, capacity: 2);
        Assert.True(feed.Push(Trade(0, 1)));
        Assert.True(feed.Push(Trade(0, 2)));
        Assert.False(feed.Push(Trade(0, 3)));
        Assert.False(feed.Push(Trade(0, 4)));
        Assert.True(feed.Push(Quote(1, 7)));
        Assert.Equal(2, feed.Dropped);
        Assert.Equal(["t1", "t2", "gap0", "q7"], Taken(feed));
        Assert.True(feed.Push(Trade(0, 5)));
    }

    [Fact]
    public void book_must_stay_gapped_until_a_snapshot()
    {
        var feed = new MarketFeed(instruments: 1, capacity: 3);
        feed.Push(Depth(1));
        feed.Push(Depth(2));
        feed.Push(Depth(3));
        Assert.False(feed.Push(Depth(4)));
        Assert.Equal(["d1", "d2", "d3", "gap0"], Taken(feed));
        Assert.False(feed.Push(Depth(5)));
        Assert.True(feed.Push(MarketEvent.Snapshot(0, 1, 1, new DepthLevels(5, 5, 0, [], []))));
        Assert.True(feed.Push(Depth(6)));
        Assert.Equal(["s5", "d6"], Taken(feed));
    }

    [Fact]
    public async Task reader_must_wait_for_events_and_learn_of_the_end()
    {
        var feed = new MarketFeed(instruments: 1);
        var waiting = feed.WaitAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        feed.Push(Trade(0, 1));
        Assert.True(await waiting);
        feed.Complete();
        Assert.True(await feed.WaitAsync(CancellationToken.None));
        Assert.Equal(["t1"], Taken(feed));
        Assert.False(await feed.WaitAsync(CancellationToken.None));
        Assert.False(feed.Push(Trade(0, 2)));
    }

    [Fact]
    public void Prop_nothing_may_be_lost_without_a_gap_and_memory_must_stay_bounded() => Seeds.Hold(500, static (random, size) =>
    {
        var (instruments, capacity) = (random.Next(1, 4), random.Next(2, 20));
        var feed = new MarketFeed(instruments, capacity);
        var (pushed, read, quotes) = (new long[instruments], new long[instruments], new long[instruments]);
        for (var i = 1; i <= size; i++)
        {
            var id = random.Next(instruments);
            switch (random.Next(3))
            {
                case 0:
                    feed.Push(Trade(id, ++pushed[id]));
                    break;
                case 1:
                    feed.Push(Quote(id, i));
                    break;
                default:
                    for (var left = random.Next(capacity); left > 0 && feed.TryRead(out var told); left--)
                        Check(in told);
                    break;
            }

            Assert.True(feed.Waiting <= capacity + (2 * instruments));
        }

        while (feed.TryRead(out var last))
            Check(in last);

        void Check(in MarketEvent told)
        {
            var id = told.InstrumentId;
            if (told.Kind == MarketEventKind.Gap)
                read[id] = -1; // from here on numbers may be missing
            else if (told.Kind == MarketEventKind.Quote)
                Assert.True(told.BidUnits > quotes[id] && (quotes[id] = told.BidUnits) > 0);
            else
                Assert.True((read[id] < 0 || told.TradeId == read[id] + 1) && (read[id] = told.TradeId) > 0);
        }
    });

    [Fact]
    public async Task live_ingest_must_number_and_deliver_what_is_pushed()
    {
        using var world = new LiveWorld(seed: 1, WorldClock.System());
        var watcher = world.CreateLane("symbol").LiveProbe<MarketEvent>("watcher");
        var feed = new MarketFeed(instruments: 1);
        var flow = new LiveIngest(feed, [watcher.Ref], venue: null);
        var running = flow.RunAsync(world, CancellationToken.None);
        feed.Push(Trade(0, 1));
        feed.Push(Quote(0, 5));
        Assert.Equal((1, 1), await watcher.NextAsync() is var trade ? (trade.Sequence, trade.TradeId) : default);
        Assert.Equal((2, 5), await watcher.NextAsync() is var quote ? (quote.Sequence, quote.BidUnits) : default);
        feed.Complete();
        await running;
        Assert.Equal(2, flow.Delivered);
    }

    private static MarketEvent Trade(int id, long trade) => MarketEvent.Trade(id, 1, 1, 100, 1, trade, buyerIsMaker: false);

    private static MarketEvent Quote(int id, long bid) => MarketEvent.Quote(id, 1, 1, bid, bid + 1, 1, 1);

    private static MarketEvent Depth(long update) => MarketEvent.Update(0, 1, 1, new DepthLevels(update, update, 0, [], []));

    private static List<string> Taken(MarketFeed feed)
    {
        var taken = new List<string>();
        while (feed.TryRead(out var told))
        {
            taken.Add(told.Kind switch
            {
                MarketEventKind.Gap => $"gap{told.InstrumentId}",
                MarketEventKind.Trade => $"t{told.TradeId}",
                MarketEventKind.Quote => $"q{told.BidUnits}",
                MarketEventKind.DepthSnapshot => $"s{told.Depth.LastUpdateId}",
                _ => $"d{told.Depth.LastUpdateId}",
            });
        }

        return taken;
    }
}
