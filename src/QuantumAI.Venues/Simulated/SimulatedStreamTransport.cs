using QuantumAI.Simulation.Processes;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Simulated;

/// <summary>Message streams from a process of a universe to an exchange in it.</summary>
internal sealed class SimulatedStreamTransport(SimulatedExchange exchange, SimulatedProcess process, string site) : IStreamTransport
{
    public IStreamLink Open(Uri address, IStreamListener listener)
    {
        var link = new SimulatedLink(exchange, process, site, listener);
        link.Connect(address);
        return link;
    }
}
