namespace QuantumAI.Quant.RiskMeasures;

/// <summary>Standard normal values by counter: the value at a place depends on the seed and the place only.</summary>
/// <remarks>
/// <para>Polar method: (u, v) uniform in the unit disc, q = u² + v²; u · √(−2 ln q / q). Places outside the disc are drawn again.</para>
/// <para>Sources: G. Marsaglia, T. Bray (1964); the mixing function is the finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood 2014).</para>
/// </remarks>
internal static class NormalDraws
{
    internal static double At(ulong seed, int scenarioIndex, int instrumentIndex)
    {
        ulong place = Mix(Mix(seed, (ulong)scenarioIndex), (ulong)instrumentIndex);
        for (ulong attempt = 0; ; attempt += 2)
        {
            double u = Symmetric(Mix(place, attempt));
            double v = Symmetric(Mix(place, attempt + 1));
            double square = (u * u) + (v * v);
            if (square < 1)
                return u * Math.Sqrt(-2 * PortableMath.Log(square) / square);
        }
    }

    /// <summary>Uniform in (−1, 1), never 0: the centres of 2^52 equal parts.</summary>
    private static double Symmetric(ulong bits) => (((bits >> 12) + 0.5) * (1.0 / (1L << 51))) - 1;

    private static ulong Mix(ulong seed, ulong counter)
    {
        ulong z = unchecked(seed + ((counter + 1) * 0x9E3779B97F4A7C15UL));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }
}
