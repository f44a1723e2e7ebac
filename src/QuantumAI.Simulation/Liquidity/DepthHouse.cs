using QuantumAI.Domain.Market;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>The house of a level-2 feed: a level of the feed is a level of the house.</summary>
/// <remarks>
/// Update numbers are checked by the rule of <see cref="OrderBook"/>: an update that does not follow, like a gap that the feed tells of, empties the
/// house until the next snapshot, and updates that come before a snapshot are kept for it (bounded), since the one that spans it comes before it.
/// </remarks>
internal sealed class DepthHouse(HouseBook book)
{
    private const int MostKept = 4_096;
    private readonly Queue<DepthLevels> _kept = new();
    private long _lastUpdateId;
    private bool _isSynced;
    private bool _isFirst;

    public void Show(in MarketEvent marketEvent)
    {
        var levels = marketEvent.Depth;
        if (marketEvent.Kind == MarketEventKind.DepthSnapshot)
        {
            Replace(book.Bids, levels.Bids);
            Replace(book.Asks, levels.Asks);
            (_lastUpdateId, _isSynced, _isFirst) = (levels.LastUpdateId, true, true);
            for (var kept = _kept.Count; kept > 0; kept--)
                Update(_kept.Dequeue()); // from a hole on they are kept again
            return;
        }

        Update(levels);
    }

    public void Lose()
    {
        book.Clear();
        _isSynced = false;
        _kept.Clear();
    }

    private void Update(DepthLevels levels)
    {
        if (!_isSynced)
        {
            if (_kept.Count == MostKept)
                _kept.Dequeue();
            _kept.Enqueue(levels);
            return;
        }

        if (levels.LastUpdateId <= _lastUpdateId)
            return;
        if (!Follows(levels))
        {
            book.Clear();
            _isSynced = false;
            _kept.Enqueue(levels);
            return;
        }

        Set(book.Bids, levels.Bids);
        Set(book.Asks, levels.Asks);
        (_lastUpdateId, _isFirst) = (levels.LastUpdateId, false);
    }

    private bool Follows(DepthLevels update) =>
        (update.PreviousLastUpdateId != 0 && update.PreviousLastUpdateId == _lastUpdateId)
        || ((update.PreviousLastUpdateId == 0 || _isFirst) && update.FirstUpdateId <= _lastUpdateId + 1);

    private static void Replace(HouseSide side, IReadOnlyList<DepthLevel> levels)
    {
        side.BeginReplacement();
        Set(side, levels);
        side.EndReplacement();
    }

    private static void Set(HouseSide side, IReadOnlyList<DepthLevel> levels)
    {
        if (levels is DepthLevel[] array)
        {
            foreach (ref readonly var level in array.AsSpan())
                side.Set(level.PriceUnits, Math.Min(level.SizeUnits, LiquiditySettings.Unlimited));
            return;
        }

        for (var i = 0; i < levels.Count; i++)
            side.Set(levels[i].PriceUnits, Math.Min(levels[i].SizeUnits, LiquiditySettings.Unlimited));
    }
}
