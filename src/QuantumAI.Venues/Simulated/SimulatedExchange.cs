using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Processes;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Faults;
using QuantumAI.Venues.PaperServer.Streams;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Simulated;

/// <summary>The paper exchange as a process of a universe: the same actors, calls, limits and streams as over sockets, reached over the simulated network.</summary>
/// <remarks>
/// Belongs to the thread that steps the universe, which must have no synchronisation context: what the exchange's lane completes goes on
/// right there. Everything that goes wrong is drawn from the universe's seed.
/// </remarks>
public sealed class SimulatedExchange
{
    private readonly SocketSettings _sockets;
    private readonly IPaperVenueStore _store;
    private readonly SeededFaults _faults;
    private ExchangeIncarnation _now;

    private SimulatedExchange(
        Universe universe, SimulatedNetwork network, string site, ExchangeSettings settings, ExchangeFaults faults, Action<string, string> happened, IPaperVenueStore store,
        SocketSettings sockets)
    {
        (Universe, Network, Site, Settings, _store, _sockets) = (universe, network, site, settings, store, sockets);
        _faults = new SeededFaults(universe.Seed, site, happened);
        CallFaults = new CallFaults(this, faults, _faults);
        ReportFaults = new ReportFaults(this, faults, _faults);
        MarketFaults = new MarketFaults(this, faults, _faults);
        ConnectionFaults = new ConnectionFaults(this, faults, _faults);
        _now = new ExchangeIncarnation(this, store, sockets);
    }

    /// <summary>Where it is in the network.</summary>
    public string Site { get; }

    public ExchangeSettings Settings { get; }

    /// <summary>Its process at present; another after <see cref="Restart"/>.</summary>
    public SimulatedProcess Process => _now.Process;

    /// <summary>Its state at present, for oracles: to read from between two steps.</summary>
    public ExchangeState State => _now.State;

    /// <summary>The matching engine with its accounts, for oracles.</summary>
    public PaperVenue Venue => _now.State.Venue;

    /// <summary>WebSockets that are open.</summary>
    public int Connections => _now.Hub.Connections;

    /// <summary>After each step of the matching engine: what changed and who is told what, and the exchange's time. It is not stored yet.</summary>
    public Action<VenueStep, long> Followed { get; set; } = static (_, _) => { };

    /// <summary>A call was let in (signature, time and limits are good), and this is what it meets.</summary>
    public Action<ExchangeRequest, CallFault> Entered { get; set; } = static (_, _) => { };

    /// <summary>Something leaves one end for the other: which way, and its text. What breaks on the way never arrives.</summary>
    public Action<string, ReadOnlyMemory<byte>>? Crossed { get; set; }

    internal CallFaults CallFaults { get; }

    internal ReportFaults ReportFaults { get; }

    internal MarketFaults MarketFaults { get; }

    internal ConnectionFaults ConnectionFaults { get; }

    internal Universe Universe { get; }

    internal SimulatedNetwork Network { get; }

    /// <summary>Starts an exchange.</summary>
    /// <param name="universe">In which it is a process.</param>
    /// <param name="network">Over which it is reached.</param>
    /// <param name="site">Its place there, and the process' name.</param>
    /// <param name="settings">Symbols, accounts, keys, fees and limits.</param>
    /// <param name="faults">What goes wrong; null = nothing.</param>
    /// <param name="happened">Is told of each fault: its kind, and what it hit.</param>
    /// <param name="store">Its books, which outlive the process; null = in memory.</param>
    /// <param name="sockets">Limits of connections; null = the venue's.</param>
    public static SimulatedExchange Start(
        Universe universe, SimulatedNetwork network, string site, ExchangeSettings settings, ExchangeFaults? faults = null, Action<string, string>? happened = null,
        IPaperVenueStore? store = null, SocketSettings? sockets = null) =>
        new(universe, network, site, settings, faults ?? ExchangeFaults.None, happened ?? (static (_, _) => { }), store ?? new MemoryPaperVenueStore(), sockets ?? new SocketSettings());

    /// <summary>Tells the exchange what the market did; false when too much waits, or when it is dead.</summary>
    public bool TryHear(in MarketEvent marketEvent) => _now.TryHear(in marketEvent);

    /// <summary>The ways from a process to the exchange.</summary>
    /// <param name="process">The client.</param>
    /// <param name="site">Its place in the network, which is its address as well: limits count by it.</param>
    public ExchangeConnections ConnectionsOf(SimulatedProcess process, string site) =>
        new(new SimulatedRestTransport(this, process, site), new SimulatedStreamTransport(this, process, site));

    /// <summary>Whether faults happen. While they do not, what lasts is over, what is late still comes, and an address that is limited or banned recovers after the documented time.</summary>
    public bool HasFaults
    {
        get => !_faults.IsHealed;
        set => _faults.IsHealed = !value;
    }

    /// <summary>Ends all faults.</summary>
    public void Heal() => HasFaults = false;

    /// <summary>A client's process was killed: its machine closes its sockets.</summary>
    public void Disconnect(SimulatedProcess client) => _now.Disconnect(client);

    /// <summary>Ends the process at this step, breaks its connections and starts another from the books.</summary>
    public void Restart()
    {
        _now.Die();
        _now = new ExchangeIncarnation(this, _store, _sockets);
    }

    internal ExchangeIncarnation Now => _now;

    /// <summary>A step of the exchange itself has failed: the next step of the universe throws it.</summary>
    internal void Fail(Exception failure) =>
        Universe.At(Universe.NowNanos, () => throw new InvalidOperationException("the simulated exchange has a fault", failure));
}

/// <summary>The ways from a process of a universe to an exchange in it.</summary>
/// <param name="Rest">Requests.</param>
/// <param name="Streams">Message streams.</param>
public readonly record struct ExchangeConnections(IRestTransport Rest, IStreamTransport Streams);
