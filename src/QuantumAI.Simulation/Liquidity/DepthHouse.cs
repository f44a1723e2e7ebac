using QuantumAI.Domain.Market;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>The house of a level-2 feed: a level of the feed is a level of the house.</summary>
/// <remarks>
/// Update numbers are checked by the rule of <see cref="OrderBook"/>, except that nothing is kept from before a snapshot: an update that does not
/// follow, like a gap that the feed tells of, empties the house until the next snapshot.
/// </remarks>
internal sealed class DepthHouse(HouseBook book)
{
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
            return;
        }

        if (!_isSynced || levels.LastUpdateId <= _lastUpdateId)
            return;
        if (!Follows(levels))
        {
            Lose();
            return;
        }

        Set(book.Bids, levels.Bids);
        Set(book.Asks, levels.Asks);
        (_lastUpdateId, _isFirst) = (levels.LastUpdateId, false);
    }

    public void Lose()
    {
        book.Clear();
        _isSynced = false;
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
