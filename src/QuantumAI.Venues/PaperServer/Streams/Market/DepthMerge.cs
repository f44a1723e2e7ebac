using QuantumAI.Domain.Market;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Streams.Market;

/// <summary>Puts changes of a book that follow each other together, for a stream that comes less often. Not thread safe.</summary>
internal sealed class DepthMerge
{
    private readonly SortedDictionary<long, long> _bids = new(Comparer<long>.Create(static (one, other) => other.CompareTo(one)));
    private readonly SortedDictionary<long, long> _asks = [];
    private long _first;
    private long _last;

    public void Add(DepthDiff diff)
    {
        if (_first == 0)
            _first = diff.FirstUpdateId;
        _last = diff.LastUpdateId;
        Put(_bids, diff.Bids);
        Put(_asks, diff.Asks);
    }

    /// <summary>What came together since the last call; null when nothing did.</summary>
    public DepthDiff? Take()
    {
        if (_first == 0)
            return null;
        var diff = new DepthDiff(_first, _last, [.. Levels(_bids)], [.. Levels(_asks)]);
        Clear();
        return diff;
    }

    public void Clear()
    {
        _bids.Clear();
        _asks.Clear();
        (_first, _last) = (0, 0);
    }

    private static IEnumerable<DepthLevel> Levels(SortedDictionary<long, long> side) => side.Select(static pair => new DepthLevel(pair.Key, pair.Value));

    private static void Put(SortedDictionary<long, long> side, IReadOnlyList<DepthLevel> levels)
    {
        foreach (var level in levels)
            side[level.PriceUnits] = level.SizeUnits;
    }
}
