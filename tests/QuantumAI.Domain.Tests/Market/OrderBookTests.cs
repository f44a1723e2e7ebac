using QuantumAI.Domain.Market;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Market;

public sealed class OrderBookTests
{
    [Fact]
    public void Prop_book_equals_the_naive_one_over_gaps_duplicates_and_late_snapshots() => Seeds.Hold(120, leastSize: 1, run: (random, steps) =>
    {
        var futures = random.Next(2) == 0;
        var feed = new DepthFeed(random, futures);
        var (book, naive) = (new OrderBook(), new NaiveBook());
        var sent = new List<DepthLevels>();
        for (var i = 0; i < steps; i++)
        {
            var draw = random.Next(20);
            if (draw == 0)
            {
                book.MarkGapped();
                naive.MarkGapped();
            }
            else if (draw <= 2)
            {
                var snapshot = feed.SnapshotOf(sent.Count == 0 ? 0 : random.Next(Math.Max(0, sent.Count - 4), sent.Count));
                book.Apply(snapshot, isSnapshot: true);
                naive.Snapshot(snapshot);
            }
            else
            {
                var next = feed.Next();
                sent.Add(next);
                var update = draw switch { 3 => null, 4 => sent[random.Next(sent.Count)], _ => next };
                if (update is null)
                    continue; // lost on the way
                book.Apply(update, isSnapshot: false);
                naive.Update(update);
            }

            naive.MustEqual(book);
            feed.MustAgree(book);
        }
    });

    [Fact]
    public void book_must_be_unsynced_until_a_snapshot_came()
    {
        var book = new OrderBook();
        book.Apply(Update(1, 1, (100, 1), (101, 1)), isSnapshot: false);
        Assert.Equal(BookState.Unsynced, book.State);
        Assert.False(book.TryBest(out _, out _));
    }

    [Fact]
    public void kept_updates_must_be_applied_when_the_snapshot_comes()
    {
        var book = new OrderBook();
        for (var id = 8; id <= 12; id++)
            book.Apply(Update(id, id, (100 + id, id), (200, 1)), isSnapshot: false);
        book.Apply(Update(9, 9, (100, 1), (200, 1)), isSnapshot: true);
        Assert.True(book.TryBest(out var bid, out _));
        Assert.Equal((BookState.Synced, 12, new DepthLevel(112, 12)), (book.State, book.LastUpdateId, bid));
    }

    [Fact]
    public void book_must_stay_gapped_and_keep_updates_when_the_snapshot_is_older_than_the_first_kept_one()
    {
        var book = new OrderBook();
        book.Apply(Update(5, 5, (100, 5), (200, 5)), isSnapshot: false);
        book.Apply(Update(6, 6, (100, 6), (200, 6)), isSnapshot: false);
        book.Apply(Update(7, 7, (100, 7), (200, 7)), isSnapshot: false);
        book.Apply(Update(3, 3, (100, 3), (200, 3)), isSnapshot: true);
        Assert.Equal((BookState.Gapped, 1L), (book.State, book.Gaps));

        book.Apply(Update(4, 4, (100, 4), (200, 4)), isSnapshot: true);
        Assert.True(book.TryBest(out var bid, out _));
        Assert.Equal((BookState.Synced, 7, new DepthLevel(100, 7)), (book.State, book.LastUpdateId, bid));
    }

    [Fact]
    public void book_must_be_unusable_when_an_update_is_missing_until_the_next_snapshot()
    {
        var book = new OrderBook();
        book.Apply(Update(1, 1, (100, 1), (101, 1)), isSnapshot: true);
        book.Apply(Update(3, 3, (100, 3), (101, 3)), isSnapshot: false);
        Assert.Equal((BookState.Gapped, 1L), (book.State, book.Gaps));
        Assert.False(book.TryBest(out _, out _));
        book.Apply(Update(2, 2, (99, 2), (102, 2)), isSnapshot: true);
        Assert.True(book.TryBest(out var bid, out var ask));
        Assert.Equal((new DepthLevel(100, 3), new DepthLevel(101, 3)), (bid, ask));
    }

