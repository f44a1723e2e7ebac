using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Domain;
using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Merging;

namespace QuantumAI.Feeds.Tests.Generated;

public sealed class MergedMarketSourceTests
{
    [Fact]
    public void Prop_merge_must_equal_a_stable_sort_of_everything_when_sources_are_sorted()
    {
        var times = Gen.Choose(0, 20).Select(time => (long)time).ArrayOf();
        Prop.ForAll(times.ArrayOf().Where(lists => lists.Length > 0).ToArbitrary(), lists =>
        {
            foreach (var list in lists)
                Array.Sort(list);
            return Merge(lists).SequenceEqual(SortEverything(lists));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void merge_must_stop_when_a_source_is_not_sorted()
    {
        using var merged = new MergedMarketSource([new ListSource(0, [5, 4])]);

        Assert.Throws<InvariantViolationException>(() => merged.TryRead(out _));
    }

    [Fact]
    public void merge_must_stay_ended_and_dispose_its_sources_when_done()
    {
        var source = new ListSource(0, [1]);
        using (var merged = new MergedMarketSource([source, new ListSource(1, [])]))
        {
            Assert.True(merged.TryRead(out _));
            Assert.False(merged.TryRead(out _));
            Assert.False(merged.TryRead(out _));
        }

        Assert.True(source.IsDisposed);
    }

    private static List<(int Source, long Nanos, long Number)> Merge(long[][] lists)
    {
        using var merged = new MergedMarketSource([.. lists.Select((list, index) => new ListSource(index, list))]);
        var events = new List<(int, long, long)>();
        while (merged.TryRead(out var marketEvent))
            events.Add((marketEvent.InstrumentId, marketEvent.ReceivedNanos, marketEvent.TradeId));
        return events;
    }

    private static IEnumerable<(int Source, long Nanos, long Number)> SortEverything(long[][] lists) =>
        lists.SelectMany((list, source) => list.Select((nanos, number) => (source, nanos, (long)number))).OrderBy(e => e.nanos);

    private sealed class ListSource(int id, long[] times) : IMarketSource
    {
        private int _next;

        public bool IsDisposed { get; private set; }

        public bool TryRead(out MarketEvent marketEvent)
        {
            marketEvent = _next < times.Length ? MarketEvent.Trade(id, times[_next], 0, 1, 1, _next, false) : default;
            return _next++ < times.Length;
        }

        public void Dispose() => IsDisposed = true;
    }
}
