using QuantumAI.Simulation.Processes;

namespace QuantumAI.Venues.Simulated;

/// <summary>What the faults of one exchange share: the seed and the site, who is told, and whether they are over.</summary>
internal sealed class SeededFaults(ulong seed, string site, Action<string, string> happened)
{
    /// <summary>No fault begins any more, and what lasts is over.</summary>
    public bool IsHealed { get; set; }

    /// <summary>A kind of fault with draws of its own.</summary>
    public FaultDraw Draw(string kind, int ppm) => new(this, new SimulatedRandom(seed, $"{site}/{kind}"), kind, ppm);

    public void Tell(string kind, string what) => happened(kind, what);
}

/// <summary>Draws whether one kind of fault happens.</summary>
internal sealed class FaultDraw(SeededFaults all, SimulatedRandom random, string kind, int ppm)
{
    /// <summary>For what else the fault needs.</summary>
    public SimulatedRandom Random => random;

    /// <summary>It can happen.</summary>
    public bool IsOn => ppm > 0 && !all.IsHealed;

    /// <summary>It happens, this time.</summary>
    public bool Happens() => random.Chance(ppm) && !all.IsHealed;

    public void Tell(string what) => all.Tell(kind, what);
}
