using QuantumAI.Domain.Market;

namespace QuantumAI.Feeds.Merging;

/// <summary>Several sources as one, ordered by receive time; at equal times the source that is earlier in the list comes first.</summary>
/// <remarks>Holds one event of each source. Owns the sources. Each must itself be sorted.</remarks>
public sealed class MergedMarketSource : IMarketSource
{
    private readonly IReadOnlyList<IMarketSource> _sources;
    private readonly MarketEvent[] _heads;
    private readonly PriorityQueue<int, (long ReceivedNanos, int Index)> _queue = new();
    private bool _started;

    /// <param name="sources">At least one; none of them read from yet by anyone else.</param>
    public MergedMarketSource(IReadOnlyList<IMarketSource> sources)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sources.Count);
        _sources = sources;
        _heads = new MarketEvent[sources.Count];
    }

    /// <inheritdoc/>
    /// <exception cref="Domain.InvariantViolationException">A source is not sorted.</exception>
    public bool TryRead(out MarketEvent marketEvent)
    {
        if (!_started)
        {
            for (var i = 0; i < _heads.Length; i++)
                Pull(i, long.MinValue);
            _started = true;
        }

        if (!_queue.TryDequeue(out var index, out _))
        {
            marketEvent = default;
            return false;
        }

        marketEvent = _heads[index];
        Pull(index, marketEvent.ReceivedNanos);
        return true;
    }

    public void Dispose()
    {
        foreach (var source in _sources)
            source.Dispose();
    }

    private void Pull(int index, long lastNanos)
    {
        if (!_sources[index].TryRead(out _heads[index]))
            return;
        var nanos = _heads[index].ReceivedNanos;
        Domain.Guard.That(nanos >= lastNanos, "a market source is sorted by receive time");
        _queue.Enqueue(index, (nanos, index));
    }
}
