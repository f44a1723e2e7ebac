using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Simulation.Processes;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.PaperServer.Rest;
using QuantumAI.Venues.PaperServer.Streams;
using QuantumAI.Venues.PaperServer.Streams.Api;
using QuantumAI.Venues.PaperServer.Streams.User;

namespace QuantumAI.Venues.Simulated;

/// <summary>One process of a simulated exchange, from its start to its end: what <see cref="PaperServer.PaperExchange"/> is over sockets.</summary>
internal sealed class ExchangeIncarnation
{
    private const int MarketWaiting = 16_384;
    private const int ConnectionsPruned = 64;
    private readonly SimulatedExchange _exchange;
    private readonly ActorRef<ExchangeMessage> _actor;
    private readonly CallGate _gate;
    private readonly List<(SimulatedProcess Client, SimulatedConnection Connection)> _connections = [];

    public ExchangeIncarnation(SimulatedExchange exchange, IPaperVenueStore store, SocketSettings sockets)
    {
        (_exchange, Sockets) = (exchange, sockets);
        Process = exchange.Universe.Start(exchange.Site);
        State = new ExchangeState(exchange.Settings, store.Load(), Process.World.NowNanos) { Followed = (step, nanos) => exchange.Followed(step, nanos) };
        var door = new ExchangeDoor(exchange.Settings.MostWaiting);
        var keys = new ApiKeys(exchange.Settings.Keys);
        Limits = new AddressLimits(exchange.Settings.Limits);
        var faults = exchange.CallFaults;
        Hub = new StreamHub(new ApiServices(door, keys, Limits, exchange.Settings, sockets, faults, new UserStreams()) { Continuation = TaskCreationOptions.None });
        _gate = new CallGate(door, keys, Limits, faults, () => Process.World.NowNanos, TaskCreationOptions.None);
        IExchangeListener[] listeners = [new FaultyListener(exchange, this)];
        _actor = Process.World.CreateLane("exchange").Spawn("exchange", new ExchangeActor(State, store, door, () => listeners), MarketWaiting);
        door.Open(_actor);
    }

    public SimulatedProcess Process { get; }

    public ExchangeState State { get; }

    public StreamHub Hub { get; }

    public AddressLimits Limits { get; }

    public SocketSettings Sockets { get; }

    public bool TryHear(in MarketEvent marketEvent)
    {
        if (!Process.IsAlive)
            return false;
        var message = ExchangeMessage.Of(in marketEvent);
        var isTaken = true;
        Process.Enter(() => isTaken = _actor.TryTell(in message));
        return isTaken;
    }

    /// <summary>A client connects; both ends are told when the connection is over.</summary>
    public SimulatedConnection Connect(SimulatedProcess client, string site, Action<string> clientNotices, Action<string> serverNotices)
    {
        if (_connections.Count >= ConnectionsPruned)
            _connections.RemoveAll(entry => !entry.Connection.IsOpen);
        var connection = _exchange.Network.Connect(site, _exchange.Site, clientNotices, serverNotices);
        if (!Process.IsAlive)
            connection.Break("nobody listens");
        _connections.Add((client, connection));
        return connection;
    }

    /// <summary>A REST request has arrived.</summary>
    /// <param name="asked">It.</param>
    /// <param name="answered">Called once, here, with the answer; that may have no status, and may never come when the process dies.</param>
    public void Serve(GateRequest asked, Action<GateAnswer> answered)
    {
        if (SynchronizationContext.Current is not null)
            throw new InvalidOperationException("a universe with an exchange must be stepped without a synchronisation context: what is completed must go on where it is");
        Process.Enter(() =>
        {
            _exchange.CallFaults.Arrive(Limits, asked.Address, Process.World.NowNanos);
            _ = ServeAsync(asked, answered);
        });
    }

    public void Disconnect(SimulatedProcess client)
    {
        foreach (var (_, connection) in _connections.Where(entry => entry.Client == client).ToArray())
            connection.Close();
    }

    public void Die()
    {
        Process.Kill();
        foreach (var (_, connection) in _connections)
            connection.Break("the exchange is dead");
        _connections.Clear();
    }

    private async Task ServeAsync(GateRequest asked, Action<GateAnswer> answered)
    {
        try
        {
            answered(await _gate.AnswerAsync(asked).ConfigureAwait(false));
        }
#pragma warning disable CA1031 // Nobody awaits this: whatever fails here is thrown by the next step instead.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _exchange.Fail(failure);
        }
    }
}
