namespace QuantumAI.Quant.Indicators;

/// <summary>
/// <see cref="Adx"/> one bar at a time: O(1), no allocation, equal to the batch form bit for bit. Not thread-safe: one owner.
/// </summary>
public sealed class AdxIncremental
{
    private readonly int _period;
    private double _previousHigh;
    private double _previousLow;
    private double _previousClose;
    private double _range;
    private double _plus;
    private double _minus;
    private double _indexSum;
    private int _seen;

    /// <summary>Starts with no history.</summary>
    public AdxIncremental(AdxParameters parameters)
    {
        _period = parameters.PeriodBars;
    }

    /// <summary>True once 2 N bars were seen; from then on <see cref="Value"/> is within 0..100.</summary>
    public bool IsWarm => _seen >= 2 * _period;

    /// <summary>True once N + 1 bars were seen; from then on <see cref="PlusDi"/> and <see cref="MinusDi"/> are finite.</summary>
    public bool IsDirectionWarm => _seen > _period;

    /// <summary>ADX after the last bar, 0..100; NaN until warm.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>ADX one bar before <see cref="Value"/>; NaN until one bar after warm-up.</summary>
    public double PreviousValue { get; private set; } = double.NaN;

    /// <summary>+DI after the last bar, percent of range; NaN until <see cref="IsDirectionWarm"/>.</summary>
    public double PlusDi { get; private set; } = double.NaN;

    /// <summary>−DI after the last bar, percent of range; NaN until <see cref="IsDirectionWarm"/>.</summary>
    public double MinusDi { get; private set; } = double.NaN;

    /// <summary>True when ADX is above its value one bar before; false while either is unknown.</summary>
    public bool IsRising => Value > PreviousValue;

    /// <summary>Takes the next closed bar and returns <see cref="Value"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bar is not finite, beyond ±1e100 or inconsistent; the state is unchanged.</exception>
    public double Update(double high, double low, double close)
    {
        InputBorder.Bar(high, low, close);
        if (_seen > 0)
            AddMovement(high, low);

        _previousHigh = high;
        _previousLow = low;
        _previousClose = close;

        // The count stops growing at 2 N: beyond it nothing depends on it, and it cannot overflow.
        bool wasWarm = IsWarm;
        if (!wasWarm)
            _seen++;

        if (!IsDirectionWarm)
            return Value;

        PlusDi = DirectionalMovement.Indicator(_plus, _range);
        MinusDi = DirectionalMovement.Indicator(_minus, _range);
        AddIndex(DirectionalMovement.Index(PlusDi, MinusDi), wasWarm);
        return Value;
    }

    private void AddMovement(double high, double low)
    {
        if (IsDirectionWarm)
        {
            _range -= _range / _period;
            _plus -= _plus / _period;
            _minus -= _minus / _period;
        }

        _range += TrueRange.Of(high, low, _previousClose);
        _plus += DirectionalMovement.Plus(high, low, _previousHigh, _previousLow);
        _minus += DirectionalMovement.Minus(high, low, _previousHigh, _previousLow);
    }

    private void AddIndex(double index, bool wasWarm)
    {
        if (wasWarm)
        {
            PreviousValue = Value;
            Value = ((Value * (_period - 1)) + index) / _period;
            return;
        }

        _indexSum += index;
        if (IsWarm)
            Value = _indexSum / _period;
    }
}
