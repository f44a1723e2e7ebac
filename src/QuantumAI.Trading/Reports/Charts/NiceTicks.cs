namespace QuantumAI.Trading.Reports.Charts;

/// <summary>A mark on a value axis.</summary>
internal readonly record struct Tick(double Value, string Label);

/// <summary>Round values for an axis: multiples of 1, 2, 2.5 or 5 times a power of ten.</summary>
internal static class NiceTicks
{
    private const int LeastExponent = -12;
    private const int MostExponent = 22;
    private static readonly double[] Factors = [1, 2, 2.5, 5];

    /// <summary>Every multiple of the smallest nice step within the range that gives at most <paramref name="most"/> of them.</summary>
    internal static IReadOnlyList<Tick> Of(double least, double greatest, int most, Func<double, int, string> label)
    {
        for (var exponent = LeastExponent; exponent <= MostExponent; exponent++)
        {
            foreach (var factor in Factors)
            {
                var first = Math.Ceiling(Over(least, factor, exponent) - 1e-9);
                var last = Math.Floor(Over(greatest, factor, exponent) + 1e-9);
                if (last - first + 1 > most)
                    continue;
                var decimals = Math.Max(0, -exponent) + (factor == 2.5 && exponent <= 0 ? 1 : 0);
                var ticks = new List<Tick>();
                for (var i = first; i <= last; i++)
                    ticks.Add(Make(i * factor, exponent, decimals, label));
                return ticks;
            }
        }

        return [];
    }

    private static Tick Make(double multiple, int exponent, int decimals, Func<double, int, string> label)
    {
        var value = exponent < 0 ? multiple / PowerOfTen(-exponent) : multiple * PowerOfTen(exponent);
        return new Tick(value, label(value + 0.0, decimals));
    }

    private static double Over(double value, double factor, int exponent) =>
        exponent < 0 ? value * PowerOfTen(-exponent) / factor : value / (factor * PowerOfTen(exponent));

    /// <summary>Exact up to 10^22: the same on every platform, unlike Math.Pow.</summary>
    private static double PowerOfTen(int exponent)
    {
        var power = 1.0;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}
