using QuantumAI.Quant.Statistics;

namespace QuantumAI.Quant.Tests.Statistics;

public sealed class PerformanceStatisticsTests
{
    [Fact]
    public void every_value_must_be_null_when_there_is_no_return()
    {
        PerformanceStatistics[] empties =
        [
            PerformanceStatistics.FromReturns([], 252),
            PerformanceStatistics.FromEquity([], 252),
            PerformanceStatistics.FromEquity([1000], 252),
        ];
        foreach (PerformanceStatistics s in empties)
        {
            Assert.Equal(0, s.Periods);
            Assert.All(
                [s.TotalReturn, s.Cagr, s.AnnualisedVolatility, s.Sharpe, s.Sortino, s.Calmar, s.MaxDrawdown, s.WinRate, s.ProfitFactor],
                value => Assert.Null(value));
        }
    }

    [Fact]
    public void deviation_must_be_null_and_the_rest_defined_when_there_is_one_return()
    {
        PerformanceStatistics s = PerformanceStatistics.FromReturns([-0.5], 1);
        Assert.Equal((-0.5, -0.5, 0.5, 0.0, 0.0), (s.TotalReturn, s.Cagr, s.MaxDrawdown, s.WinRate, s.ProfitFactor));
        Assert.Equal((-1.0, -1.0), (s.Sortino, s.Calmar));
        Assert.Null(s.AnnualisedVolatility);
        Assert.Null(s.Sharpe);
    }

    [Fact]
    public void ratios_must_be_null_when_variance_drawdown_and_losses_are_zero()
    {
        PerformanceStatistics s = PerformanceStatistics.FromReturns([0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01], 252);
        Assert.Equal((0.0, 0.0, 1.0), (s.AnnualisedVolatility, s.MaxDrawdown, s.WinRate));
        Assert.All([s.Sharpe, s.Sortino, s.Calmar, s.ProfitFactor], value => Assert.Null(value));
    }

    [Fact]
    public void win_rate_must_be_null_when_nothing_moved()
    {
        PerformanceStatistics s = PerformanceStatistics.FromEquity([5, 5, 5], 252);
        Assert.Equal((0.0, 0.0), (s.TotalReturn, s.Cagr));
        Assert.Null(s.WinRate);
        Assert.Null(s.ProfitFactor);
    }

    [Fact]
    public void values_must_follow_their_definitions_when_worked_by_hand()
    {
        PerformanceStatistics s = PerformanceStatistics.FromEquity([100, 150, 75, 75, 112.5], 4);
        Assert.Equal((4, 0.125, 0.125, 0.5), (s.Periods, s.TotalReturn, s.Cagr, s.MaxDrawdown));
        Assert.Equal((2.0 / 3, 2.0, 0.25), (s.WinRate, s.ProfitFactor, s.Calmar));

        // Returns 0.5, -0.5, 0, 0.5: mean 0.125, squared deviations 0.6875 over 3, shortfall √(0.25 / 4), √A = 2.
        Assert.Equal(2 * Math.Sqrt(0.6875 / 3), s.AnnualisedVolatility!.Value, 1e-15);
        Assert.Equal(0.125 / Math.Sqrt(0.6875 / 3) * 2, s.Sharpe!.Value, 1e-15);
        Assert.Equal(1.0, s.Sortino!.Value, 1e-15);
    }

    [Fact]
    public void ruin_must_be_a_total_loss_when_equity_reaches_zero()
    {
        PerformanceStatistics s = PerformanceStatistics.FromEquity([100, 0, 0], 252);
        Assert.Equal((-1.0, -1.0, 1.0, -1.0), (s.TotalReturn, s.Cagr, s.MaxDrawdown, s.Calmar));
    }

    [Fact]
    public void wealth_must_be_null_when_it_exceeds_a_double()
    {
        double[] returns = [.. Enumerable.Repeat(1e6, 60)];
        PerformanceStatistics s = PerformanceStatistics.FromReturns(returns, 252);
        Assert.All([s.TotalReturn, s.Cagr, s.Calmar, s.MaxDrawdown], value => Assert.Null(value));
    }

    [Theory]
    [InlineData(double.NaN, "returns[1] must be finite and within -1..1e6, was NaN")]
    [InlineData(double.PositiveInfinity, "returns[1] must be finite")]
    [InlineData(-1.01, "returns[1] must be finite and within -1..1e6, was -1.01")]
    public void returns_must_be_refused_when_not_finite_or_below_total_loss(double bad, string message) =>
        Refused(() => PerformanceStatistics.FromReturns([0, bad], 252), message);

    [Theory]
    [InlineData(0, 1, "equity[0] must be finite and above 0, was 0")]
    [InlineData(1, -1, "equity[1] must be finite and not negative, was -1")]
    [InlineData(1, double.NaN, "equity[1]")]
    public void equity_must_be_refused_when_not_a_capital(double first, double second, string message) =>
        Refused(() => PerformanceStatistics.FromEquity([first, second], 252), message);

    [Fact]
    public void track_record_must_be_refused_when_it_rises_from_ruin()
    {
        Refused(() => PerformanceStatistics.FromReturns([-1, 0.1], 252), "returns[1] must be 0 after a return of -1");
        Refused(() => PerformanceStatistics.FromEquity([1, 0, 1], 252), "equity[2] must be 0 after an equity of 0");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-252)]
    [InlineData(double.NaN)]
    public void periods_per_year_must_be_refused_when_not_above_zero(double periodsPerYear) =>
        Refused(() => PerformanceStatistics.FromReturns([0.1], periodsPerYear), "periodsPerYear must be above 0");

    [Fact]
    public void risk_free_must_be_refused_when_not_a_fraction() =>
        Refused(() => PerformanceStatistics.FromReturns([0.1], 252, double.NaN), "riskFreePerPeriod must be within -1..1");

    private static void Refused(Func<object> action, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(action).Message, StringComparison.Ordinal);
}
