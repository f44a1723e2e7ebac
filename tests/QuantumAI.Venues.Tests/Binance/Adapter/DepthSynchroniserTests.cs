using System.Globalization;
using System.IO.Compression;
using System.Text;
using QuantumAI.Domain.Market;
using QuantumAI.TestKit;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Stream;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

public sealed class DepthSynchroniserTests
{
    [Fact]
    public void updates_before_the_snapshot_must_be_kept_and_those_in_it_dropped()
    {
        var depth = new DepthSynchroniser(0);
        depth.Update(Update(5, 6));
        Assert.True(depth.WantsSnapshot);
        depth.Asked();
        depth.Update(Update(7, 9));
        depth.Update(Update(10, 12));
        Assert.False(depth.WantsSnapshot);
        depth.Snapshot(Snapshot(8));
        Assert.Equal(["snapshot 8", "update 7-9", "update 10-12"], Taken(depth));
    }

    [Fact]
    public void snapshot_older_than_what_is_kept_must_be_fetched_again()
    {
        var depth = new DepthSynchroniser(0);
        depth.Update(Update(5, 6));
        depth.Asked();
        depth.Snapshot(Snapshot(3));
        Assert.Empty(Taken(depth));
        Assert.True(depth.WantsSnapshot);
        Assert.False(depth.IsSynced);
        depth.Snapshot(Snapshot(6));
        depth.Update(Update(7, 7));
        Assert.Equal(["snapshot 6", "update 7-7"], Taken(depth));
    }

    [Fact]
    public void hole_must_be_told_before_anything_that_follows_it()
    {
        var depth = Synced(10);
        depth.Update(Update(11, 12));
        depth.Update(Update(14, 15));
        depth.Update(Update(16, 17));
        Assert.Equal(["update 11-12", "gap"], Taken(depth));
        Assert.True(depth.WantsSnapshot);
        depth.Snapshot(Snapshot(15));
        Assert.Equal(["snapshot 15", "update 16-17"], Taken(depth));
    }

    [Fact]
    public void duplicate_and_older_updates_must_be_ignored()
    {
        var depth = Synced(10);
        depth.Update(Update(11, 12));
        depth.Update(Update(11, 12));
        depth.Update(Update(5, 9));
        depth.Update(Update(12, 14)); // overlaps, as after a reconnect
        Assert.Equal(["update 11-12", "update 12-14"], Taken(depth));
    }

    [Fact]
    public void failed_snapshot_must_be_wanted_again_and_a_late_one_ignored()
    {
        var depth = new DepthSynchroniser(0);
        depth.Update(Update(5, 6));
        depth.Asked();
        depth.Failed();
        Assert.True(depth.WantsSnapshot);
        depth.Snapshot(Snapshot(6));
        depth.Snapshot(Snapshot(5));
        Assert.Equal(["snapshot 6"], Taken(depth));
    }

    [Fact]
    public void Prop_book_must_equal_the_reference_or_be_flagged_whatever_the_stream_does() => Seeds.Hold(120, static (random, size) =>
    {
        var (truth, history) = (new SortedDictionary<long, long>(), new List<(DepthLevels Levels, Dictionary<long, long> After)>());
        for (long id = 1; id <= size + 1; id++)
        {
            var (price, quantity) = (random.Next(1, 20), random.Next(0, 4));
            truth[price] = quantity;
            history.Add((new DepthLevels(id, id, 0, [new DepthLevel(price, quantity)], []), truth.Where(level => level.Value > 0).ToDictionary()));
        }

        var (depth, book) = (new DepthSynchroniser(0), new Dictionary<long, long>());
        var (last, isSynced) = (0L, false);
        for (var i = 0; i < history.Count; i++)
        {
            if (random.Next(10) != 0) // else it is lost
                depth.Update(MarketEvent.Update(0, 1, 1, history[i].Levels));
            if (random.Next(8) == 0)
                depth.Update(MarketEvent.Update(0, 1, 1, history[random.Next(i + 1)].Levels)); // again, late
            if (depth.WantsSnapshot && random.Next(3) == 0)
            {
                depth.Asked();
                var at = Math.Max(0, i - random.Next(4)); // maybe older than what is kept
                depth.Snapshot(MarketEvent.Snapshot(0, 1, 1, new DepthLevels(
                    history[at].Levels.LastUpdateId, history[at].Levels.LastUpdateId, 0, [.. history[at].After.Select(level => new DepthLevel(level.Key, level.Value))], [])));
            }

            while (depth.TryTake(out var told))
            {
                Assert.True(isSynced || told.Kind == MarketEventKind.DepthSnapshot);
                isSynced = told.Kind != MarketEventKind.Gap;
                if (!isSynced)
                    continue;
                if (told.Kind == MarketEventKind.DepthSnapshot)
                    book.Clear();
                foreach (var level in told.Depth.Bids)
                    book[level.PriceUnits] = level.SizeUnits;
                last = told.Depth.LastUpdateId;
                Assert.Equal(history[(int)last - 1].After, book.Where(level => level.Value > 0).ToDictionary());
            }

            Assert.Equal(isSynced, depth.IsSynced);
        }
    });

    [Fact]
    public void recorded_spot_stream_must_pass_whole_in_order_and_never_crossed()
    {
        var run = Replay(loses: static _ => false);
        Assert.Equal(0, run.Gaps);
        Assert.Equal(1, run.Snapshots);
        Assert.Equal(run.Expected, run.LastUpdateId);
        Assert.True(run.Updates > 3_000);
    }

