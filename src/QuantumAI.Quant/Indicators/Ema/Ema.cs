namespace QuantumAI.Quant.Indicators;

/// <summary>Exponential moving average, canonical batch form.</summary>
/// <remarks>
/// <para>Estimates the local level of a series, weighting recent values more.</para>
/// <para>Formula, in the unit of the input: k = 2 / (N + 1); EMA[N−1] = (x[0] + … + x[N−1]) / N, summed oldest first;
/// EMA[i] = EMA[i−1] + k · (x[i] − EMA[i−1]).</para>
/// <para>Shape: one series in, one series of the same length out, oldest first. Warm-up: N values; NaN before.</para>
/// <para>Hazards: the seed's weight fades as (1 − k)^i, so two histories of different start agree to 1e-6 only after about 7 N bars.
/// A constant series may differ from its constant by the rounding of the seed's sum. Non-finite input is refused.</para>
/// <para>Source: R. G. Brown (1963), Smoothing, Forecasting and Prediction of Discrete Time Series (k of equal mean age).</para>
/// <para>Golden: ref/indicators/stockindicators/ema.json.gz, ref/indicators/lean/spy_with_indicators.txt (EMA14).</para>
/// </remarks>
public static class Ema
{
    /// <summary>The catalogue entry.</summary>
    public static IndicatorEntry Entry { get; } = new(
        "ema",
        "Exponential moving average",
        ["value"],
        ["ema: unit of the input"],
        [new("periodBars", "bars", EmaParameters.MinPeriodBars, InputBorder.MaxPeriodBars, EmaParameters.DefaultPeriodBars)],
        "periodBars",
        new EmaParameters().WarmUpBars,
        "R. G. Brown (1963), Smoothing, Forecasting and Prediction of Discrete Time Series, Prentice-Hall");

    /// <summary>Fills <paramref name="output"/> with the average known at each value; O(length), allocates nothing.</summary>
    /// <param name="values">The series, oldest first.</param>
    /// <param name="output">Same length, no shared memory; NaN during warm-up.</param>
    /// <param name="parameters">The period.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or beyond ±1e100; the output is untouched.</exception>
    /// <exception cref="ArgumentException">The output has another length or overlaps.</exception>
    public static void Batch(ReadOnlySpan<double> values, Span<double> output, EmaParameters parameters)
    {
        InputBorder.Values(values, nameof(values));
        InputBorder.Output(output, values);
        output.Fill(double.NaN);

        int period = parameters.PeriodBars;
        if (values.Length < period)
            return;

        double sum = 0;
        for (int i = 0; i < period; i++)
            sum += values[i];

        double weight = 2.0 / (period + 1);
        double ema = sum / period;
        output[period - 1] = ema;
        for (int i = period; i < values.Length; i++)
        {
            ema += weight * (values[i] - ema);
            output[i] = ema;
        }
    }
}
