using System.Text.Json.Nodes;

namespace QuantumAI.Runtime.Persistence;

/// <summary>Every way from an older schema to the present one, proved complete when it is built. Immutable.</summary>
internal sealed class UpcasterChains
{
    private readonly Dictionary<(string Type, int Version), EventUpcaster> _steps = [];

    /// <param name="current">The schema that this build writes, by type.</param>
    /// <param name="upcasters">In any order.</param>
    /// <exception cref="ArgumentException">A step is there twice, leads nowhere, or a type cannot be reached from its version 1.</exception>
    public UpcasterChains(IReadOnlyDictionary<string, int> current, IEnumerable<EventUpcaster> upcasters)
    {
        foreach (var step in upcasters)
        {
            if (step.FromVersion < 1)
                throw new ArgumentException($"{step.Type}: schemas count from 1, an upcaster reads {step.FromVersion}");
            if (current.TryGetValue(step.Type, out var written) && step.FromVersion >= written)
                throw new ArgumentException($"{step.Type}: an upcaster reads schema {step.FromVersion}, this build writes {written}");
            if (!_steps.TryAdd((step.Type, step.FromVersion), step))
                throw new ArgumentException($"{step.Type}: two upcasters read schema {step.FromVersion}");
        }

        foreach (var step in _steps.Values)
            RefuseDeadEnd(step, current);
        foreach (var (type, version) in current)
            RefuseHole(type, version);
    }

    /// <summary>Whether any step reads this type.</summary>
    public bool Knows(string type) => _steps.Keys.Any(step => step.Type == type);

    /// <summary>The highest schema of a type that a step reads; 0 when none does.</summary>
    public int HighestOf(string type) => _steps.Keys.Where(step => step.Type == type).Select(step => step.Version).DefaultIfEmpty().Max();

    /// <summary>Applies every step from here on.</summary>
    /// <returns>The present type's name and payload; null when no step reads this type and version.</returns>
    public (string Type, JsonObject Payload)? Up(string type, int version, JsonObject payload)
    {
        if (!_steps.TryGetValue((type, version), out var step))
            return null;
        for (; step is not null; step = _steps.GetValueOrDefault(step.Next))
            (payload, type) = (step.Up(payload), step.Next.Type);
        return (type, payload);
    }

    private void RefuseDeadEnd(EventUpcaster step, IReadOnlyDictionary<string, int> current)
    {
        var (type, version) = step.Next;
        if (!_steps.ContainsKey(step.Next) && current.GetValueOrDefault(type) != version)
            throw new ArgumentException($"{step.Type}: schema {step.FromVersion} is brought to {type} {version}, from where no upcaster goes on");
    }

    private void RefuseHole(string type, int version)
    {
        var reached = new HashSet<(string, int)> { (type, version) };
        for (var at = version; at > 1; at--)
        {
            var sources = _steps.Where(step => reached.Contains(step.Value.Next) && step.Key.Version == at - 1).Select(step => step.Key).ToArray();
            if (sources.Length == 0)
                throw new ArgumentException($"{type}: there is no upcaster from schema {at - 1} to {at}");
            reached.UnionWith(sources);
        }
    }
}
