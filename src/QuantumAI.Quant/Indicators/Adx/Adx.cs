namespace QuantumAI.Quant.Indicators;

/// <summary>Average directional index with +DI and −DI (Wilder), canonical batch form.</summary>
/// <remarks>
/// <para>Estimates the strength of a trend, 0 (none) .. 100; the direction is told by which of +DI and −DI is larger.</para>
/// <para>Formula: +DM, −DM and TR in price units (<see cref="DirectionalMovement"/>, <see cref="TrueRange"/>), from the second bar on;
/// S[N] = sum of the first N, S[i] = S[i−1] − S[i−1] / N + x[i]; ±DI = 100 · S(±DM) / S(TR); DX = 100 · |+DI − −DI| / (+DI + −DI);
/// ADX[2N−1] = mean of the first N DX, ADX[i] = (ADX[i−1] · (N − 1) + DX[i]) / N.</para>
/// <para>Shape: high, low, close in, three series of the same length out, oldest first.
/// Warm-up: ±DI N + 1 bars, ADX 2 N bars; NaN before.</para>
/// <para>Hazards: S(TR) = 0 (only flat bars) gives ±DI = 0, and +DI + −DI = 0 gives DX = 0; never NaN after warm-up.
/// The ADX lags by its double smoothing. A bar that is not finite or has low ≤ close ≤ high violated is refused.</para>
/// <para>Source: J. W. Wilder (1978), New Concepts in Technical Trading Systems, section IV.</para>
/// <para>Golden: ref/indicators/stockindicators/adx.json.gz; quality/si_issue0859.adx.nan.csv for flat bars.</para>
/// </remarks>
public static class Adx
{
    /// <summary>The catalogue entry.</summary>
    public static IndicatorEntry Entry { get; } = new(
        "adx",
        "Average directional index (Wilder)",
        ["high", "low", "close"],
        ["adx: index, 0..100", "plusDi: percent of range", "minusDi: percent of range"],
        [new("periodBars", "bars", AdxParameters.MinPeriodBars, InputBorder.MaxPeriodBars, AdxParameters.DefaultPeriodBars)],
        "2 * periodBars",
        new AdxParameters().WarmUpBars,
        "J. W. Wilder (1978), New Concepts in Technical Trading Systems, Trend Research, section IV");

    /// <summary>Fills the three outputs with what is known at each bar's close; O(length), allocates nothing.</summary>
    /// <param name="high">Highs, oldest first.</param>
    /// <param name="low">Lows, same length.</param>
    /// <param name="close">Closes, same length.</param>
    /// <param name="adx">Same length, no shared memory, as the other outputs; NaN for the first 2 N − 1 bars.</param>
    /// <param name="plusDi">+DI; NaN for the first N bars.</param>
    /// <param name="minusDi">−DI; NaN for the first N bars.</param>
    /// <param name="parameters">The period.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bar is not finite, beyond ±1e100 or inconsistent; the outputs are untouched.</exception>
    /// <exception cref="ArgumentException">A length differs, or an output overlaps another span.</exception>
    public static void Batch(
        ReadOnlySpan<double> high,
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> close,
        Span<double> adx,
        Span<double> plusDi,
        Span<double> minusDi,
        AdxParameters parameters)
    {
        InputBorder.Bars(high, low, close);
        CheckOutput(adx, plusDi, high, low, close);
        CheckOutput(plusDi, minusDi, high, low, close);
        CheckOutput(minusDi, adx, high, low, close);
        adx.Fill(double.NaN);
        plusDi.Fill(double.NaN);
        minusDi.Fill(double.NaN);

        int period = parameters.PeriodBars;
        FillIndicators(high, low, close, plusDi, minusDi, period);
        FillIndex(plusDi, minusDi, adx, period);
    }

    private static void CheckOutput(
        Span<double> output,
        ReadOnlySpan<double> otherOutput,
        ReadOnlySpan<double> high,
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> close)
    {
        InputBorder.Output(output, high);
        InputBorder.Output(output, low);
        InputBorder.Output(output, close);
        InputBorder.Output(output, otherOutput);
    }

    private static void FillIndicators(
        ReadOnlySpan<double> high,
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> close,
        Span<double> plusDi,
        Span<double> minusDi,
        int period)
    {
        double range = 0;
        double plus = 0;
        double minus = 0;
        for (int i = 1; i < high.Length; i++)
        {
            if (i > period)
            {
                range -= range / period;
                plus -= plus / period;
                minus -= minus / period;
            }

            range += TrueRange.Of(high[i], low[i], close[i - 1]);
            plus += DirectionalMovement.Plus(high[i], low[i], high[i - 1], low[i - 1]);
            minus += DirectionalMovement.Minus(high[i], low[i], high[i - 1], low[i - 1]);
            if (i < period)
                continue;

            plusDi[i] = DirectionalMovement.Indicator(plus, range);
            minusDi[i] = DirectionalMovement.Indicator(minus, range);
        }
    }

    private static void FillIndex(ReadOnlySpan<double> plusDi, ReadOnlySpan<double> minusDi, Span<double> adx, int period)
    {
        int first = (2 * period) - 1;
        if (adx.Length <= first)
            return;

        double sum = 0;
        for (int i = period; i <= first; i++)
            sum += DirectionalMovement.Index(plusDi[i], minusDi[i]);

        double value = sum / period;
        adx[first] = value;
        for (int i = first + 1; i < adx.Length; i++)
        {
            value = ((value * (period - 1)) + DirectionalMovement.Index(plusDi[i], minusDi[i])) / period;
            adx[i] = value;
        }
    }
}
