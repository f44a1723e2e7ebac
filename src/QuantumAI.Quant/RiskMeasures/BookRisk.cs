namespace QuantumAI.Quant.RiskMeasures;

/// <summary>The risk of a book, kept up to date: a question or a change costs O(scenarios + instruments), and no allocation.</summary>
/// <remarks>
/// <para>Held: the loss in each scenario, C · v (C the covariances, v the values), vᵀ C v and m · v. A change d of position i takes
/// d · r[s, i] off each loss and makes the variance vᵀ C v + d · (2 (C v)[i] + d · C[i, i]).</para>
/// <para>Rounding: each change adds at most about 2⁻⁵³ of the book's gross value times the largest return to a loss. When the gross values
/// since the last full computation add up to 4,096 times the present one, all is computed anew: losses stay within 1e-12 of gross value times
/// largest return. The variance stays within 1e-12 · (Σ |v[i]| s[i])², so that the parametric figures of a book hedged to nothing may be
/// off by 1e-6 · Σ |v[i]| s[i]. Before every full computation the figures equal those of <see cref="NaiveBookRisk"/> within that; after
/// it, historical and simulated ones to the bit.</para>
/// </remarks>
public sealed class BookRisk : IBookRisk
{
    private const double MaxGrossSum = 4_096;
    private static readonly NormalTail Normal95 = NormalTail.Of(ConfidenceLevel.Percent95);
    private static readonly NormalTail Normal99 = NormalTail.Of(ConfidenceLevel.Percent99);

    private readonly double[] _values;
    private readonly double[] _covarianceValue;
    private readonly double[] _historyLoss;
    private readonly double[] _simulatedLoss;
    private readonly double[] _stressLoss;
    private readonly double[] _trial;
    private readonly double[] _tail;
    private double _mean;
    private double _variance;
    private double _gross;
    private double _grossSum;

    /// <summary>A book of given values.</summary>
    /// <param name="model">What to measure with; holds no state of the book.</param>
    /// <param name="values">Value of each position in the base currency, negative when short; within ±1e15.</param>
    /// <exception cref="ArgumentException">A wrong length, or a value out of range.</exception>
    public BookRisk(RiskModel model, ReadOnlySpan<double> values)
    {
        RiskBorder.Length(values.Length, model.InstrumentCount, nameof(values));
        RiskBorder.Values(values, RiskBorder.MaxValue, nameof(values));
        Model = model;
        _values = values.ToArray();
        _covarianceValue = new double[values.Length];
        _historyLoss = new double[model.History.ScenarioCount];
        _simulatedLoss = new double[model.Simulated.ScenarioCount];
        _stressLoss = new double[model.Stress.Names.Count];
        int most = Math.Max(_historyLoss.Length, _simulatedLoss.Length);
        _trial = new double[most];
        _tail = new double[most];
        Recompute();
    }

