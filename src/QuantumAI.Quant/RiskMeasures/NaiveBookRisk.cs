namespace QuantumAI.Quant.RiskMeasures;

/// <summary>The risk of a book computed from scratch for every answer: plain loops and full sorts. The oracle of <see cref="BookRisk"/>.</summary>
/// <remarks>
/// The parametric figures are those of the book's profit over the history: its mean and sample deviation are m · v and √(vᵀ C v).
/// An answer costs O(scenarios · instruments) and allocates.
/// </remarks>
public sealed class NaiveBookRisk : IBookRisk
{
    private readonly double[] _values;

    /// <summary>A book of given values; parameters and errors as in <see cref="BookRisk"/>.</summary>
    public NaiveBookRisk(RiskModel model, ReadOnlySpan<double> values)
    {
        RiskBorder.Length(values.Length, model.InstrumentCount, nameof(values));
        RiskBorder.Values(values, RiskBorder.MaxValue, nameof(values));
        Model = model;
        _values = values.ToArray();
    }

    /// <inheritdoc/>
    public RiskModel Model { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<double> Values => _values;

    /// <inheritdoc/>
    public RiskFigures Figures => FiguresOf(_values);

    /// <inheritdoc/>
    public RiskFigures WithChange(int instrumentIndex, double deltaValue)
    {
        RiskBorder.Change(_values, instrumentIndex, deltaValue);
        double[] after = [.. _values];
        after[instrumentIndex] += deltaValue;
        return FiguresOf(after);
    }

    /// <inheritdoc/>
    public void Apply(int instrumentIndex, double deltaValue)
    {
        RiskBorder.Change(_values, instrumentIndex, deltaValue);
        _values[instrumentIndex] += deltaValue;
    }

    private RiskFigures FiguresOf(double[] values)
    {
        double[] history = Profits(Model.History, values);
        double[] simulated = Profits(Model.Simulated, values);
        return new RiskFigures(
            ParametricRisk.Measure(history, ConfidenceLevel.Percent95), ParametricRisk.Measure(history, ConfidenceLevel.Percent99),
            HistoricalRisk.Measure(history, ConfidenceLevel.Percent95), HistoricalRisk.Measure(history, ConfidenceLevel.Percent99),
            HistoricalRisk.Measure(simulated, ConfidenceLevel.Percent95), HistoricalRisk.Measure(simulated, ConfidenceLevel.Percent99),
            Model.Stress.Worst(values));
    }

    private static double[] Profits(RiskScenarios scenarios, double[] values)
    {
        double[] profits = new double[scenarios.ScenarioCount];
        for (int s = 0; s < profits.Length; s++)
        {
            for (int i = 0; i < values.Length; i++)
                profits[s] += values[i] * scenarios[s, i];
        }

        return profits;
    }
}
