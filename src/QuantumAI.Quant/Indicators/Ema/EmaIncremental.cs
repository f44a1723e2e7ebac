namespace QuantumAI.Quant.Indicators;

/// <summary>
/// <see cref="Ema"/> one value at a time: O(1), no allocation, equal to the batch form bit for bit. Not thread-safe: one owner.
/// </summary>
public sealed class EmaIncremental
{
    private readonly int _period;
    private readonly double _weight;
    private double _seedSum;
    private int _seen;

    /// <summary>Starts with no history.</summary>
    public EmaIncremental(EmaParameters parameters)
    {
        _period = parameters.PeriodBars;
        _weight = 2.0 / (_period + 1);
    }

    /// <summary>True once N values were seen; from then on <see cref="Value"/> is finite.</summary>
    public bool IsWarm => _seen >= _period;

    /// <summary>The average after the last value, in the input's unit; NaN until warm.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>Takes the next value and returns <see cref="Value"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or beyond ±1e100; the state is unchanged.</exception>
    public double Update(double value)
    {
        InputBorder.Value(value);
        if (IsWarm)
        {
            Value += _weight * (value - Value);
            return Value;
        }

        _seedSum += value;
        _seen++;
        if (IsWarm)
            Value = _seedSum / _period;

        return Value;
    }
}
