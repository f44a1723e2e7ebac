using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Models;

/// <summary>Draws of one model, a source for each kind of fault: one kind left out changes nothing for another.</summary>
internal sealed class FaultDraws(ulong seed, string model)
{
    private readonly Dictionary<string, SimulatedRandom> _kinds = new(StringComparer.Ordinal);

    /// <summary>Whether the fault happens this time. None does after <see cref="Heal"/>.</summary>
    public bool Strikes(string kind, long ppm) => Of(kind).Chance(ppm) && !IsHealed;

    public bool IsHealed { get; private set; }

    public SimulatedRandom Of(string kind)
    {
        if (!_kinds.TryGetValue(kind, out var random))
            _kinds.Add(kind, random = new SimulatedRandom(seed, $"{model}/{kind}"));
        return random;
    }

    public void Heal() => IsHealed = true;
}
