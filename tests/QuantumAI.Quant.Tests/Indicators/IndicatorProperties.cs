using QuantumAI.Quant.Indicators;
using QuantumAI.Quant.Tests.Data;

namespace QuantumAI.Quant.Tests.Indicators;

public sealed class IndicatorProperties
{
    public static TheoryData<string> Ids => new(IndicatorCatalogue.All.Select(entry => entry.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Prop_incremental_equals_batch_bit_for_bit(string id)
    {
        IndicatorRun run = IndicatorRun.Of(id);
        GeneratedBars.Hold((period, bars) => SameBits(run.Incremental(bars, period), run.Batch(bars, period)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Prop_truncating_the_future_changes_no_past_value(string id)
    {
        IndicatorRun run = IndicatorRun.Of(id);
        GeneratedBars.Hold((period, bars) =>
        {
            double[][] whole = run.Batch(bars, period);
            return Enumerable.Range(0, bars.Length).All(count =>
                SameBits(run.Batch(bars.Take(count), period), [.. whole.Select(output => output[..count])]));
        });
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Prop_scaling_prices_by_a_power_of_two_scales_price_outputs_exactly_and_leaves_indices(string id)
    {
        IndicatorRun run = IndicatorRun.Of(id);
        GeneratedBars.Hold((period, bars) => new[] { 1.0 / (1L << 30), 0.5, 2, 1024, 1L << 40 }.All(factor =>
        {
            double[][] expected = run.Batch(bars, period);
            if (run.IsInPriceUnits)
                expected = [.. expected.Select(output => output.Select(value => value * factor).ToArray())];

            return SameBits(run.Batch(bars.Scale(factor), period), expected);
        }));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Prop_values_are_finite_and_in_range_exactly_after_warm_up(string id)
    {
        IndicatorRun run = IndicatorRun.Of(id);
        int factor = id == "adx" ? 2 : 1;
        int offset = id is "rsi" or "atr" ? 1 : 0;
        GeneratedBars.Hold((period, bars) =>
        {
            double[] values = run.Batch(bars, period)[0];
            int warmUp = (factor * period) + offset;
            return values.Take(warmUp - 1).All(double.IsNaN)
                && values.Skip(warmUp - 1).All(value => double.IsFinite(value) && (run.IsInPriceUnits || value is >= 0 and <= 100));
        });
    }

    [Fact]
    public void Prop_directional_indicators_are_finite_after_their_own_warm_up() =>
        GeneratedBars.Hold((period, bars) => IndicatorRun.Of("adx").Batch(bars, period).Skip(1).All(output =>
            output.Take(period).All(double.IsNaN) && output.Skip(period).All(value => double.IsFinite(value) && value >= 0)));

    [Fact]
    public void Prop_rising_means_above_the_value_one_bar_before() =>
        GeneratedBars.Hold((period, bars) =>
        {
            double[] batch = IndicatorRun.Of("adx").Batch(bars, period)[0];
            AdxIncremental adx = new(new AdxParameters(period));
            for (int i = 0; i < bars.Length; i++)
            {
                adx.Update(bars.High[i], bars.Low[i], bars.Close[i]);
                bool expected = i > 0 && batch[i] > batch[i - 1];
                if (adx.IsRising != expected || adx.IsWarm == double.IsNaN(batch[i]))
                    return false;
            }

            return true;
        });

    private static bool SameBits(double[][] left, double[][] right) =>
        left.Length == right.Length && left.Zip(right).All(pair => GeneratedBars.SameBits(pair.First, pair.Second));
}
