using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Market;

namespace QuantumAI.Trading.Tests.Market;

public sealed class MarketPastTests
{
    private const int Events = 2_000;
    private const long StepNanos = 7 * UnixNanos.PerSecond;

    /// <summary>Indicators are recursive: they equal a straight run's only when the whole past was kept.</summary>
    [Theory]
    [InlineData(BarOrigin.Trades)]
    [InlineData(BarOrigin.Quotes)]
    [InlineData(BarOrigin.Bars)]
    public void Prop_history_and_resume_must_equal_a_straight_run_when_cut_anywhere(BarOrigin origin)
    {
        var property = Prop.ForAll(
            Gen.Choose(1, 1_000).ToArbitrary(), Gen.Choose(0, Events - 1).ToArbitrary(),
            (seed, cut) =>
            {
                var events = Market(origin, (ulong)seed);
                var untilNanos = events[Math.Min(cut, events.Count - 1)].ReceivedNanos;
                using var past = MarketPast.Read(new ListSource(events), [origin], UnixNanos.PerMinute, untilNanos, int.MaxValue);
                using var straight = new WatcherStage(origin);
                using var resumed = new WatcherStage(origin, past.Histories[0]);
                foreach (var marketEvent in events)
                    straight.Tell(marketEvent);
                var rest = 0;
                for (; past.TryRead(out var marketEvent); rest++)
                    resumed.Tell(marketEvent);

                var known = past.Histories[0].Bars.Count;
                var bars = events.Count(marketEvent => marketEvent.ReceivedNanos == untilNanos && marketEvent.Kind == MarketEventKind.Bar);
                Assert.Equal(events.Count(marketEvent => marketEvent.ReceivedNanos >= untilNanos) - bars, rest);
                Assert.Equal(straight.Closed.Take(known).Select(closed => closed.Bar), past.Histories[0].Bars);
                Assert.Equal(straight.Closed.Skip(known).Select(Describe), resumed.Closed.Select(Describe));
            });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public void History_must_be_the_last_bars_when_more_than_asked_for_passed()
    {
        var events = Market(BarOrigin.Trades, seed: 5);
        using var all = MarketPast.Read(new ListSource(events), [BarOrigin.Trades], UnixNanos.PerMinute, long.MaxValue, int.MaxValue);
        using var last = MarketPast.Read(new ListSource(events), [BarOrigin.Trades], UnixNanos.PerMinute, long.MaxValue, 10);

        Assert.Equal(all.Histories[0].Bars.TakeLast(10), last.Histories[0].Bars);
    }

    [Fact]
    public void Past_must_end_at_the_event_of_its_moment_when_it_is_read()
    {
        var events = Market(BarOrigin.Trades, seed: 5);
        using var past = MarketPast.Read(new ListSource(events), [BarOrigin.Trades], UnixNanos.PerMinute, events[100].ReceivedNanos, 10);

        Assert.True(past.TryRead(out var next));
        Assert.Equal(events[100].ReceivedNanos, next.ReceivedNanos);
    }

    [Fact]
    public void Bar_must_be_history_and_the_trade_of_its_moment_not_when_both_come_at_the_first_moment()
    {
        var bar = new Bar(0, UnixNanos.PerMinute, 1, 2, 1, 2, 1);
        List<MarketEvent> events =
        [
            MarketEvent.Trade(0, bar.EndNanos, bar.EndNanos, 7, 1, 1, buyerIsMaker: false),
            MarketEvent.Closed(0, bar),
            MarketEvent.Trade(0, bar.EndNanos + 1, bar.EndNanos + 1, 8, 1, 2, buyerIsMaker: false),
        ];
        using var past = MarketPast.Read(new ListSource(events), [BarOrigin.Bars], UnixNanos.PerMinute, bar.EndNanos, 10);

        Assert.Equal([bar], past.Histories[0].Bars);
        Assert.True(past.TryRead(out var first));
        Assert.True(past.TryRead(out var second));
        Assert.Equal((7, 8), (first.PriceUnits, second.PriceUnits));
        Assert.False(past.TryRead(out _));
    }

    /// <summary>A bar's decision without the quote it was taken on: a resumed watcher has seen none before its first.</summary>
    private static string Describe(BarClosed closed) => $"{closed.Bar} {closed.Inputs} {closed.Close}";

    private static List<MarketEvent> Market(BarOrigin origin, ulong seed)
    {
        var events = new List<MarketEvent>();
        var price = 1_000_000L;
        for (var i = 0; i < Events; i++)
        {
            var draw = WorldRandom.Mix(seed, (ulong)i);
            price += (long)(draw % 2_001) - 1_000;
            var nanos = i * StepNanos;
            if (draw % 97 == 0)
                i += 30;
            if (origin == BarOrigin.Bars)
                events.Add(MarketEvent.Closed(0, new Bar(i * 20 * UnixNanos.PerSecond, 20 * UnixNanos.PerSecond, price, price + 500, price - 500, price + 100, 3)));
            else if (draw % 2 == 0)
                events.Add(MarketEvent.Trade(0, nanos, nanos, price, 3, i, buyerIsMaker: false));
            else
                events.Add(MarketEvent.Quote(0, nanos, nanos, price - 50, price + 50, 1, 1));
        }

        return events;
    }

    private sealed class ListSource(IReadOnlyList<MarketEvent> events) : IMarketSource
    {
        private int _next;

        public bool TryRead(out MarketEvent marketEvent)
        {
            marketEvent = _next < events.Count ? events[_next] : default;
            return _next++ < events.Count;
        }

        public void Dispose()
        {
        }
    }
}
