namespace QuantumAI.Quant.RiskMeasures;

/// <summary>What the risk of any book over the same instruments is measured with. Immutable; made once a day, shared by all books.</summary>
public sealed class RiskModel
{
    /// <summary>Fewest scenarios: one lies in the tail at 99 %.</summary>
    public const int MinScenarios = 100;

    /// <summary>Estimates the moments of the history and simulates with them; O(scenarios · instruments²).</summary>
    /// <param name="history">Returns of past days, 100..2,000; 500 are usual.</param>
    /// <param name="stress">Shocks of the same instruments.</param>
    /// <param name="seed">Seed of the simulation; any value.</param>
    /// <param name="simulatedScenarioCount">100..2,000.</param>
    /// <exception cref="ArgumentException">Too few scenarios, or shapes that do not fit.</exception>
    public RiskModel(
        RiskScenarios history, StressScenarios stress, ulong seed, int simulatedScenarioCount = MonteCarloRisk.DefaultScenarioCount)
    {
        RiskBorder.Count(history.ScenarioCount, MinScenarios, RiskScenarios.MaxScenarios, "history.ScenarioCount");
        RiskBorder.Count(simulatedScenarioCount, MinScenarios, RiskScenarios.MaxScenarios, nameof(simulatedScenarioCount));
        RiskBorder.Count(stress.InstrumentCount, history.InstrumentCount, history.InstrumentCount, "stress.InstrumentCount");
        History = history;
        Stress = stress;
        Moments = ReturnCovariance.FromScenarios(history);
        Simulated = MonteCarloRisk.Simulate(Moments, simulatedScenarioCount, seed);
    }

    /// <summary>Number of instruments.</summary>
    public int InstrumentCount => History.InstrumentCount;

    /// <summary>Returns of past days.</summary>
    public RiskScenarios History { get; }

    /// <summary>Simulated returns of a day.</summary>
    public RiskScenarios Simulated { get; }

    /// <summary>Named shocks.</summary>
    public StressScenarios Stress { get; }

    /// <summary>Means and covariances of <see cref="History"/>.</summary>
    public ReturnCovariance Moments { get; }
}
