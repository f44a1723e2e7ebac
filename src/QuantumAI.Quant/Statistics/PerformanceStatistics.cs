namespace QuantumAI.Quant.Statistics;

/// <summary>What a track record amounts to. A value that is not defined for the input is null, never NaN, infinity or a made-up 0.</summary>
/// <remarks>
/// <para>r[i] are simple returns per period (0.01 = 1 %), n their number, A = periods per year, f = risk-free return per period,
/// x[i] = r[i] − f, W[i] = (1 + r[0]) · … · (1 + r[i]) with W before the first return = 1.</para>
/// <para>Hazards: Sharpe, Sortino and volatility scale by A or √A, which supposes independent periods; few periods make CAGR and Calmar
/// enormous. Win rate and profit factor are per period here, not per trade. All sums run oldest first. CAGR alone uses Math.Pow,
/// whose last bits differ between platforms: CAGR and Calmar are for display and must not enter a compared path.</para>
/// <para>Sources at the members. Golden: ref/performance/empyrical_metric_cases.json.gz.</para>
/// </remarks>
public sealed record PerformanceStatistics
{
    internal PerformanceStatistics()
    {
    }

    /// <summary>Number of returns, n.</summary>
    public required int Periods { get; init; }

    /// <summary>W[n−1] − 1, a fraction. Null when empty or when wealth exceeds a double, as is the drawdown.</summary>
    public required double? TotalReturn { get; init; }

    /// <summary>Compound annual growth rate, W[n−1]^(A / n) − 1, a fraction; −1 after ruin. Null when empty or too large for a double.</summary>
    public required double? Cagr { get; init; }

    /// <summary>Sample standard deviation of r (divisor n − 1) · √A, a fraction; exactly 0 for equal returns. Null below two returns.</summary>
    public required double? AnnualisedVolatility { get; init; }

    /// <summary>mean(x) / sample deviation(x) · √A. Null below two returns or at zero variance. W. F. Sharpe (1994), eq. 3–6.</summary>
    public required double? Sharpe { get; init; }

    /// <summary>
    /// mean(x) · A / (√(mean(min(x, 0)²)) · √A), the deviation over all n. Null when empty or nothing fell short of f.
    /// F. A. Sortino and R. van der Meer (1991).
    /// </summary>
    public required double? Sortino { get; init; }

    /// <summary>CAGR / maximum drawdown over the whole record. Null when either is null or there was no drawdown. T. W. Young (1991).</summary>
    public required double? Calmar { get; init; }

    /// <summary>max over i of 1 − W[i] / max(1, W[0..i]), a fraction of the peak, 0..1 and never negative. Null when empty.</summary>
    public required double? MaxDrawdown { get; init; }

    /// <summary>Periods with r &gt; 0 as a fraction of the periods with r ≠ 0. Null when there is none.</summary>
    public required double? WinRate { get; init; }

    /// <summary>Sum of positive r / |sum of negative r|. Null when no period lost.</summary>
    public required double? ProfitFactor { get; init; }

    /// <summary>From simple returns per period, oldest first; O(n), stateless.</summary>
    /// <param name="returns">Fractions within −1..1e6; may be empty. After −1 (ruin) only 0 may follow.</param>
    /// <param name="periodsPerYear">The annualisation factor A, above 0: 252 for exchange days, 365 for days of crypto, 12 for months.</param>
    /// <param name="riskFreePerPeriod">f, a fraction per period.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or out of range.</exception>
    public static PerformanceStatistics FromReturns(
        ReadOnlySpan<double> returns, double periodsPerYear, double riskFreePerPeriod = 0)
    {
        ReturnBorder.PeriodsPerYear(periodsPerYear);
        ReturnBorder.RiskFree(riskFreePerPeriod);
        ReturnBorder.Returns(returns);
        return PerformanceCalculation.Run(returns, periodsPerYear, riskFreePerPeriod);
    }

    /// <summary>From an equity curve, oldest first, the first value being the start capital; n is one less than its length.</summary>
    /// <param name="equity">In one currency, the first above 0, none negative; after 0 (ruin) only 0 may follow. May be empty.</param>
    /// <param name="periodsPerYear">The annualisation factor A, above 0.</param>
    /// <param name="riskFreePerPeriod">f, a fraction per period.</param>
    /// <remarks>Allocates one array for the returns. Deposits and withdrawals must be taken out before: they would count as returns.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not finite or out of range.</exception>
    public static PerformanceStatistics FromEquity(
        ReadOnlySpan<double> equity, double periodsPerYear, double riskFreePerPeriod = 0) =>
        FromReturns(ReturnBorder.ReturnsOf(equity), periodsPerYear, riskFreePerPeriod);
}
