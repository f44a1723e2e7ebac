namespace QuantumAI.Domain.Market;

/// <summary>Whether a book may be believed.</summary>
public enum BookState : byte
{
    Unspecified = 0,

    /// <summary>No snapshot yet: nothing in the book is known.</summary>
    Unsynced = 1,

    Synced = 2,

    /// <summary>An update is missing: the book stays unusable until the next snapshot.</summary>
    Gapped = 3,
}

/// <summary>A level-2 book from a snapshot and numbered updates, by the venue's synchronisation rules (Binance, spot and futures).</summary>
/// <remarks>Updates before the snapshot are kept (bounded) and applied after it. Not thread safe.</remarks>
public sealed class OrderBook
{
    private const int MostBuffered = 4096;
    private readonly BookSide _bids = new(isBid: true);
    private readonly BookSide _asks = new(isBid: false);
    private readonly Queue<DepthLevels> _beforeSnapshot = new();
    private long _lastUpdateId;
    private bool _firstAfterSnapshot;

    public BookState State { get; private set; } = BookState.Unsynced;

    /// <summary>Updates that could not follow the one before.</summary>
    public long Gaps { get; private set; }

    public long LastUpdateId => _lastUpdateId;

    public int BidLevels => _bids.Count;

    public int AskLevels => _asks.Count;

    /// <summary>Best bid and ask, when the book is synced and has both.</summary>
    public bool TryBest(out DepthLevel bid, out DepthLevel ask)
    {
        bid = ask = default;
        if (State != BookState.Synced || _bids.Count == 0 || _asks.Count == 0)
            return false;
        (bid, ask) = (_bids.Best, _asks.Best);
        return true;
    }

    /// <summary>Copies the best bids, best first; returns how many there were, at most as many as there is room.</summary>
    public int CopyBids(Span<DepthLevel> levels) => _bids.CopyBest(levels);

    /// <summary>Copies the best asks, best first; returns how many there were, at most as many as there is room.</summary>
    public int CopyAsks(Span<DepthLevel> levels) => _asks.CopyBest(levels);

    /// <summary>Replaces the book and applies what was kept for it.</summary>
    public void Apply(DepthLevels snapshotOrUpdate, bool isSnapshot)
    {
        if (!isSnapshot)
        {
            ApplyUpdate(snapshotOrUpdate);
            return;
        }

        _bids.Clear();
        _asks.Clear();
        SetLevels(snapshotOrUpdate);
        _lastUpdateId = snapshotOrUpdate.LastUpdateId;
        _firstAfterSnapshot = true;
        State = BookState.Synced;
        for (var kept = _beforeSnapshot.Count; kept > 0; kept--)
            ApplyUpdate(_beforeSnapshot.Dequeue()); // from a gap on they are kept again, in order, for the next snapshot
    }

    /// <summary>The feed lost data: unusable until the next snapshot.</summary>
    public void MarkGapped()
    {
        if (State == BookState.Synced)
            State = BookState.Gapped;
        _beforeSnapshot.Clear();
    }

    private void ApplyUpdate(DepthLevels update)
    {
        if (State != BookState.Synced)
        {
            if (_beforeSnapshot.Count == MostBuffered)
                _beforeSnapshot.Dequeue();
            _beforeSnapshot.Enqueue(update);
            return;
        }

        if (update.LastUpdateId <= _lastUpdateId)
            return;
        if (!Follows(update))
        {
            Gaps++;
            State = BookState.Gapped;
            _beforeSnapshot.Enqueue(update);
            return;
        }

        SetLevels(update);
        _lastUpdateId = update.LastUpdateId;
        _firstAfterSnapshot = false;
    }

    /// <summary>The update names its predecessor (futures, whose numbers have holes), or its numbers join (spot, and any first one after a snapshot).</summary>
    private bool Follows(DepthLevels update)
    {
        if (update.PreviousLastUpdateId != 0 && update.PreviousLastUpdateId == _lastUpdateId)
            return true;
        return (update.PreviousLastUpdateId == 0 || _firstAfterSnapshot) && update.FirstUpdateId <= _lastUpdateId + 1;
    }

    private void SetLevels(DepthLevels levels)
    {
        _bids.Set(levels.Bids);
        _asks.Set(levels.Asks);
    }
}
