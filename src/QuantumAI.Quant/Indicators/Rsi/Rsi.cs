namespace QuantumAI.Quant.Indicators;

/// <summary>Relative strength index with Wilder's smoothing, canonical batch form.</summary>
/// <remarks>
/// <para>Estimates which part of the recent movement of closes was upward, 0 (all down) .. 100 (all up).</para>
/// <para>Formula: gain[i] = max(c[i] − c[i−1], 0), loss[i] = max(c[i−1] − c[i], 0), in price units. G[N], L[N] = means of the first N;
/// later G[i] = (G[i−1] · (N − 1) + gain[i]) / N, L likewise. RSI = 100 · (G / (G + L)), which is Wilder's 100 − 100 / (1 + G / L)
/// without its division by zero and never outside 0..100.</para>
/// <para>Shape: closes in, one series of the same length out, oldest first. Warm-up: N + 1 closes; NaN before.</para>
/// <para>Hazards: no movement at all (G + L = 0) is 50, the neutral value, by definition here; some libraries say 100 or NaN.
/// Long flat stretches keep the last ratio, since G and L decay together; after some 10,000 flat bars at N = 14 they reach subnormal
/// numbers and the ratio turns coarse, but stays within 0..100. Non-finite input is refused.</para>
/// <para>Source: J. W. Wilder (1978), New Concepts in Technical Trading Systems, section VI.</para>
/// <para>Golden: ref/indicators/lean/spy_with_indicators.txt (RSI 14 Wilder); stockindicators/stoch-rsi.json.gz through its formula.</para>
/// </remarks>
public static class Rsi
{
    /// <summary>The catalogue entry.</summary>
    public static IndicatorEntry Entry { get; } = new(
        "rsi",
        "Relative strength index (Wilder)",
        ["close"],
        ["rsi: index, 0..100"],
        [new("periodBars", "bars", RsiParameters.MinPeriodBars, InputBorder.MaxPeriodBars, RsiParameters.DefaultPeriodBars)],
        "periodBars + 1",
        new RsiParameters().WarmUpBars,
        "J. W. Wilder (1978), New Concepts in Technical Trading Systems, Trend Research, section VI");

    /// <summary>Fills <paramref name="output"/> with the index known at each close; O(length), allocates nothing.</summary>
    /// <param name="close">Closes, oldest first.</param>
    /// <param name="output">Same length, no shared memory; NaN during warm-up.</param>
    /// <param name="parameters">The period.</param>
    /// <exception cref="ArgumentOutOfRangeException">A close is not finite or beyond ±1e100; the output is untouched.</exception>
    /// <exception cref="ArgumentException">The output has another length or overlaps.</exception>
    public static void Batch(ReadOnlySpan<double> close, Span<double> output, RsiParameters parameters)
    {
        InputBorder.Values(close, nameof(close));
        InputBorder.Output(output, close);
        output.Fill(double.NaN);

        int period = parameters.PeriodBars;
        if (close.Length <= period)
            return;

        double gains = 0;
        double losses = 0;
        for (int i = 1; i <= period; i++)
        {
            gains += Math.Max(close[i] - close[i - 1], 0);
            losses += Math.Max(close[i - 1] - close[i], 0);
        }

        double meanGain = gains / period;
        double meanLoss = losses / period;
        output[period] = Index(meanGain, meanLoss);
        for (int i = period + 1; i < close.Length; i++)
        {
            meanGain = ((meanGain * (period - 1)) + Math.Max(close[i] - close[i - 1], 0)) / period;
            meanLoss = ((meanLoss * (period - 1)) + Math.Max(close[i - 1] - close[i], 0)) / period;
            output[i] = Index(meanGain, meanLoss);
        }
    }

    /// <summary>The ratio before the factor: a rounded ratio of two non-negative numbers stays within 0..1.</summary>
    internal static double Index(double meanGain, double meanLoss)
    {
        double movement = meanGain + meanLoss;
        return movement > 0 ? 100 * (meanGain / movement) : 50;
    }
}
