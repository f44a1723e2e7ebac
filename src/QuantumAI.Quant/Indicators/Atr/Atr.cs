namespace QuantumAI.Quant.Indicators;

/// <summary>Average true range with Wilder's smoothing, canonical batch form.</summary>
/// <remarks>
/// <para>Estimates the usual movement of price in one bar, gaps included; it has no direction.</para>
/// <para>Formula, in price units: TR[i] = max(h[i] − l[i], |h[i] − c[i−1]|, |l[i] − c[i−1]|) from the second bar on;
/// ATR[N] = (TR[1] + … + TR[N]) / N, summed oldest first; ATR[i] = (ATR[i−1] · (N − 1) + TR[i]) / N.</para>
/// <para>Shape: high, low, close in, one series of the same length out, oldest first. Warm-up: N + 1 bars; NaN before.</para>
/// <para>Hazards: libraries that count high − low as the first bar's range are ready one bar earlier and differ until the seed has faded
/// (N = 14: to a millionth after about 190 bars). Flat bars give 0, so a divisor made of it needs its own floor. A price jump that is a split
/// counts as movement: adjust first. A bar that is not finite or has low ≤ close ≤ high violated is refused.</para>
/// <para>Source: J. W. Wilder (1978), New Concepts in Technical Trading Systems, section III.</para>
/// <para>Golden: ref/indicators/stockindicators/atr-stop.json.gz (ATR 21), ref/indicators/lean/spy_atr_wilder.txt.</para>
/// </remarks>
public static class Atr
{
    /// <summary>The catalogue entry.</summary>
    public static IndicatorEntry Entry { get; } = new(
        "atr",
        "Average true range (Wilder)",
        ["high", "low", "close"],
        ["atr: price units per bar"],
        [new("periodBars", "bars", AtrParameters.MinPeriodBars, InputBorder.MaxPeriodBars, AtrParameters.DefaultPeriodBars)],
        "periodBars + 1",
        new AtrParameters().WarmUpBars,
        "J. W. Wilder (1978), New Concepts in Technical Trading Systems, Trend Research, section III");

    /// <summary>Fills <paramref name="output"/> with the range known at each bar's close; O(length), allocates nothing.</summary>
    /// <param name="high">Highs, oldest first.</param>
    /// <param name="low">Lows, same length.</param>
    /// <param name="close">Closes, same length.</param>
    /// <param name="output">Same length, no shared memory; NaN during warm-up.</param>
    /// <param name="parameters">The period.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bar is not finite, beyond ±1e100 or inconsistent; the output is untouched.</exception>
    /// <exception cref="ArgumentException">A length differs, or the output overlaps an input.</exception>
    public static void Batch(
        ReadOnlySpan<double> high,
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> close,
        Span<double> output,
        AtrParameters parameters)
    {
        InputBorder.Bars(high, low, close);
        InputBorder.Output(output, high);
        InputBorder.Output(output, low);
        InputBorder.Output(output, close);
        output.Fill(double.NaN);

        int period = parameters.PeriodBars;
        if (high.Length <= period)
            return;

        double sum = 0;
        for (int i = 1; i <= period; i++)
            sum += TrueRange.Of(high[i], low[i], close[i - 1]);

        double atr = sum / period;
        output[period] = atr;
        for (int i = period + 1; i < high.Length; i++)
        {
            atr = ((atr * (period - 1)) + TrueRange.Of(high[i], low[i], close[i - 1])) / period;
            output[i] = atr;
        }
    }
}
