namespace QuantumAI.Quant.Indicators;

/// <summary>Wilder's per-bar pieces, shared by both forms of <see cref="Adx"/>.</summary>
internal static class DirectionalMovement
{
    /// <summary>+DM: the upward extension of the range, where it is the larger one and positive; price units.</summary>
    internal static double Plus(double high, double low, double previousHigh, double previousLow)
    {
        double up = high - previousHigh;
        return up > 0 && up > previousLow - low ? up : 0;
    }

    /// <summary>−DM: the downward extension of the range, where it is the larger one and positive; price units.</summary>
    internal static double Minus(double high, double low, double previousHigh, double previousLow)
    {
        double down = previousLow - low;
        return down > 0 && down > high - previousHigh ? down : 0;
    }

    /// <summary>100 · movement / range; 0 when there was no range at all.</summary>
    internal static double Indicator(double movement, double range) => range > 0 ? 100 * movement / range : 0;

    /// <summary>100 · |p − m| / (p + m); 0 when neither direction moved. The ratio comes first so that rounding keeps it within 0..100.</summary>
    internal static double Index(double plus, double minus)
    {
        double sum = plus + minus;
        return sum > 0 ? 100 * (Math.Abs(plus - minus) / sum) : 0;
    }
}
