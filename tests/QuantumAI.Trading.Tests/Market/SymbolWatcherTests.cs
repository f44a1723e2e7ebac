using QuantumAI.Domain.Market;
using QuantumAI.Trading.Market;

namespace QuantumAI.Trading.Tests.Market;

public sealed class SymbolWatcherTests
{
    [Fact]
    public void Bar_must_hold_the_trades_of_its_interval_when_the_next_event_arrives_after_its_end()
    {
        using var stage = new WatcherStage(BarOrigin.Trades);
        stage.Trade(1, 100, 2).Trade(20, 130, 3).Trade(40, 90, 4).Trade(59.999, 110, 5);
        Assert.Empty(stage.Closed);

        stage.Trade(60, 500, 6);
        Assert.Equal(new Bar(0, UnixNanos.PerMinute, 100, 130, 90, 110, 14), Assert.Single(stage.Closed).Bar);
    }

    [Fact]
    public void Bar_must_be_told_with_the_market_that_the_decision_can_know_when_it_closes()
    {
        using var stage = new WatcherStage(BarOrigin.Trades);
        stage.Quote(1, 99, 101).Trade(2, 100).Quote(61, 104, 106);

        // The bar closes on the event's arrival, before the event itself is taken in.
        var closed = Assert.Single(stage.Closed);
        Assert.Equal((99, 101), (closed.Market.Bid.Units, closed.Market.Ask.Units));
        Assert.Equal((3, 61 * UnixNanos.PerSecond), (closed.Market.Sequence, closed.Market.ReceivedNanos));
        Assert.Equal(100, closed.Close.Units);
        Assert.True(closed.Market.IsUsable);
        Assert.Contains(stage.Marks, mark => mark is { BarEndNanos: UnixNanos.PerMinute, Price.Units: 100 });
    }

    [Fact]
    public void Bar_must_be_made_of_mid_prices_when_the_feed_has_quotes_only()
    {
        using var stage = new WatcherStage(BarOrigin.Quotes);
        stage.Quote(1, 100, 102).Quote(2, 110, 114).Quote(3, 90, 90).Trade(4, 1_000).Quote(5, 95, 97).Quote(60, 1, 3);

        Assert.Equal(new Bar(0, UnixNanos.PerMinute, 101, 112, 90, 96, 0), Assert.Single(stage.Closed).Bar);
    }

    [Fact]
    public void Quotes_must_make_no_bar_when_bars_are_made_of_trades()
    {
        using var stage = new WatcherStage(BarOrigin.Trades);
        stage.Quote(1, 100, 102).Quote(61, 100, 102).Quote(121, 100, 102);

        Assert.Empty(stage.Closed);
    }

    [Fact]
    public void Crossed_and_empty_quotes_must_make_no_price_when_bars_are_made_of_quotes()
    {
        using var stage = new WatcherStage(BarOrigin.Quotes);
        stage.Quote(1, 100, 102).Quote(2, 200, 150).Quote(3, 0, 150).Quote(60, 100, 102);

        var closed = Assert.Single(stage.Closed);
        Assert.Equal((101, 101), (closed.Bar.HighUnits, closed.Bar.LowUnits));
        Assert.False(closed.Market.IsUsable, "the last quote was empty");
    }

    [Fact]
    public void Market_must_be_unusable_when_the_last_quote_is_crossed()
    {
        using var stage = new WatcherStage(BarOrigin.Trades);
        stage.Quote(1, 102, 100).Trade(2, 101).Trade(61, 101);

        Assert.False(Assert.Single(stage.Closed).Market.IsUsable);
    }

    [Fact]
    public void Bars_must_be_joined_when_the_feed_brings_shorter_ones()
    {
        using var stage = new WatcherStage(BarOrigin.Bars);
        stage.Bar(0, 20, 100, 120, 95, 110, 1).Bar(20, 20, 110, 115, 80, 90, 2);
        Assert.Empty(stage.Closed);

        stage.Bar(40, 20, 90, 105, 85, 100, 4);
        Assert.Equal(new Bar(0, UnixNanos.PerMinute, 100, 120, 80, 100, 7), Assert.Single(stage.Closed).Bar);
    }

    [Fact]
    public void Joined_bar_must_close_when_its_last_part_is_missing()
    {
        using var stage = new WatcherStage(BarOrigin.Bars);
        stage.Bar(0, 20, 100, 120, 95, 110, 1).Bar(20, 20, 110, 115, 80, 90, 2).Bar(60, 20, 70, 75, 65, 72, 9);

        Assert.Equal(new Bar(0, UnixNanos.PerMinute, 100, 120, 80, 90, 3), Assert.Single(stage.Closed).Bar);
    }

    [Fact]
    public void Bar_must_pass_unchanged_when_the_feed_brings_bars_of_the_interval()
    {
        using var stage = new WatcherStage(BarOrigin.Bars);
        stage.Bar(0, 60, 100, 120, 95, 110, 1);

        var closed = Assert.Single(stage.Closed);
        Assert.Equal(new Bar(0, UnixNanos.PerMinute, 100, 120, 95, 110, 1), closed.Bar);
        Assert.Equal((110, 110), (closed.Market.Bid.Units, closed.Market.Ask.Units));
    }