    [Fact]
    public void recorded_spot_stream_with_holes_must_be_flagged_before_and_synchronised_after_each()
    {
        var run = Replay(loses: static number => number is > 0 and (500 or 1_500 or 2_500));
        Assert.Equal(3, run.Gaps);
        Assert.Equal(4, run.Snapshots);
        Assert.Equal(run.Expected, run.LastUpdateId);
    }

    /// <summary>The recording has one real snapshot; after a hole the reference book itself is the snapshot.</summary>
    private static (int Gaps, int Snapshots, int Updates, long LastUpdateId, long Expected) Replay(Func<int, bool> loses)
    {
        var reader = new MarketEventReader([VenueStand.Bitcoin]);
        var (depth, reference, book) = (new DepthSynchroniser(0), new OrderBook(), new OrderBook());
        var (bids, asks) = (new Dictionary<long, long>(), new Dictionary<long, long>());
        DepthLevels? previous = null;
        var (number, gaps, snapshots, updates, isLost) = (0, 0, 0, 0, false);
        foreach (var line in Lines())
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var (stamp, json) = (long.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(line[(space + 1)..]));
            if (reader.Read(json, stamp, out var heard, instrumentId: 0) != MarketReading.Event || heard.Kind is not (MarketEventKind.DepthUpdate or MarketEventKind.DepthSnapshot))
                continue;
            reference.Apply(heard.Depth, heard.Kind == MarketEventKind.DepthSnapshot);
            if (heard.Kind == MarketEventKind.DepthSnapshot)
                depth.Snapshot(in heard);
            else if (!(isLost = loses(reference.State == BookState.Synced ? ++number : 0)))
                depth.Update(in heard);
            var spans = heard.Kind == MarketEventKind.DepthSnapshot && previous?.LastUpdateId > heard.Depth.LastUpdateId ? previous : null;
            Note(bids, heard.Depth.Bids, heard.Kind, spans?.Bids);
            Note(asks, heard.Depth.Asks, heard.Kind, spans?.Asks);
            previous = heard.Depth;
            if (reference.State == BookState.Synced && depth.WantsSnapshot)
            {
                depth.Asked();
                depth.Snapshot(MarketEvent.Snapshot(0, stamp, stamp, new DepthLevels(
                    reference.LastUpdateId, reference.LastUpdateId, 0, [.. bids.Select(level => new DepthLevel(level.Key, level.Value))], [.. asks.Select(level => new DepthLevel(level.Key, level.Value))])));
            }

            while (depth.TryTake(out var told))
            {
                Assert.True(book.State == BookState.Synced || told.Kind == MarketEventKind.DepthSnapshot);
                (gaps, snapshots, updates) = told.Kind switch
                {
                    MarketEventKind.Gap => (gaps + 1, snapshots, updates),
                    MarketEventKind.DepthSnapshot => (gaps, snapshots + 1, updates),
                    _ => (gaps, snapshots, updates + 1),
                };
                if (told.Kind == MarketEventKind.Gap)
                {
                    book.MarkGapped();
                    continue;
                }

                book.Apply(told.Depth, told.Kind == MarketEventKind.DepthSnapshot);
                Assert.True(book.TryBest(out var bid, out var ask) && bid.PriceUnits < ask.PriceUnits);
            }

            if (book.State == BookState.Synced && !isLost)
                AssertSame(reference, book);
        }

        return (gaps, snapshots, updates, book.LastUpdateId, reference.LastUpdateId);
    }

    private static void AssertSame(OrderBook reference, OrderBook book)
    {
        Assert.Equal(reference.LastUpdateId, book.LastUpdateId);
        Assert.True(reference.TryBest(out var bid, out var ask) & book.TryBest(out var ownBid, out var ownAsk));
        Assert.Equal((bid, ask, reference.BidLevels, reference.AskLevels), (ownBid, ownAsk, book.BidLevels, book.AskLevels));
    }

    private static void Note(Dictionary<long, long> side, IReadOnlyList<DepthLevel> levels, MarketEventKind kind, IReadOnlyList<DepthLevel>? later)
    {
        if (kind == MarketEventKind.DepthSnapshot)
            side.Clear();
        foreach (var level in levels.Concat(later ?? []))
        {
            if (level.SizeUnits == 0)
                side.Remove(level.PriceUnits);
            else
                side[level.PriceUnits] = level.SizeUnits;
        }
    }

    private static IEnumerable<string> Lines()
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(SharedData.Path("crypto/ticks/binance_spot_btcusdt_20240808_ws_raw.jsonl.gz")), CompressionMode.Decompress));
        while (file.ReadLine() is { } line)
            yield return line;
    }

    private static DepthSynchroniser Synced(long last)
    {
        var depth = new DepthSynchroniser(0);
        depth.Snapshot(Snapshot(last));
        while (depth.TryTake(out _))
        {
        }

        return depth;
    }

    private static MarketEvent Update(long first, long last) => MarketEvent.Update(0, 1, 1, new DepthLevels(first, last, 0, [], []));

    private static MarketEvent Snapshot(long last) => MarketEvent.Snapshot(0, 1, 1, new DepthLevels(last, last, 0, [], []));

    private static List<string> Taken(DepthSynchroniser depth)
    {
        var taken = new List<string>();
        while (depth.TryTake(out var told))
        {
            taken.Add(told.Kind switch
            {
                MarketEventKind.Gap => "gap",
                MarketEventKind.DepthSnapshot => $"snapshot {told.Depth.LastUpdateId}",
                _ => $"update {told.Depth.FirstUpdateId}-{told.Depth.LastUpdateId}",
            });
        }

        return taken;
    }
}
