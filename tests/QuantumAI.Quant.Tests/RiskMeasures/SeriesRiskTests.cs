using QuantumAI.Quant.RiskMeasures;
using QuantumAI.Quant.Tests.Data;

namespace QuantumAI.Quant.Tests.RiskMeasures;

public sealed class SeriesRiskTests(ITestOutputHelper log)
{
    private const string Golden = "ref/indicators/lean/spy_valueatrisk.csv.gz";
    private const int Window = 252;

    [Theory]
    [InlineData("VaR_99", 9_900)]
    [InlineData("VaR_95", 9_500)]
    [InlineData("VaR_90", 9_000)]
    public void parametric_must_match_lean(string column, int bps)
    {
        double[] returns = SharedData.Column(Golden, "returns");
        double[] expected = SharedData.Column(Golden, column);
        double worst = 0;
        int seen = 0;
        for (int day = 0; day < expected.Length; day++)
        {
            if (double.IsNaN(expected[day]))
                continue;

            // The first row has no return.
            int first = Math.Max(1, day - Window + 1);
            double actual = ParametricRisk.Measure(returns.AsSpan(first, day - first + 1), new ConfidenceLevel(bps)).ValueAtRisk;
            worst = Math.Max(worst, Math.Abs(expected[day] + actual));
            seen++;
        }

        log.WriteLine($"{column}: {seen} values, largest difference {worst:E2}");
        Assert.True(seen > 2_700);
        Assert.True(worst < 1e-14, $"largest difference {worst:E2}");
    }

    [Theory]
    [InlineData(9_500, 1.6448536269514722, 2.0627128075074256)]
    [InlineData(9_900, 2.3263478740408408, 2.6652142203457757)]
    public void parametric_must_match_the_closed_form(int bps, double quantile, double shortfall)
    {
        TailRisk risk = ParametricRisk.FromMoments(0.001, 0.02, new ConfidenceLevel(bps));
        Assert.Equal((quantile * 0.02) - 0.001, risk.ValueAtRisk, 1e-15);
        Assert.Equal((shortfall * 0.02) - 0.001, risk.ConditionalValueAtRisk, 1e-13);
    }

    [Fact]
    public void parametric_must_use_the_sample_deviation()
    {
        // Mean 2, squares 4 + 0 + 4 over 2.
        TailRisk risk = ParametricRisk.Measure([0, 2, 4], ConfidenceLevel.Percent95);
        Assert.Equal((1.6448536269514722 * 2) - 2, risk.ValueAtRisk, 1e-12);
    }

    [Fact]
    public void parametric_must_be_the_sure_loss_when_all_are_equal() =>
        Assert.Equal(new TailRisk(0.1, 0.1), ParametricRisk.Measure([-0.1, -0.1, -0.1], ConfidenceLevel.Percent99));

    [Fact]
    public void historical_must_rank_as_stated_when_there_are_500_days()
    {
        // Profits −1 … −500 in a mixed order: the k-th largest loss is 501 − k.
        double[] profits = [.. Enumerable.Range(0, 500).Select(i => -1.0 - (i * 7 % 500))];
        Assert.Equal(new TailRisk(495, 498), HistoricalRisk.Measure(profits, ConfidenceLevel.Percent99));
        Assert.Equal(new TailRisk(475, 488), HistoricalRisk.Measure(profits, ConfidenceLevel.Percent95));
    }

    [Fact]
    public void historical_must_weigh_the_fraction_when_the_tail_is_not_whole()
    {
        // 25 observations at 95 %: a tail of 1.25, the largest loss and a quarter of the next: (10 + 0.25 · 6) / 1.25.
        double[] profits = [-10, -6, .. Enumerable.Repeat(1.0, 23)];
        TailRisk risk = HistoricalRisk.Measure(profits, ConfidenceLevel.Percent95);
        Assert.Equal(6, risk.ValueAtRisk);
        Assert.Equal(9.2, risk.ConditionalValueAtRisk, 1e-14);
    }

    [Fact]
    public void historical_must_not_leave_the_series_sorted()
    {
        double[] profits = [.. Enumerable.Range(0, 100).Select(i => (double)(i * 37 % 100))];
        double[] before = [.. profits];
        HistoricalRisk.Measure(profits, ConfidenceLevel.Percent99);
        Assert.Equal(before, profits);
    }

    [Fact]
    public void Prop_conditional_is_at_least_the_value_at_risk() =>
        GeneratedBars.Hold((period, bars) =>
        {
            if (bars.Length < 20)
                return true;

            TailRisk historical = HistoricalRisk.Measure(bars.Close, ConfidenceLevel.Percent95);
            TailRisk parametric = ParametricRisk.Measure(bars.Close, ConfidenceLevel.Percent95);
            return historical.ConditionalValueAtRisk >= historical.ValueAtRisk - 1e-9
                && parametric.ConditionalValueAtRisk >= parametric.ValueAtRisk - 1e-9;
        });

    [Fact]
    public void monte_carlo_must_near_the_closed_form_when_scenarios_are_many()
    {
        Random random = new(5);
        double[] returns = [.. Enumerable.Range(0, 500).Select(_ => (random.NextDouble() - 0.5) * 0.04)];
        TailRisk closed = ParametricRisk.Measure(returns, ConfidenceLevel.Percent95);
        double error = 0;
        for (ulong seed = 0; seed < 50; seed++)
            error += (MonteCarloRisk.Measure(returns, 1_000, seed, ConfidenceLevel.Percent95).ValueAtRisk / closed.ValueAtRisk) - 1;

        // One estimate errs by about 4 %; six errors of the mean of fifty.
        Assert.Equal(0, error / 50, 0.036);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1e101)]
    public void series_must_be_refused_when_a_value_is_not_usable(double bad)
    {
        double[] profits = [.. Enumerable.Repeat(0.01, 100)];
        profits[42] = bad;
        Refused("profits[42] must be finite and within ±1E+100, was ", () => ParametricRisk.Measure(profits, ConfidenceLevel.Percent95));
        Refused("profits[42] must be finite and within ±1E+100, was ", () => HistoricalRisk.Measure(profits, ConfidenceLevel.Percent95));
        Refused("returns[42] must be finite and within ±1000, was ", () => MonteCarloRisk.Measure(profits, 100, 1, ConfidenceLevel.Percent95));
    }

    [Fact]
    public void series_must_be_refused_when_too_short()
    {
        Refused("profits must have at least 2 observations, had 1", () => ParametricRisk.Measure([1], ConfidenceLevel.Percent95));
        Refused("profits must have at least 100 observations, had 99", () => HistoricalRisk.Measure(new double[99], ConfidenceLevel.Percent99));
        Refused("scenarioCount must be within 100..2000, was 99", () => MonteCarloRisk.Measure([0, 1], 99, 1, ConfidenceLevel.Percent99));
    }

    [Fact]
    public void level_must_be_refused_when_out_of_range_or_never_set()
    {
        Refused("confidenceBps must be within 5000..9999, was 10000", () => new ConfidenceLevel(10_000));
        Refused("deviation must be finite and within 0..1E+100, was -1", () => ParametricRisk.FromMoments(0, -1, ConfidenceLevel.Percent95));
        Assert.Throws<InvalidOperationException>(() => ParametricRisk.Measure([0, 1], default));
    }

    private static void Refused(string expected, Func<object?> act) =>
        Assert.StartsWith(expected, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
}
