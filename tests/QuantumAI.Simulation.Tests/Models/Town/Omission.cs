using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Simulation.Tests.Models.Town;

/// <summary>Leaves one safeguard out.</summary>
internal sealed class Omission(Safeguard omitted) : IChaos
{
    public bool Fires(string site) => false;

    public void Reached(string branch)
    {
    }

    public bool Omits(Safeguard safeguard) => safeguard == omitted;
}
