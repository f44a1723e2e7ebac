namespace QuantumAI.Quant.Statistics;

/// <summary>The sums behind <see cref="PerformanceStatistics"/>, on checked input, oldest first; formulas at its members.</summary>
internal static class PerformanceCalculation
{
    internal static PerformanceStatistics Run(ReadOnlySpan<double> returns, double periodsPerYear, double riskFreePerPeriod)
    {
        (double? total, double? drawdown) = Wealth(returns);
        (double? winRate, double? profitFactor) = GainsAndLosses(returns);
        double? cagr = total is { } t ? Finite(Math.Pow(1 + t, periodsPerYear / returns.Length) - 1) : null;
        double rootOfYear = Math.Sqrt(periodsPerYear);
        double? deviation = Deviation(returns);
        double? shortfall = Shortfall(returns, riskFreePerPeriod);
        double excess = Mean(returns) - riskFreePerPeriod;
        return new PerformanceStatistics
        {
            Periods = returns.Length,
            TotalReturn = total,
            Cagr = cagr,
            AnnualisedVolatility = deviation * rootOfYear,
            Sharpe = deviation > 0 ? Finite(excess / deviation.Value * rootOfYear) : null,
            Sortino = shortfall > 0 ? Finite(excess * periodsPerYear / (shortfall.Value * rootOfYear)) : null,
            Calmar = cagr is { } c && drawdown > 0 ? Finite(c / drawdown.Value) : null,
            MaxDrawdown = drawdown,
            WinRate = winRate,
            ProfitFactor = profitFactor,
        };
    }

    private static (double? Total, double? Drawdown) Wealth(ReadOnlySpan<double> returns)
    {
        if (returns.Length == 0)
            return (null, null);

        double wealth = 1;
        double peak = 1;
        double drawdown = 0;
        foreach (double value in returns)
        {
            wealth *= 1 + value;
            if (!double.IsFinite(wealth))
                return (null, null);

            peak = Math.Max(peak, wealth);
            drawdown = Math.Max(drawdown, 1 - (wealth / peak));
        }

        return (wealth - 1, drawdown);
    }

    private static (double? WinRate, double? ProfitFactor) GainsAndLosses(ReadOnlySpan<double> returns)
    {
        int wins = 0;
        int defeats = 0;
        double gains = 0;
        double losses = 0;
        foreach (double value in returns)
        {
            if (value > 0)
            {
                wins++;
                gains += value;
            }
            else if (value < 0)
            {
                defeats++;
                losses -= value;
            }
        }

        double? winRate = wins + defeats > 0 ? (double)wins / (wins + defeats) : null;
        return (winRate, losses > 0 ? Finite(gains / losses) : null);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;

        return values.Length > 0 ? sum / values.Length : 0;
    }

    /// <summary>Equal values are told apart from the start: the rounding of their mean would leave a deviation of about 1e-18.</summary>
    private static double? Deviation(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
            return null;

        if (!values.ContainsAnyExcept(values[0]))
            return 0;

        double mean = Mean(values);
        double squares = 0;
        foreach (double value in values)
            squares += (value - mean) * (value - mean);

        return Math.Sqrt(squares / (values.Length - 1));
    }

    private static double? Shortfall(ReadOnlySpan<double> returns, double riskFreePerPeriod)
    {
        if (returns.Length == 0)
            return null;

        double squares = 0;
        foreach (double value in returns)
        {
            double miss = Math.Min(value - riskFreePerPeriod, 0);
            squares += miss * miss;
        }

        return Math.Sqrt(squares / returns.Length);
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
