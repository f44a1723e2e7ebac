namespace QuantumAI.Quant.RiskMeasures;

/// <summary>Value at risk and conditional value at risk of an empirical distribution, canonical form with a full sort.</summary>
/// <remarks>
/// <para>Losses L = −profit, largest first, L[0] ≥ L[1] ≥ …; n observations, level α, w = n · (1 − α), k = floor(w) in exact integers.
/// VaR = L[k], the smallest loss that at least n · α observations do not exceed (inverse of the empirical distribution, no interpolation).
/// CVaR = (L[0] + … + L[k−1] + (w − k) · L[k]) / w, the mean of the quantile function beyond α, summed largest first.</para>
/// <para>So 500 days at 99 %: VaR is the 6th largest loss, CVaR the mean of the 5 largest; at 95 %: the 26th, and the mean of 25.</para>
/// <para>Hazards: what did not happen in the window does not count; with few observations the 99 % figures hang on single days.</para>
/// <para>Source: R. Hyndman, Y. Fan (1996), definition 1; C. Acerbi, D. Tasche (2002), On the coherence of expected shortfall, prop. 4.1.</para>
/// </remarks>
public static class HistoricalRisk
{
    /// <summary>From a series of returns or profits in any order of time; O(n log n), allocates one array.</summary>
    /// <param name="profits">At least <see cref="ConfidenceLevel.MinObservations"/>: 20 at 95 %, 100 at 99 %; 500 days are usual.</param>
    /// <param name="level">The confidence level.</param>
    /// <exception cref="ArgumentException">Too few observations, or one is not finite or beyond ±1e100.</exception>
    public static TailRisk Measure(ReadOnlySpan<double> profits, ConfidenceLevel level)
    {
        RiskBorder.Observations(profits, level.MinObservations, nameof(profits));
        double[] losses = new double[profits.Length];
        for (int i = 0; i < losses.Length; i++)
            losses[i] = -profits[i];

        Array.Sort(losses);
        return OfSorted(losses, losses.Length, level);
    }

    /// <param name="ascending">The largest losses, at least one more than the tail counts, smallest first.</param>
    /// <param name="observations">Number of all observations.</param>
    /// <param name="level">The confidence level.</param>
    internal static TailRisk OfSorted(ReadOnlySpan<double> ascending, int observations, ConfidenceLevel level)
    {
        int whole = level.TailCount(observations);
        double size = level.TailSize(observations);
        double sum = 0;
        for (int rank = 0; rank < whole; rank++)
            sum += ascending[^(rank + 1)];

        double valueAtRisk = ascending[^(whole + 1)];
        return new TailRisk(valueAtRisk, (sum + ((size - whole) * valueAtRisk)) / size);
    }
}
