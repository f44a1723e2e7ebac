using QuantumAI.Quant.Indicators;
using QuantumAI.Quant.Tests.Data;

namespace QuantumAI.Quant.Tests.Indicators;

public sealed class IndicatorTests
{
    [Fact]
    public void ema_must_follow_its_formula_when_worked_by_hand()
    {
        double[] output = new double[4];
        Ema.Batch([1, 2, 6, 9], output, new EmaParameters(3));
        Assert.Equal([double.NaN, double.NaN, 3, 6], output);
    }

    [Fact]
    public void rsi_must_follow_its_formula_when_worked_by_hand()
    {
        double[] output = new double[4];
        Rsi.Batch([1, 4, 3, 3], output, new RsiParameters(2));

        // Gains 3, 0 → mean 1.5; losses 0, 1 → mean 0.5; then both halve and keep their ratio.
        Assert.Equal([double.NaN, double.NaN, 75, 75], output);
    }

    [Fact]
    public void atr_must_count_the_gap_when_a_bar_opens_away_from_the_close()
    {
        double[] output = new double[3];
        Atr.Batch([10, 20, 21], [9, 19, 19], [10, 19, 20], output, new AtrParameters(1));
        Assert.Equal([double.NaN, 10, 2], output);
    }

    [Theory]
    [InlineData("adx", 0)]
    [InlineData("atr", 0)]
    [InlineData("ema", 100)]
    [InlineData("rsi", 50)]
    public void flat_bars_must_give_the_defined_value_when_nothing_ever_moved(string id, double expected)
    {
        double[] level = [.. Enumerable.Repeat(100.0, 400)];
        double[] values = IndicatorRun.Of(id).Batch(new BarSeries(level, level, level), 14)[0];
        Assert.All(values[28..], value => Assert.Equal(expected, value));
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(-1, 0)]
    public void rsi_must_be_at_its_end_when_every_close_moves_one_way(double step, double expected)
    {
        double[] close = [.. Enumerable.Range(0, 60).Select(i => 1000 + (i * step))];
        Assert.All(IndicatorRun.Of("rsi").Batch(new BarSeries(close, close, close), 14)[0][14..], value => Assert.Equal(expected, value));
    }

    [Fact]
    public void values_must_stay_finite_when_input_is_extreme()
    {
        double[] swing = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? 1e100 : -1e100)];
        BarSeries bars = new(swing, swing, swing);
        Assert.All(IndicatorRun.All, run => Assert.All(run.Batch(bars, 14), output => Assert.All(output[28..], v => Assert.True(double.IsFinite(v)))));
    }

    [Fact]
    public void values_must_stay_finite_when_a_move_decays_through_subnormal_numbers()
    {
        double[] close = [.. Enumerable.Range(0, 20_000).Select(i => i < 50 ? 100 + (i % 3) : 100.0)];
        BarSeries bars = new(close, close, close);
        Assert.All(IndicatorRun.All, run => Assert.All(run.Batch(bars, 14)[0][28..], v => Assert.InRange(v, 0, 102)));
    }

    [Fact]
    public void update_must_allocate_nothing_when_on_the_tick_path()
    {
        EmaIncremental ema = new(new EmaParameters());
        RsiIncremental rsi = new(new RsiParameters());
        AtrIncremental atr = new(new AtrParameters());
        AdxIncremental adx = new(new AdxParameters());
        long before = 0;
        for (int i = 0; i < 2_000; i++)
        {
            if (i == 1_000)
                before = GC.GetAllocatedBytesForCurrentThread();

            double close = 100 + (i % 17);
            ema.Update(close);
            rsi.Update(close);
            atr.Update(close + 1, close - 1, close);
            adx.Update(close + 1, close - 1, close);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void catalogue_must_tell_the_real_warm_up_when_parameters_are_the_defaults()
    {
        BarSeries bars = GeneratedBars.Bars([.. Enumerable.Range(1, 60).Select(i => i * 104_729)]);
        foreach (IndicatorEntry entry in IndicatorCatalogue.All)
        {
            double[][] outputs = IndicatorRun.Of(entry.Id).Batch(bars, entry.Parameters[0].Default);
            Assert.Equal(entry.DefaultWarmUpBars, Array.FindIndex(outputs[0], double.IsFinite) + 1);
            Assert.Equal(entry.Outputs.Count, outputs.Length);
            Assert.Same(entry, IndicatorCatalogue.Find(entry.Id));
        }

        Assert.Equal(IndicatorCatalogue.All.Select(e => e.Id).Order(StringComparer.Ordinal), IndicatorCatalogue.All.Select(e => e.Id));
        Assert.Null(IndicatorCatalogue.Find("sma"));
    }
}
