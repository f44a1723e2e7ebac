namespace QuantumAI.Quant.RiskMeasures;

/// <summary>The loss of a book under one stress scenario.</summary>
/// <param name="ScenarioIndex">Which, in <see cref="StressScenarios.Names"/>.</param>
/// <param name="Loss">In the base currency; negative when the book gains.</param>
public readonly record struct StressLoss(int ScenarioIndex, double Loss);

/// <summary>Named shocks: a change of price of each instrument, as a fraction (−0.3 = a fall by 30 %). Immutable; may be empty.</summary>
public sealed class StressScenarios
{
    /// <summary>Most scenarios of a table.</summary>
    public const int MaxScenarios = 256;

    private readonly string[] _names;
    private readonly double[] _shocks;

    /// <summary>Takes copies.</summary>
    /// <param name="names">At most 256, not empty, no two alike.</param>
    /// <param name="shocks">Scenario by scenario, each −1..1000: a price can lose all of itself and no more.</param>
    /// <param name="instrumentCount">1..256.</param>
    /// <exception cref="ArgumentException">A wrong shape, a shock out of range, a name empty or given twice.</exception>
    public StressScenarios(IReadOnlyList<string> names, ReadOnlySpan<double> shocks, int instrumentCount)
    {
        RiskBorder.Count(names.Count, 0, MaxScenarios, nameof(names));
        RiskBorder.Count(instrumentCount, 1, RiskScenarios.MaxInstruments, nameof(instrumentCount));
        RiskBorder.Length(shocks.Length, names.Count * instrumentCount, nameof(shocks));
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int k = 0; k < names.Count; k++)
        {
            if (string.IsNullOrWhiteSpace(names[k]) || !seen.Add(names[k]))
                throw new ArgumentException(FormattableString.Invariant($"names[{k}] must not be empty nor given twice, was “{names[k]}”"), nameof(names));

            for (int i = 0; i < instrumentCount; i++)
                RiskBorder.Within(shocks[(k * instrumentCount) + i], -1, RiskBorder.MaxReturn, $"shocks[{(k * instrumentCount) + i}]");
        }

        InstrumentCount = instrumentCount;
        _names = [.. names];
        _shocks = new double[shocks.Length];
        for (int k = 0; k < _names.Length; k++)
        {
            for (int i = 0; i < instrumentCount; i++)
                _shocks[(i * _names.Length) + k] = shocks[(k * instrumentCount) + i];
        }
    }

    /// <summary>The names, in the order of the indices.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Number of instruments of each scenario.</summary>
    public int InstrumentCount { get; }

    /// <summary>A table without scenarios.</summary>
    public static StressScenarios None(int instrumentCount) => new([], [], instrumentCount);

    /// <summary>The shocks of one instrument, by scenario.</summary>
    public ReadOnlySpan<double> OfInstrument(int instrumentIndex) =>
        _shocks.AsSpan(instrumentIndex * _names.Length, _names.Length);

    /// <summary>The worst of the losses of a book, the first of equal ones; null when the table is empty. O(scenarios · instruments).</summary>
    /// <param name="values">Value of each position in the base currency, negative when short; within ±1e15.</param>
    /// <exception cref="ArgumentException">A wrong length, or a value out of range.</exception>
    public StressLoss? Worst(ReadOnlySpan<double> values)
    {
        RiskBorder.Length(values.Length, InstrumentCount, nameof(values));
        RiskBorder.Values(values, RiskBorder.MaxValue, nameof(values));
        StressLoss? worst = null;
        for (int k = 0; k < _names.Length; k++)
        {
            double profit = 0;
            for (int i = 0; i < values.Length; i++)
                profit += values[i] * _shocks[(i * _names.Length) + k];

            if (worst is not { } known || -profit > known.Loss)
                worst = new StressLoss(k, -profit);
        }

        return worst;
    }
}