    [Fact]
    public void Bar_must_say_that_it_follows_a_gap_when_the_bar_before_is_missing()
    {
        using var stage = new WatcherStage(BarOrigin.Bars);
        stage.Bar(0, 60, 100, 120, 95, 110, 1).Bar(60, 60, 100, 120, 95, 110, 1).Bar(180, 60, 100, 120, 95, 110, 1).Bar(240, 60, 100, 120, 95, 110, 1);

        Assert.Equal([false, false, true, false], stage.Closed.Select(closed => closed.Inputs.FollowsGap));
        Assert.Equal([true, true, false, true], stage.Closed.Select(closed => closed.Market.IsUsable));
    }

    [Fact]
    public void Bar_must_say_that_it_follows_a_gap_when_the_feed_lost_data_within_it()
    {
        using var stage = new WatcherStage(BarOrigin.Trades);
        stage.Quote(1, 99, 101).Trade(2, 100).Gap(30).Trade(31, 100).Trade(60, 100).Trade(120, 100);

        Assert.Equal([true, false], stage.Closed.Select(closed => closed.Inputs.FollowsGap));
    }

    [Fact]
    public void Price_must_be_marked_once_a_minute_when_a_bar_is_long()
    {
        using var stage = new WatcherStage(BarOrigin.Trades, intervalNanos: UnixNanos.PerHour);
        for (var second = 0; second < 600; second += 10)
            stage.Quote(second, 100, 102);

        Assert.Equal(10, stage.Marks.Count);
        Assert.All(stage.Marks, mark => Assert.Equal((100, 0), (mark.Price.Units, mark.BarEndNanos)));
    }

    [Fact]
    public void Features_must_see_every_event_with_the_book_after_it()
    {
        var features = new SeenBooks();
        using var stage = new WatcherStage(BarOrigin.Trades, features: features);
        stage.Trade(1, 100).Tell(MarketEvent.Snapshot(0, 2 * UnixNanos.PerSecond, 0, Levels(1, 99, 101)))
            .Tell(MarketEvent.Update(0, 3 * UnixNanos.PerSecond, 0, Levels(2, 100, 102))).Trade(60, 100).Gap(61);

        Assert.Equal(
            [(1, BookState.Unsynced, 0), (2, BookState.Synced, 99), (3, BookState.Synced, 100), (4, BookState.Synced, 100), (5, BookState.Gapped, 0)],
            features.Seen);
    }

    [Fact]
    public void Bar_that_a_gap_ends_must_not_be_decided_on_and_neither_must_the_next()
    {
        using var stage = new WatcherStage(BarOrigin.Trades);
        stage.Quote(1, 99, 101).Trade(2, 100).Gap(61).Trade(62, 100).Trade(121, 100).Trade(181, 100);

        Assert.Equal([true, true, false], stage.Closed.Select(closed => closed.Inputs.FollowsGap));
        Assert.Equal([false, false, true], stage.Closed.Select(closed => closed.Market.IsUsable));
    }

    [Fact]
    public void No_bar_must_be_decided_on_between_a_gap_and_the_snapshot_that_brings_the_book_into_step()
    {
        using var stage = new WatcherStage(BarOrigin.Trades);
        stage.Quote(1, 99, 101).Tell(MarketEvent.Snapshot(0, 2 * UnixNanos.PerSecond, 0, Levels(1, 99, 101))).Trade(3, 100).Trade(61, 100).Gap(62);
        foreach (var minute in (int[])[2, 3, 4, 5])
            stage.Trade((minute * 60) + 1, 100);
        Assert.Equal([false, true, true, true, true], stage.Closed.Select(closed => closed.Inputs.FollowsGap));

        stage.Tell(MarketEvent.Update(0, 302 * UnixNanos.PerSecond, 0, Levels(3, 99, 101))).Trade(361, 100);
        Assert.True(stage.Closed[^1].Inputs.FollowsGap, "an update does not fill a hole");
        stage.Tell(MarketEvent.Snapshot(0, 362 * UnixNanos.PerSecond, 0, Levels(3, 99, 101))).Trade(421, 100);
        Assert.False(stage.Closed[^1].Inputs.FollowsGap);
        Assert.Equal(stage.Closed.Select(closed => !closed.Inputs.FollowsGap), stage.Closed.Select(closed => closed.Market.IsUsable));
    }

    private static DepthLevels Levels(long id, long bid, long ask) => new(id, id, 0, [new DepthLevel(bid, 1)], [new DepthLevel(ask, 1)]);

    private sealed class SeenBooks : IEventFeatures
    {
        public List<(long Sequence, BookState State, long Bid)> Seen { get; } = [];

        public void Update(in MarketEvent marketEvent, OrderBook book) =>
            Seen.Add((marketEvent.Sequence, book.State, book.TryBest(out var bid, out _) ? bid.PriceUnits : 0));
    }
}
