namespace QuantumAI.Quant.RiskMeasures;

/// <summary>
/// Exponential and natural logarithm from + − × ÷ and bit operations only: the platform's own differ in their last bits between machines.
/// </summary>
/// <remarks>Relative error within a few units of the last place; measured against the platform in the tests.</remarks>
internal static class PortableMath
{
    // ln 2 as a sum: the first part has few bits, so that a multiple of it up to 2^11 is exact.
    private const double Ln2High = 2977044471.0 / 4294967296.0;
    private const double Ln2Low = 1.9082149292705877e-10;
    private const int ExponentBias = 1023;
    private const int FractionBits = 52;

    /// <summary>e^x for |x| ≤ 700, where result and factors are normal numbers.</summary>
    internal static double Exp(double x)
    {
        if (!(Math.Abs(x) <= 700))
            throw new ArgumentOutOfRangeException(nameof(x), FormattableString.Invariant($"x must be within ±700, was {x:R}"));

        double twos = Math.Floor((x / (Ln2High + Ln2Low)) + 0.5);
        double rest = x - (twos * Ln2High) - (twos * Ln2Low);
        double sum = 1;
        for (int k = 17; k >= 1; k--)
            sum = 1 + (rest / k * sum);

        return sum * BitConverter.Int64BitsToDouble(((long)twos + ExponentBias) << FractionBits);
    }

    /// <summary>ln x for a positive normal x.</summary>
    internal static double Log(double x)
    {
        if (!(x >= 2.2250738585072014e-308 && x <= double.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(x), FormattableString.Invariant($"x must be positive, normal and finite, was {x:R}"));

        long bits = BitConverter.DoubleToInt64Bits(x);
        long twos = (bits >> FractionBits) - ExponentBias;
        double fraction = BitConverter.Int64BitsToDouble((bits & ((1L << FractionBits) - 1)) | ((long)ExponentBias << FractionBits));
        if (fraction > 1.4142135623730951)
        {
            fraction *= 0.5;
            twos++;
        }

        // ln m = 2 artanh((m − 1) / (m + 1)); the argument is within ±0.172, so that twelve terms reach the last bit.
        double ratio = (fraction - 1) / (fraction + 1);
        double square = ratio * ratio;
        double sum = 0;
        for (int k = 25; k >= 3; k -= 2)
            sum = (sum + (1.0 / k)) * square;

        return (twos * Ln2High) + ((twos * Ln2Low) + (2 * ratio) + (2 * ratio * sum));
    }
}
