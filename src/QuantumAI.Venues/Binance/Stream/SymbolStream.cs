using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.Binance.Stream;

/// <summary>What is known of one symbol's streams.</summary>
internal sealed class SymbolStream(int instrumentId)
{
    /// <summary>A symbol that nobody trades tells no change: its depth is asked for all the same once its stream has been open so long.</summary>
    private const long QuietNanos = 2 * UnixNanos.PerSecond;
    private const long SnapshotPauseNanos = UnixNanos.PerSecond;
    private long _snapshotAtNanos;
    private long _quietAtNanos = long.MaxValue;

    public int InstrumentId { get; } = instrumentId;

    public DepthSynchroniser Depth { get; } = new(instrumentId);

    public long HeardNanos { get; set; }

    public int SilencesInARow { get; set; }

    public long LastTradeId { get; set; } = -1;

    public long LastBarNanos { get; set; } = long.MinValue;

    /// <summary>Number of the snapshot that was asked for last; an answer to an older one is of a stream that was interrupted since.</summary>
    public int Snapshot { get; private set; }

    /// <summary>The stream is open and all that changes comes from here on.</summary>
    public void Opened(long nowNanos) => _quietAtNanos = nowNanos + QuietNanos;

    /// <summary>What is known of the depth is not worth anything any more.</summary>
    public void Restart()
    {
        Depth.Restart();
        Snapshot++;
        _quietAtNanos = long.MaxValue;
    }

    /// <summary>Whether a snapshot is to be asked for now; then it counts as asked for.</summary>
    public bool TryAsk(long nowNanos)
    {
        if (nowNanos >= _quietAtNanos)
        {
            _quietAtNanos = long.MaxValue;
            Depth.Quiet();
        }

        if (!Depth.WantsSnapshot || nowNanos < _snapshotAtNanos)
            return false;
        Depth.Asked();
        Snapshot++;
        _snapshotAtNanos = nowNanos + SnapshotPauseNanos;
        return true;
    }
}
