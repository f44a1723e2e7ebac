namespace QuantumAI.Simulation.Swarm;

/// <summary>What came of one run.</summary>
/// <param name="Settings">What was run.</param>
/// <param name="TraceHash">Of everything that happened, in order; the same for the same settings.</param>
/// <param name="Steps">Steps of processes and events of the universe.</param>
/// <param name="Simulated">Time that passed in the run.</param>
/// <param name="Faults">What was done to it, by kind.</param>
/// <param name="Reached">Rare branches that were run, with how often.</param>
/// <param name="Violations">What did not hold, in words; empty when all did. The first one ends the run.</param>
public sealed record SwarmResult(
    SwarmSettings Settings,
    string TraceHash,
    long Steps,
    TimeSpan Simulated,
    IReadOnlyDictionary<string, long> Faults,
    IReadOnlyDictionary<string, long> Reached,
    IReadOnlyList<string> Violations)
{
    public bool IsGreen => Violations.Count == 0;

    /// <summary>Events of all journals, orders that reached a venue, and trades there.</summary>
    public (long Events, long Orders, long Trades) Traffic { get; init; }
}
