namespace QuantumAI.Quant.Statistics;

/// <summary>Where returns and equity curves enter the statistics; what is refused names field, rule and value.</summary>
internal static class ReturnBorder
{
    private const double MaxReturn = 1e6;
    private const double MaxPeriodsPerYear = 1e9;

    internal static void PeriodsPerYear(double periodsPerYear)
    {
        if (!(periodsPerYear > 0 && periodsPerYear <= MaxPeriodsPerYear))
            throw Refused(nameof(periodsPerYear), $"periodsPerYear must be above 0 and at most 1e9, was {periodsPerYear:R}");
    }

    internal static void RiskFree(double riskFreePerPeriod)
    {
        if (!(Math.Abs(riskFreePerPeriod) <= 1))
            throw Refused(nameof(riskFreePerPeriod), $"riskFreePerPeriod must be within -1..1, was {riskFreePerPeriod:R}");
    }

    internal static void Returns(ReadOnlySpan<double> returns)
    {
        bool isRuined = false;
        for (int i = 0; i < returns.Length; i++)
        {
            if (!(returns[i] >= -1 && returns[i] <= MaxReturn))
                throw Refused(nameof(returns), $"returns[{i}] must be finite and within -1..1e6, was {returns[i]:R}");

            if (isRuined && returns[i] != 0)
                throw Refused(nameof(returns), $"returns[{i}] must be 0 after a return of -1, was {returns[i]:R}");

            isRuined |= returns[i] == -1;
        }
    }

    internal static double[] ReturnsOf(ReadOnlySpan<double> equity)
    {
        if (equity.Length == 0)
            return [];

        if (!(equity[0] > 0 && double.IsFinite(equity[0])))
            throw Refused(nameof(equity), $"equity[0] must be finite and above 0, was {equity[0]:R}");

        double[] returns = new double[equity.Length - 1];
        for (int i = 1; i < equity.Length; i++)
        {
            if (!(equity[i] >= 0 && double.IsFinite(equity[i])))
                throw Refused(nameof(equity), $"equity[{i}] must be finite and not negative, was {equity[i]:R}");

            if (equity[i - 1] == 0 && equity[i] != 0)
                throw Refused(nameof(equity), $"equity[{i}] must be 0 after an equity of 0, was {equity[i]:R}");

            // The quotient first: it is exactly 1 for an unchanged equity and cannot cancel to less than -1.
            returns[i - 1] = equity[i - 1] == 0 ? 0 : (equity[i] / equity[i - 1]) - 1;
        }

        return returns;
    }

    private static ArgumentOutOfRangeException Refused(string field, FormattableString message) =>
        new(field, FormattableString.Invariant(message));
}
