using System.Text.Json;
using QuantumAI.Quant.Tests.Data;

namespace QuantumAI.Quant.Tests.Indicators;

/// <summary>
/// Against the outputs of other libraries. Stock.Indicators prints doubles in full, so its tolerance is accumulated rounding;
/// LEAN's files are rounded to the digits shown, so theirs is half a last digit and, where the seed differs, the seed's remainder.
/// </summary>
public sealed class IndicatorGoldenTests(ITestOutputHelper log)
{
    private const string Spy = "equities/us/spy_1d_2017_2018.csv";
    private const string StockIndicators = "ref/indicators/stockindicators/";
    private const string Lean = "ref/indicators/lean/";

    [Fact]
    public void ema_must_match_stock_indicators_when_period_is_20()
    {
        using JsonDocument golden = SharedData.Json(StockIndicators + "ema.json.gz");
        double[] actual = IndicatorRun.Of("ema").Batch(SharedData.Bars(Spy), 20)[0];
        Close("ema 20", SharedData.Property(golden, "ema"), actual, 1e-12);
    }

    [Fact]
    public void ema_must_match_lean_when_period_is_14()
    {
        const string File = Lean + "spy_with_indicators.txt";
        double[] close = SharedData.Column(File, "Close");
        double[] actual = IndicatorRun.Of("ema").Batch(new BarSeries(close, close, close), 14)[0];

        // Half a cent each for the rounding of the file's closes and of its averages.
        Close("ema 14 lean", SharedData.Column(File, "EMA14"), actual, 0.01);
    }

    [Theory]
    [InlineData("adx", 0)]
    [InlineData("pdi", 1)]
    [InlineData("mdi", 2)]
    public void adx_must_match_stock_indicators_when_period_is_14(string column, int output)
    {
        using JsonDocument golden = SharedData.Json(StockIndicators + "adx.json.gz");
        double[] actual = IndicatorRun.Of("adx").Batch(SharedData.Bars(Spy), 14)[output];
        Close(column, SharedData.Property(golden, column), actual, 1e-12);
    }

    [Fact]
    public void atr_must_match_stock_indicators_when_period_is_21()
    {
        using JsonDocument golden = SharedData.Json(StockIndicators + "atr-stop.json.gz");
        double[] actual = IndicatorRun.Of("atr").Batch(SharedData.Bars(Spy), 21)[0];
        Close("atr 21", SharedData.Property(golden, "atr"), actual, 1e-12);
    }

    [Fact]
    public void atr_must_approach_lean_when_the_seed_has_faded()
    {
        const string File = Lean + "spy_atr_wilder.txt";
        double[] expected = SharedData.Column(File, "Average True Range 14");
        double[] actual = IndicatorRun.Of("atr").Batch(SharedData.Bars(File, "High", "Low", "Close"), 14)[0];

        // LEAN's file counts the first bar's high − low into the seed, this project does not: the difference fades by 13/14 a bar.
        Close("atr 14 lean, all", expected[14..], actual[14..], 0.06);
        Close("atr 14 lean, from bar 150", expected[150..], actual[150..], 1.1e-5);
    }

    [Fact]
    public void rsi_must_match_lean_when_smoothing_is_wilder()
    {
        const string File = Lean + "spy_with_indicators.txt";
        double[] close = SharedData.Column(File, "Close");
        double[] actual = IndicatorRun.Of("rsi").Batch(new BarSeries(close, close, close), 14)[0];
        Close("rsi 14 lean", SharedData.Column(File, "RSI 14 Wilder"), actual, 5.1e-6);
    }

    [Fact]
    public void rsi_must_reproduce_stochastic_rsi_of_stock_indicators()
    {
        using JsonDocument golden = SharedData.Json(StockIndicators + "stoch-rsi.json.gz");
        double[] rsi = IndicatorRun.Of("rsi").Batch(SharedData.Bars(Spy), 14)[0];
        double[] stochastic = new double[rsi.Length];
        Array.Fill(stochastic, double.NaN);
        for (int i = 27; i < rsi.Length; i++)
        {
            double[] window = rsi[(i - 13)..(i + 1)];
            stochastic[i] = 100 * (rsi[i] - window.Min()) / (window.Max() - window.Min());
        }

        Close("stochastic rsi", SharedData.Property(golden, "stochRsi"), stochastic, 1e-10);
    }

    [Fact]
    public void adx_must_stay_defined_when_bars_are_flat()
    {
        BarSeries bars = SharedData.Bars("quality/si_issue0859.adx.nan.csv", "High", "Low", "Close");
        double[] adx = IndicatorRun.Of("adx").Batch(bars, 14)[0];
        Assert.All(adx[27..], value => Assert.InRange(value, 0, 100));
    }

    private void Close(string name, double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = 0;
        int compared = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (double.IsNaN(expected[i]))
            {
                Assert.True(double.IsNaN(actual[i]), $"{name}[{i}]: reference is empty, was {actual[i]:R}");
                continue;
            }

            double difference = Math.Abs(expected[i] - actual[i]);
            worst = Math.Max(worst, difference);
            Assert.True(difference <= tolerance, $"{name}[{i}]: expected {expected[i]:R} ± {tolerance:R}, was {actual[i]:R}");
            compared++;
        }

        Assert.True(compared > 50, $"{name}: only {compared} rows compared");
        log.WriteLine($"{name}: {compared} rows, largest difference {worst:E2}, tolerance {tolerance:E1}");
    }
}