    /// <inheritdoc/>
    public RiskModel Model { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<double> Values => _values;

    /// <inheritdoc/>
    public RiskFigures Figures => WithChange(0, 0);

    /// <summary>Full computations so far, the first included.</summary>
    internal int Recomputations { get; private set; }

    /// <inheritdoc/>
    public RiskFigures WithChange(int instrumentIndex, double deltaValue)
    {
        RiskBorder.Change(_values, instrumentIndex, deltaValue);
        (double mean, double deviation) = MomentsAfter(instrumentIndex, deltaValue);
        ReadOnlySpan<double> history = TailAfter(Model.History, _historyLoss, instrumentIndex, deltaValue, ConfidenceLevel.Percent95);
        (TailRisk history95, TailRisk history99) = Both(history, _historyLoss.Length);
        ReadOnlySpan<double> simulated = TailAfter(Model.Simulated, _simulatedLoss, instrumentIndex, deltaValue, ConfidenceLevel.Percent95);
        (TailRisk simulated95, TailRisk simulated99) = Both(simulated, _simulatedLoss.Length);
        return new RiskFigures(
            Normal95.At(mean, deviation), Normal99.At(mean, deviation), history95, history99, simulated95, simulated99,
            WorstAfter(instrumentIndex, deltaValue));
    }

    /// <inheritdoc/>
    public void Apply(int instrumentIndex, double deltaValue)
    {
        RiskBorder.Change(_values, instrumentIndex, deltaValue);
        _values[instrumentIndex] += deltaValue;
        ReadOnlySpan<double> covariances = Model.Moments.Row(instrumentIndex);
        for (int i = 0; i < _values.Length; i++)
            _covarianceValue[i] += deltaValue * covariances[i];

        SumOverPositions();
        _grossSum += _gross;
        if (_grossSum > MaxGrossSum * _gross)
        {
            Recompute();
            return;
        }

        LossVector.Change(_historyLoss, Model.History.OfInstrument(instrumentIndex), deltaValue, _historyLoss);
        LossVector.Change(_simulatedLoss, Model.Simulated.OfInstrument(instrumentIndex), deltaValue, _simulatedLoss);
        LossVector.Change(_stressLoss, Model.Stress.OfInstrument(instrumentIndex), deltaValue, _stressLoss);
    }

    /// <summary>One figure after a change, for searches.</summary>
    internal double ValueAtRiskAfter(RiskMethod method, ConfidenceLevel level, int instrumentIndex, double deltaValue)
    {
        if (method == RiskMethod.Parametric)
        {
            (double mean, double deviation) = MomentsAfter(instrumentIndex, deltaValue);
            return NormalTail.Of(level).At(mean, deviation).ValueAtRisk;
        }

        (RiskScenarios scenarios, double[] losses) = Scenarios(method);
        return HistoricalRisk.OfSorted(TailAfter(scenarios, losses, instrumentIndex, deltaValue, level), losses.Length, level).ValueAtRisk;
    }

    /// <summary>C · v.</summary>
    internal ReadOnlySpan<double> CovarianceValue => _covarianceValue;

    internal (double Mean, double Deviation) MomentsAfter(int instrumentIndex, double deltaValue)
    {
        double own = Model.Moments.Row(instrumentIndex)[instrumentIndex];
        double variance = _variance + (deltaValue * ((2 * _covarianceValue[instrumentIndex]) + (deltaValue * own)));
        return (_mean + (deltaValue * Model.Moments.Mean[instrumentIndex]), Math.Sqrt(Math.Max(0, variance)));
    }

    internal (RiskScenarios Scenarios, double[] Losses) Scenarios(RiskMethod method) =>
        method == RiskMethod.MonteCarlo ? (Model.Simulated, _simulatedLoss) : (Model.History, _historyLoss);

    private static (TailRisk At95, TailRisk At99) Both(ReadOnlySpan<double> tail, int observations) =>
        (HistoricalRisk.OfSorted(tail, observations, ConfidenceLevel.Percent95),
            HistoricalRisk.OfSorted(tail, observations, ConfidenceLevel.Percent99));

    private ReadOnlySpan<double> TailAfter(
        RiskScenarios scenarios, double[] losses, int instrumentIndex, double deltaValue, ConfidenceLevel level)
    {
        Span<double> after = _trial.AsSpan(0, losses.Length);
        LossVector.Change(losses, scenarios.OfInstrument(instrumentIndex), deltaValue, after);
        return TailSelection.Largest(after, level.TailCount(losses.Length) + 1, _tail);
    }

    private StressLoss? WorstAfter(int instrumentIndex, double deltaValue)
    {
        if (_stressLoss.Length == 0)
            return null;

        ReadOnlySpan<double> shocks = Model.Stress.OfInstrument(instrumentIndex);
        (int worst, double loss) = (0, double.NegativeInfinity);
        for (int k = 0; k < _stressLoss.Length; k++)
        {
            double after = _stressLoss[k] - (shocks[k] * deltaValue);
            if (after > loss)
                (worst, loss) = (k, after);
        }

        return new StressLoss(worst, loss);
    }

    /// <summary>In the order of the instruments, as the naive form sums: a book that has just been computed anew differs in no bit.</summary>
    private void Recompute()
    {
        Array.Clear(_covarianceValue);
        Array.Clear(_historyLoss);
        Array.Clear(_simulatedLoss);
        Array.Clear(_stressLoss);
        for (int i = 0; i < _values.Length; i++)
        {
            if (_values[i] == 0)
                continue;

            LossVector.Change(_covarianceValue, Model.Moments.Row(i), -_values[i], _covarianceValue);
            LossVector.Change(_historyLoss, Model.History.OfInstrument(i), _values[i], _historyLoss);
            LossVector.Change(_simulatedLoss, Model.Simulated.OfInstrument(i), _values[i], _simulatedLoss);
            LossVector.Change(_stressLoss, Model.Stress.OfInstrument(i), _values[i], _stressLoss);
        }

        SumOverPositions();
        _grossSum = _gross;
        Recomputations++;
    }

    private void SumOverPositions()
    {
        (_mean, _variance, _gross) = (0, 0, 0);
        for (int i = 0; i < _values.Length; i++)
        {
            _mean += _values[i] * Model.Moments.Mean[i];
            _variance += _values[i] * _covarianceValue[i];
            _gross += Math.Abs(_values[i]);
        }

        _variance = Math.Max(0, _variance);
    }
}
