using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.PaperServer.Streams;

/// <summary>Counts what comes within a time that slides: the last so many moments are kept. Not thread safe.</summary>
/// <param name="most">How many may come within the time.</param>
/// <param name="nanos">The time.</param>
internal sealed class MessageRate(int most, long nanos = UnixNanos.PerSecond)
{
    private readonly Queue<long> _moments = new(Math.Min(most, 512));

    /// <summary>True when the time has passed since the latest of them.</summary>
    public bool IsIdle(long nowNanos)
    {
        Forget(nowNanos);
        return _moments.Count == 0;
    }

    /// <summary>Counts one more; false when it is one too many.</summary>
    public bool TryAdd(long nowNanos)
    {
        Forget(nowNanos);
        if (_moments.Count >= most)
            return false;
        _moments.Enqueue(nowNanos);
        return true;
    }

    private void Forget(long nowNanos)
    {
        while (_moments.TryPeek(out var moment) && nowNanos - moment >= nanos)
            _moments.Dequeue();
    }
}
