namespace QuantumAI.Runtime.Shutdown;

/// <summary>One stage of a shutdown: its tasks run side by side, the phases one after the other. Immutable.</summary>
/// <param name="Name">Kebab-case, unique among the phases.</param>
public sealed record ShutdownPhase(string Name)
{
    /// <summary>Phases that come before this one, by name.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>How long its tasks may take: machine time in a live world, whatever its speed; virtual time in a virtual one.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the next phase goes on when a task has failed or missed the deadline; else the shutdown is aborted there.</summary>
    public bool Recover { get; init; } = true;
}
