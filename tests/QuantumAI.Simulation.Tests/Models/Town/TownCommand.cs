using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Simulation.Tests.Models.Town;

/// <summary>A command as its client knows it.</summary>
internal sealed record TownCommand(int Number, CommandId Id, int Shard)
{
    public bool IsDone { get; set; }
}
