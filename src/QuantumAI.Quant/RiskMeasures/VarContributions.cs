namespace QuantumAI.Quant.RiskMeasures;

/// <summary>The share of one position in a value at risk.</summary>
/// <param name="InstrumentIndex">Which position.</param>
/// <param name="Value">Its value in the base currency, negative when short.</param>
/// <param name="MarginalVar">Change of the value at risk per unit of value added: below 0 where buying hedges.</param>
/// <param name="ComponentVar">Value · marginal, in the base currency: the components of a book add up to its value at risk.</param>
public readonly record struct PositionRisk(int InstrumentIndex, double Value, double MarginalVar, double ComponentVar);

/// <summary>Marginal and component value at risk by position.</summary>
/// <remarks>
/// <para>Parametric: marginal[i] = z · (C v)[i] / √(vᵀ C v) − m[i]; for a book without variance, −m[i].
/// Historical and Monte-Carlo: marginal[i] = −r[s, i] in the scenario s whose loss is the value at risk, the first of equal ones.</para>
/// <para>Hazards: the empirical marginals are the returns of one day and jump when another day takes its place; a large change is measured by
/// <see cref="IBookRisk.WithChange"/>, not by a marginal times its size.</para>
/// <para>Source: P. Jorion (2007), Value at Risk, 7.2; D. Tasche (2000), Risk contributions and performance measurement, 5.</para>
/// </remarks>
public static class VarContributions
{
    /// <summary>Fills the shares of all positions; O(scenarios + instruments), allocates nothing.</summary>
    /// <param name="book">The book; unchanged.</param>
    /// <param name="method">How the value at risk is found.</param>
    /// <param name="level">The confidence level.</param>
    /// <param name="output">One element per instrument.</param>
    /// <returns>The value at risk of the book.</returns>
    /// <exception cref="ArgumentException">A wrong length, no method, or too few scenarios for the level.</exception>
    public static double Measure(BookRisk book, RiskMethod method, ConfidenceLevel level, Span<PositionRisk> output)
    {
        RiskBorder.Length(output.Length, book.Model.InstrumentCount, nameof(output));
        RiskBorder.Method(book.Model, method, level);
        double valueAtRisk = book.ValueAtRiskAfter(method, level, instrumentIndex: 0, deltaValue: 0);
        if (method == RiskMethod.Parametric)
        {
            FillParametric(book, level, output);
            return valueAtRisk;
        }

        (RiskScenarios scenarios, double[] losses) = book.Scenarios(method);
        int scenario = losses.AsSpan().IndexOf(valueAtRisk);
        for (int i = 0; i < output.Length; i++)
            output[i] = Share(book, i, -scenarios[scenario, i]);

        return valueAtRisk;
    }

    private static void FillParametric(BookRisk book, ConfidenceLevel level, Span<PositionRisk> output)
    {
        (_, double deviation) = book.MomentsAfter(instrumentIndex: 0, deltaValue: 0);
        double factor = deviation > 0 ? NormalTail.Of(level).Quantile / deviation : 0;
        for (int i = 0; i < output.Length; i++)
            output[i] = Share(book, i, (factor * book.CovarianceValue[i]) - book.Model.Moments.Mean[i]);
    }

    private static PositionRisk Share(BookRisk book, int instrumentIndex, double marginal) =>
        new(instrumentIndex, book.Values[instrumentIndex], marginal, book.Values[instrumentIndex] * marginal);
}
