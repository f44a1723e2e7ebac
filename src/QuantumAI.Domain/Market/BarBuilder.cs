namespace QuantumAI.Domain.Market;

/// <summary>Builds bars of one interval from prices in time order. Intervals are counted from 1970-01-01 UTC.</summary>
/// <remarks>A bar closes when time reaches its end, never earlier. An interval without a price gives no bar. Not thread safe.</remarks>
public sealed class BarBuilder(long intervalNanos)
{
    private long _startNanos = long.MinValue;
    private long _open;
    private long _high;
    private long _low;
    private long _close;
    private long _volume;

    public long IntervalNanos { get; } = intervalNanos;

    /// <summary>End of the bar that is being built; <see cref="long.MaxValue"/> when there is none.</summary>
    public long OpenBarEndNanos => _startNanos == long.MinValue ? long.MaxValue : _startNanos + IntervalNanos;

    /// <summary>What is known of the bar that is being built; null when there is none. Added to another builder it goes on there.</summary>
    public Bar? OpenBar => _startNanos == long.MinValue ? null : new Bar(_startNanos, IntervalNanos, _open, _high, _low, _close, _volume);

    /// <summary>Closes the open bar if its interval is over at <paramref name="nowNanos"/>.</summary>
    public bool TryClose(long nowNanos, out Bar bar)
    {
        if (_startNanos == long.MinValue || nowNanos < OpenBarEndNanos)
        {
            bar = null!;
            return false;
        }

        bar = new Bar(_startNanos, IntervalNanos, _open, _high, _low, _close, _volume);
        _startNanos = long.MinValue;
        return true;
    }

    /// <summary>Adds a price; call <see cref="TryClose"/> with its time first.</summary>
    public void Add(long timeNanos, long priceUnits, long volumeUnits)
    {
        Guard.That(timeNanos < OpenBarEndNanos, "a bar is closed before the next one begins");
        if (_startNanos == long.MinValue)
        {
            _startNanos = UnixNanos.FloorTo(timeNanos, IntervalNanos);
            (_open, _high, _low, _close, _volume) = (priceUnits, priceUnits, priceUnits, priceUnits, volumeUnits);
            return;
        }

        _high = Math.Max(_high, priceUnits);
        _low = Math.Min(_low, priceUnits);
        _close = priceUnits;
        _volume = checked(_volume + volumeUnits);
    }

    /// <summary>Adds a closed bar of a shorter interval.</summary>
    public void Add(Bar bar)
    {
        Add(bar.StartNanos, bar.OpenUnits, 0);
        Add(bar.StartNanos, bar.HighUnits, 0);
        Add(bar.StartNanos, bar.LowUnits, 0);
        Add(bar.StartNanos, bar.CloseUnits, bar.VolumeUnits);
    }
}
