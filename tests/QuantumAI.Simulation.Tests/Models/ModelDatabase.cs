using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Tests.Models;

/// <summary>A journal's server in a universe of its own; each connection is another process'.</summary>
internal sealed class ModelDatabase : IDisposable
{
    public ModelDatabase(JournalFaults? faults = null, ulong seed = 1)
    {
        Universe = new Universe(seed, 0);
        Network = new SimulatedNetwork(Universe, new NetworkSettings(1_000_000));
        Server = new JournalServer(Universe, Network, "database", faults ?? JournalFaults.None);
    }

    public Universe Universe { get; }

    public SimulatedNetwork Network { get; }

    public JournalServer Server { get; }

    public IJournalStore Connect(string site = "here") => Server.ConnectionOf(Universe.Start("writer"), site);

    public void Advance(long nanos)
    {
        var until = Universe.NowNanos + nanos;
        while (Universe.Step(until))
        {
        }
    }

    public void Dispose() => Server.Dispose();
}