    [Fact]
    public void futures_update_must_follow_when_it_names_the_snapshot_although_numbers_have_a_hole()
    {
        var book = new OrderBook();
        book.Apply(Update(149, 149, (100, 1), (101, 1)), isSnapshot: true);
        book.Apply(Update(157, 160, (100, 2), (101, 2)) with { PreviousLastUpdateId = 149 }, isSnapshot: false);
        Assert.Equal((BookState.Synced, 160), (book.State, book.LastUpdateId));
    }

    [Fact]
    public void futures_update_must_be_a_gap_when_it_names_another_predecessor()
    {
        var book = new OrderBook();
        book.Apply(Update(10, 10, (100, 1), (101, 1)), isSnapshot: true);
        book.Apply(Update(10, 12, (100, 2), (101, 2)) with { PreviousLastUpdateId = 9 }, isSnapshot: false);
        Assert.Equal(BookState.Synced, book.State);
        book.Apply(Update(13, 14, (100, 3), (101, 3)) with { PreviousLastUpdateId = 11 }, isSnapshot: false);
        Assert.Equal(BookState.Gapped, book.State);
    }

    [Fact]
    public void kept_updates_must_be_bounded()
    {
        var book = new OrderBook();
        for (var id = 1; id <= 5_000; id++)
            book.Apply(Update(id, id, (100, id), (200, id)), isSnapshot: false);
        book.Apply(Update(0, 0, (100, 1), (200, 1)), isSnapshot: true);
        Assert.Equal(BookState.Gapped, book.State); // the oldest 904 were dropped, so nothing joins
        book.Apply(Update(904, 904, (100, 1), (200, 1)), isSnapshot: true);
        Assert.Equal((BookState.Synced, 5_000), (book.State, book.LastUpdateId));
    }

    [Fact]
    public void level_must_disappear_when_its_size_is_zero()
    {
        var book = new OrderBook();
        book.Apply(Update(1, 1, (100, 1), (101, 1)), isSnapshot: true);
        book.Apply(Update(2, 2, (100, 0), (102, 1)), isSnapshot: false);
        Assert.Equal((0, 2), (book.BidLevels, book.AskLevels));
        Assert.False(book.TryBest(out _, out _));
    }

    private static DepthLevels Update(long first, long last, (long Price, long Size) bid, (long Price, long Size) ask) =>
        new(first, last, 0, [new DepthLevel(bid.Price, bid.Size)], [new DepthLevel(ask.Price, ask.Size)]);

    /// <summary>A venue: numbered changes of a true book, and snapshots of it as it was after any of them.</summary>
    private sealed class DepthFeed(Random random, bool futures)
    {
        private readonly List<(long LastId, Dictionary<long, long> Bids, Dictionary<long, long> Asks)> _states =
            [(random.Next(1, 100), new() { [100] = 1 }, new() { [200] = 1 })];

        public DepthLevels Next()
        {
            var (lastId, bids, asks) = _states[^1];
            var first = lastId + (futures ? random.Next(1, 6) : 1);
            var last = first + random.Next(0, 4);
            var (newBids, newAsks) = (new Dictionary<long, long>(bids), new Dictionary<long, long>(asks));
            var update = new DepthLevels(first, last, futures ? lastId : 0, Change(newBids, 90), Change(newAsks, 200));
            _states.Add((last, newBids, newAsks));
            return update;
        }

        public DepthLevels SnapshotOf(int state) => new(
            _states[state].LastId, _states[state].LastId, 0,
            [.. _states[state].Bids.Select(level => new DepthLevel(level.Key, level.Value))],
            [.. _states[state].Asks.Select(level => new DepthLevel(level.Key, level.Value))]);

