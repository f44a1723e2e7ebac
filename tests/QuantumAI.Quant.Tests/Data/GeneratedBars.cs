using FsCheck;
using FsCheck.Fluent;

namespace QuantumAI.Quant.Tests.Data;

/// <summary>Random walks for properties: one code per bar, 0 being a flat bar, so that shrinking tends to flat and short series.</summary>
internal static class GeneratedBars
{
    /// <summary>Period 2..20 and up to 160 bars, so that short, exactly warm and long series all occur.</summary>
    internal static Arbitrary<(int Period, int[] Codes)> Cases { get; } =
        Arb.From(
            from period in Gen.Choose(2, 20)
            from length in Gen.Choose(0, 160)
            from codes in Gen.Frequency((1, Gen.Constant(0)), (4, Gen.Choose(1, 1_000_000))).ArrayOf(length)
            select (period, codes),
            Shrink);

    /// <summary>Cents-like decimals, which are not exact in binary, so that rounding is exercised.</summary>
    internal static BarSeries Bars(int[] codes)
    {
        double[] high = new double[codes.Length];
        double[] low = new double[codes.Length];
        double[] close = new double[codes.Length];
        double level = 100;
        for (int i = 0; i < codes.Length; i++)
        {
            double step = codes[i] == 0 ? 0 : ((codes[i] % 101) - 50) * 0.013;
            double gap = codes[i] % 7 == 1 ? step : 0;
            double open = level + gap;
            level = open + step;
            close[i] = level;
            high[i] = Math.Max(open, level) + (codes[i] / 101 % 23 * 0.007);
            low[i] = Math.Min(open, level) - (codes[i] / 2323 % 23 * 0.007);
        }

        return new BarSeries(high, low, close);
    }

    /// <summary>Runs a property; a failure throws with the seed and the shrunk case.</summary>
    internal static void Hold(Func<int, BarSeries, bool> property) =>
        Prop.ForAll(Cases, c => property(c.Period, Bars(c.Codes))).QuickCheckThrowOnFailure();

    /// <summary>Equality of bits: NaN equals NaN, 0 differs from −0.</summary>
    internal static bool SameBits(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length != right.Length)
            return false;

        for (int i = 0; i < left.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(left[i]) != BitConverter.DoubleToInt64Bits(right[i]))
                return false;
        }

        return true;
    }

    private static IEnumerable<(int Period, int[] Codes)> Shrink((int Period, int[] Codes) failing)
    {
        if (failing.Codes.Length > 0)
        {
            yield return (failing.Period, failing.Codes[..(failing.Codes.Length / 2)]);
            yield return (failing.Period, failing.Codes[..^1]);
            yield return (failing.Period, failing.Codes[1..]);
        }
    }
}
