namespace QuantumAI.Simulation.Liquidity;

/// <summary>Volume of about the last window in constant space: what the current window holds and the part of the one before that still counts.</summary>
internal struct RecentVolume(long windowNanos)
{
    private long _window;
    private long _current;
    private long _previous;

    public void Add(long quantity, long nanos)
    {
        Roll(nanos);
        _current = Math.Min(_current + quantity, LiquiditySettings.Unlimited);
    }

    public long At(long nanos)
    {
        Roll(nanos);
        var restNanos = windowNanos - Math.Clamp(nanos - (_window * windowNanos), 0, windowNanos);
        return _current + (long)((Int128)_previous * restNanos / windowNanos);
    }

    private void Roll(long nanos)
    {
        var window = nanos / windowNanos;
        if (window <= _window)
            return; // the same one, or a stamp that is late
        (_previous, _current) = (window == _window + 1 ? _current : 0, 0);
        _window = window;
    }
}