        /// <summary>A synced book is the true book at its number.</summary>
        public void MustAgree(OrderBook book)
        {
            if (!book.TryBest(out var bid, out var ask))
                return;
            var (_, bids, asks) = _states.Single(state => state.LastId == book.LastUpdateId);
            Assert.Equal((bids.Keys.Max(), bids[bids.Keys.Max()]), (bid.PriceUnits, bid.SizeUnits));
            Assert.Equal((asks.Keys.Min(), asks[asks.Keys.Min()]), (ask.PriceUnits, ask.SizeUnits));
            Assert.Equal((bids.Count, asks.Count), (book.BidLevels, book.AskLevels));
        }

        private DepthLevel[] Change(Dictionary<long, long> side, int lowest)
        {
            var changes = new DepthLevel[random.Next(0, 4)];
            for (var i = 0; i < changes.Length; i++)
            {
                changes[i] = new DepthLevel(lowest + random.Next(10), random.Next(3));
                if (changes[i].SizeUnits == 0)
                    side.Remove(changes[i].PriceUnits);
                else
                    side[changes[i].PriceUnits] = changes[i].SizeUnits;
            }

            return changes;
        }
    }

    /// <summary>The synchronisation rules once more, slowly: the whole history is applied again after every message.</summary>
    private sealed class NaiveBook
    {
        private readonly List<DepthLevels> _pending = [];
        private readonly Dictionary<long, long> _bids = [];
        private readonly Dictionary<long, long> _asks = [];
        private BookState _state = BookState.Unsynced;
        private long _last;
        private bool _fresh;

        public void MarkGapped()
        {
            _state = _state == BookState.Unsynced ? BookState.Unsynced : BookState.Gapped;
            _pending.Clear();
        }

        public void Snapshot(DepthLevels snapshot)
        {
            _bids.Clear();
            _asks.Clear();
            Set(snapshot);
            (_last, _fresh, _state) = (snapshot.LastUpdateId, true, BookState.Synced);
            var kept = _pending.ToArray();
            _pending.Clear();
            foreach (var update in kept)
                Update(update);
        }

        public void Update(DepthLevels update)
        {
            if (_state != BookState.Synced)
            {
                _pending.Add(update);
                return;
            }

            if (update.LastUpdateId <= _last)
                return;
            var joins = update.FirstUpdateId <= _last + 1 && (_fresh || update.PreviousLastUpdateId == 0);
            if (!joins && update.PreviousLastUpdateId != _last)
            {
                _state = BookState.Gapped;
                _pending.Add(update);
                return;
            }

            Set(update);
            (_last, _fresh) = (update.LastUpdateId, false);
        }

        public void MustEqual(OrderBook book)
        {
            Assert.Equal((_state, _last), (book.State, book.LastUpdateId));
            var hasBest = book.TryBest(out var bid, out var ask);
            Assert.Equal(_state == BookState.Synced && _bids.Count > 0 && _asks.Count > 0, hasBest);
            if (!hasBest)
                return;
            Assert.Equal(new DepthLevel(_bids.Keys.Max(), _bids[_bids.Keys.Max()]), bid);
            Assert.Equal(new DepthLevel(_asks.Keys.Min(), _asks[_asks.Keys.Min()]), ask);
            var levels = new DepthLevel[_bids.Count + _asks.Count + 1];
            Assert.Equal(_bids.OrderByDescending(level => level.Key).Select(level => new DepthLevel(level.Key, level.Value)), levels[..book.CopyBids(levels)]);
            Assert.Equal(_asks.OrderBy(level => level.Key).Select(level => new DepthLevel(level.Key, level.Value)), levels[..book.CopyAsks(levels)]);
            Assert.Equal((1, bid), (book.CopyBids(levels.AsSpan(0, 1)), levels[0]));
        }

        private void Set(DepthLevels levels)
        {
            foreach (var (side, changes) in new[] { (_bids, levels.Bids), (_asks, levels.Asks) })
            {
                foreach (var change in changes)
                {
                    side.Remove(change.PriceUnits);
                    if (change.SizeUnits != 0)
                        side.Add(change.PriceUnits, change.SizeUnits);
                }
            }
        }
    }
}
