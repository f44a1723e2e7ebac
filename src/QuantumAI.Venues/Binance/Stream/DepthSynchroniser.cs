using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.Binance.Stream;

/// <summary>Brings snapshot and updates of one symbol's depth into step, as the venue documents it. Pure; belongs to one lane.</summary>
/// <remarks>
/// Updates are kept until a snapshot comes. One that is older than the first kept update is fetched again; kept updates up to its number are dropped; the
/// first one left must span it. Then each update must join the one before: an older one is ignored, one beyond is a gap, and everything begins anew.
/// What comes out is a snapshot and the updates that follow it without a hole, and a gap event before anything after a hole.
/// </remarks>
public sealed class DepthSynchroniser(int instrumentId)
{
    private const int KeptMost = 8192;
    private readonly Queue<MarketEvent> _kept = new();
    private readonly Queue<MarketEvent> _ready = new();
    private long _lastUpdateId;

    public bool IsSynced { get; private set; }

    /// <summary>A snapshot is needed that has not been asked for.</summary>
    public bool WantsSnapshot { get; private set; }

    /// <summary>Holes found so far.</summary>
    public long Gaps { get; private set; }

    /// <summary>An update of the stream.</summary>
    public void Update(in MarketEvent update)
    {
        var depth = update.Depth;
        if (!IsSynced)
        {
            Keep(in update);
            return;
        }

        if (depth.LastUpdateId <= _lastUpdateId)
            return;
        if (depth.FirstUpdateId > _lastUpdateId + 1)
        {
            Gaps++;
            _ready.Enqueue(MarketEvent.Gap(instrumentId, update.ReceivedNanos));
            Restart();
            Keep(in update);
            return;
        }

        _lastUpdateId = depth.LastUpdateId;
        _ready.Enqueue(update);
    }

    /// <summary>The stream is open, and nothing has changed for a while: a snapshot that no update was kept for is as good, the next update must join it.</summary>
    public void Quiet() => WantsSnapshot |= !IsSynced && _kept.Count == 0;

    /// <summary>The snapshot was asked for.</summary>
    public void Asked() => WantsSnapshot = false;

    /// <summary>The snapshot did not come, or could not be read.</summary>
    public void Failed() => WantsSnapshot = !IsSynced;

    /// <summary>The snapshot that was asked for.</summary>
    public void Snapshot(in MarketEvent snapshot)
    {
        if (IsSynced)
            return;
        var last = snapshot.Depth.LastUpdateId;
        if (_kept.TryPeek(out var first) && last < first.Depth.FirstUpdateId)
        {
            WantsSnapshot = true; // older than what is kept
            return;
        }

        while (_kept.TryPeek(out var old) && old.Depth.LastUpdateId <= last)
            _kept.Dequeue();
        if (_kept.TryPeek(out var spanning) && spanning.Depth.FirstUpdateId > last + 1)
        {
            Gaps++;
            WantsSnapshot = true; // a hole between the two
            return;
        }

        (IsSynced, WantsSnapshot, _lastUpdateId) = (true, false, last);
        _ready.Enqueue(snapshot);
        var kept = _kept.ToArray();
        _kept.Clear();
        foreach (var next in kept) // from a hole among them on they are kept again
            Update(next.Ingested(0, Math.Max(next.ReceivedNanos, snapshot.ReceivedNanos)));
    }

    /// <summary>What is known is not worth anything any more: the stream was interrupted, or somebody behind lost a part. Says nothing itself.</summary>
    public void Restart()
    {
        IsSynced = false;
        WantsSnapshot = false;
        _kept.Clear();
    }

    /// <summary>The next event that may be told.</summary>
    public bool TryTake(out MarketEvent marketEvent) => _ready.TryDequeue(out marketEvent);

    private void Keep(in MarketEvent update)
    {
        if (_kept.Count == KeptMost)
            _kept.Dequeue(); // the snapshot will be newer, or is fetched again
        if (_kept.Count == 0)
            WantsSnapshot = true;
        _kept.Enqueue(update);
    }
}
