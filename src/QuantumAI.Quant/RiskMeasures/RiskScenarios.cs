namespace QuantumAI.Quant.RiskMeasures;

/// <summary>One-day returns of instruments under scenarios: past days, or simulated ones. Immutable.</summary>
/// <remarks>Kept instrument by instrument, so that a change of one position reads one contiguous column.</remarks>
public sealed class RiskScenarios
{
    /// <summary>Most scenarios of a table.</summary>
    public const int MaxScenarios = 2_000;

    /// <summary>Most instruments of a table.</summary>
    public const int MaxInstruments = 256;

    private readonly double[] _columns;

    /// <summary>Takes a copy of a table.</summary>
    /// <param name="returns">Fractions (0.01 = 1 %) within ±1000, scenario by scenario: the return of instrument i in scenario s is at s · instruments + i.</param>
    /// <param name="scenarioCount">1..2,000.</param>
    /// <param name="instrumentCount">1..256.</param>
    /// <exception cref="ArgumentException">The shape does not fit the length, or a value is not finite or out of range.</exception>
    public RiskScenarios(ReadOnlySpan<double> returns, int scenarioCount, int instrumentCount)
    {
        RiskBorder.Count(scenarioCount, 1, MaxScenarios, nameof(scenarioCount));
        RiskBorder.Count(instrumentCount, 1, MaxInstruments, nameof(instrumentCount));
        RiskBorder.Length(returns.Length, scenarioCount * instrumentCount, nameof(returns));
        RiskBorder.Values(returns, RiskBorder.MaxReturn, nameof(returns));
        ScenarioCount = scenarioCount;
        InstrumentCount = instrumentCount;
        _columns = new double[returns.Length];
        for (int s = 0; s < scenarioCount; s++)
        {
            for (int i = 0; i < instrumentCount; i++)
                _columns[(i * scenarioCount) + s] = returns[(s * instrumentCount) + i];
        }
    }

    /// <summary>Number of scenarios.</summary>
    public int ScenarioCount { get; }

    /// <summary>Number of instruments.</summary>
    public int InstrumentCount { get; }

    /// <summary>The return of one instrument in one scenario, a fraction.</summary>
    public double this[int scenarioIndex, int instrumentIndex] => OfInstrument(instrumentIndex)[scenarioIndex];

    /// <summary>The returns of one instrument, by scenario.</summary>
    public ReadOnlySpan<double> OfInstrument(int instrumentIndex) =>
        _columns.AsSpan(instrumentIndex * ScenarioCount, ScenarioCount);
}
