namespace QuantumAI.Quant.RiskMeasures;

/// <summary>Value at risk and conditional value at risk of a normal distribution fitted to a series.</summary>
/// <remarks>
/// <para>With m the mean, s the sample standard deviation (divisor n − 1), α the level, z = Φ⁻¹(α):
/// VaR = z · s − m; CVaR = s · φ(z) / (1 − α) − m. Both in the unit of the series, one day ahead for daily values.</para>
/// <para>Hazards: real returns have fatter tails than the normal, so the 99 % figures are too small in a crisis; equal values give s = 0.</para>
/// <para>Source: A. J. McNeil, R. Frey, P. Embrechts (2005), Quantitative Risk Management, examples 2.14 and 2.18.</para>
/// <para>Golden: ref/indicators/lean/spy_valueatrisk.csv.gz (which gives m − z · s).</para>
/// </remarks>
public static class ParametricRisk
{
    /// <summary>From a series of returns or profits, in any order of time; O(n), allocates nothing.</summary>
    /// <param name="profits">At least 2; a gain is positive.</param>
    /// <param name="level">The confidence level.</param>
    /// <exception cref="ArgumentException">Too few observations, or one is not finite or beyond ±1e100.</exception>
    public static TailRisk Measure(ReadOnlySpan<double> profits, ConfidenceLevel level)
    {
        RiskBorder.Observations(profits, minimum: 2, nameof(profits));
        double mean = Mean(profits);
        double squares = 0;
        foreach (double profit in profits)
            squares += (profit - mean) * (profit - mean);

        return NormalTail.Of(level).At(mean, Math.Sqrt(squares / (profits.Length - 1)));
    }

    /// <summary>From known moments.</summary>
    /// <param name="mean">Expected profit of a day.</param>
    /// <param name="deviation">Standard deviation of it, not negative.</param>
    /// <param name="level">The confidence level.</param>
    /// <exception cref="ArgumentOutOfRangeException">A moment is not finite, too large, or the deviation is negative.</exception>
    public static TailRisk FromMoments(double mean, double deviation, ConfidenceLevel level)
    {
        RiskBorder.Within(mean, -RiskBorder.MaxMagnitude, RiskBorder.MaxMagnitude, nameof(mean));
        RiskBorder.Within(deviation, 0, RiskBorder.MaxMagnitude, nameof(deviation));
        return NormalTail.Of(level).At(mean, deviation);
    }

    /// <summary>Equal values are told apart: the rounding of their sum would leave a mean beside them and a deviation of about 1e-18.</summary>
    internal static double Mean(ReadOnlySpan<double> values)
    {
        if (!values.ContainsAnyExcept(values[0]))
            return values[0];

        double sum = 0;
        foreach (double value in values)
            sum += value;

        return sum / values.Length;
    }
}
