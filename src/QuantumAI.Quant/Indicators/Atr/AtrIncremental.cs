namespace QuantumAI.Quant.Indicators;

/// <summary>
/// <see cref="Atr"/> one bar at a time: O(1), no allocation, equal to the batch form bit for bit. Not thread-safe: one owner.
/// </summary>
public sealed class AtrIncremental
{
    private readonly int _period;
    private double _previousClose;
    private double _seedSum;
    private int _seen;

    /// <summary>Starts with no history.</summary>
    public AtrIncremental(AtrParameters parameters)
    {
        _period = parameters.PeriodBars;
    }

    /// <summary>True once N + 1 bars were seen; from then on <see cref="Value"/> is finite and not negative.</summary>
    public bool IsWarm => _seen > _period;

    /// <summary>The average range after the last bar, in price units per bar; NaN until warm.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>Takes the next closed bar and returns <see cref="Value"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bar is not finite, beyond ±1e100 or inconsistent; the state is unchanged.</exception>
    public double Update(double high, double low, double close)
    {
        InputBorder.Bar(high, low, close);
        double range = TrueRange.Of(high, low, _previousClose);
        _previousClose = close;

        if (IsWarm)
        {
            Value = ((Value * (_period - 1)) + range) / _period;
            return Value;
        }

        // The first bar has no previous close: its range is dropped.
        if (_seen > 0)
            _seedSum += range;

        _seen++;
        if (IsWarm)
            Value = _seedSum / _period;

        return Value;
    }
}
