namespace QuantumAI.Quant.Indicators;

/// <summary>
/// <see cref="Rsi"/> one close at a time: O(1), no allocation, equal to the batch form bit for bit. Not thread-safe: one owner.
/// </summary>
public sealed class RsiIncremental
{
    private readonly int _period;
    private double _previousClose;
    private double _gain;
    private double _loss;
    private int _seen;

    /// <summary>Starts with no history.</summary>
    public RsiIncremental(RsiParameters parameters)
    {
        _period = parameters.PeriodBars;
    }

    /// <summary>True once N + 1 closes were seen; from then on <see cref="Value"/> is within 0..100.</summary>
    public bool IsWarm => _seen > _period;

    /// <summary>The index after the last close, 0..100; NaN until warm.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>Takes the next close and returns <see cref="Value"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The close is not finite or beyond ±1e100; the state is unchanged.</exception>
    public double Update(double close)
    {
        InputBorder.Value(close);
        double gain = Math.Max(close - _previousClose, 0);
        double loss = Math.Max(_previousClose - close, 0);
        _previousClose = close;

        if (IsWarm)
        {
            _gain = ((_gain * (_period - 1)) + gain) / _period;
            _loss = ((_loss * (_period - 1)) + loss) / _period;
            Value = Rsi.Index(_gain, _loss);
            return Value;
        }

        // The first close has no change: what was computed against the empty field is dropped.
        if (_seen > 0)
        {
            _gain += gain;
            _loss += loss;
        }

        _seen++;
        if (IsWarm)
        {
            _gain /= _period;
            _loss /= _period;
            Value = Rsi.Index(_gain, _loss);
        }

        return Value;
    }
}
