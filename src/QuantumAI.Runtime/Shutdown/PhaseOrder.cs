namespace QuantumAI.Runtime.Shutdown;

/// <summary>Puts phases in the order of their dependencies. Pure; O(n²) for at most <see cref="MostPhases"/>.</summary>
public static class PhaseOrder
{
    public const int MostPhases = 64;

    /// <summary>Each phase after those that it depends on; where that leaves a choice, in the given order.</summary>
    /// <exception cref="ArgumentException">Names are empty or used twice, a dependency is unknown, phases depend on each other in a
    /// circle, a timeout is not positive, or there are more than <see cref="MostPhases"/> phases.</exception>
    public static IReadOnlyList<ShutdownPhase> Sort(IReadOnlyList<ShutdownPhase> phases)
    {
        Check(phases);
        var (waiting, sorted, placed) = (phases.ToList(), new List<ShutdownPhase>(), new HashSet<string>(StringComparer.Ordinal));
        while (waiting.Count > 0)
        {
            var at = waiting.FindIndex(phase => phase.DependsOn.All(placed.Contains));
            if (at < 0)
                throw new ArgumentException($"shutdown phases depend on each other in a circle: {Circle(waiting)}", nameof(phases));
            sorted.Add(waiting[at]);
            placed.Add(waiting[at].Name);
            waiting.RemoveAt(at);
        }

        return sorted;
    }

    private static void Check(IReadOnlyList<ShutdownPhase> phases)
    {
        if (phases.Count > MostPhases)
            throw new ArgumentException($"a shutdown must have at most {MostPhases} phases, had {phases.Count}", nameof(phases));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var phase in phases)
        {
            if (string.IsNullOrWhiteSpace(phase.Name) || !names.Add(phase.Name))
                throw new ArgumentException($"a shutdown phase must have a name of its own, was “{phase.Name}”", nameof(phases));
            if (phase.Timeout <= TimeSpan.Zero)
                throw new ArgumentException($"shutdown phase {phase.Name}: its timeout must be positive, was {phase.Timeout}", nameof(phases));
        }

        foreach (var phase in phases)
        {
            if (phase.DependsOn.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
                throw new ArgumentException($"shutdown phase {phase.Name} depends on {unknown}, which is none", nameof(phases));
        }
    }

    /// <summary>Follows dependencies among phases of which none can come next: the walk ends in a circle.</summary>
    private static string Circle(List<ShutdownPhase> waiting)
    {
        var walk = new List<string>();
        var phase = waiting[0];
        while (!walk.Contains(phase.Name))
        {
            walk.Add(phase.Name);
            phase = waiting.First(other => phase.DependsOn.Contains(other.Name));
        }

        return string.Join(" → ", walk.Skip(walk.IndexOf(phase.Name)).Append(phase.Name));
    }
}
