using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Simulation.Processes;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Swarm;

/// <summary>A session's connection to its venue: made again when it breaks, and what happened meanwhile is not told.</summary>
internal sealed class VenueWire
{
    private readonly SwarmVenue _venue;
    private readonly Universe _universe;
    private readonly SimulatedNetwork _network;
    private readonly SimulatedRandom _random;
    private readonly Dictionary<string, ActorRef<OrderMessage>> _askers = new(StringComparer.Ordinal);
    private SimulatedConnection? _connection;
    private FollowAccount? _follow;

    public VenueWire(SwarmVenue venue, Universe universe, SimulatedNetwork network, SimulatedProcess process, string site)
    {
        (_venue, _universe, _network, Process, Site) = (venue, universe, network, process, site);
        _random = new SimulatedRandom(universe.Seed, $"wire-{process.Number}");
        Requests = process.World.CreateLane("venue-link").Spawn("venue-link", new LinkActor(this));
        Process.Killed += () => _connection?.Close();
        Connect();
    }

    public SimulatedProcess Process { get; }

    public string Site { get; }

    /// <summary>Takes what the session asks of the venue; what finds no connection is lost, as it would be.</summary>
    public ActorRef<VenueRequest> Requests { get; }

    /// <summary>Tells whoever asked, or follows, under this path; lost without a connection.</summary>
    public void Tell(string path, VenueReport report) => _connection?.ToClient(() => Process.Enter(() =>
    {
        if (_askers.TryGetValue(path, out var asker))
            asker.TellReserved(report);
    }));

    public void Break(string reason) => _connection?.Break(reason);

    private void Connect()
    {
        if (Process.IsAlive)
            _connection = _network.Connect(Site, _venue.Site, Lose, static _ => { });
    }

    private void Lose(string reason)
    {
        _connection = null;
        Process.Enter(() => _follow?.ReplyTo.TellReserved(new VenueLinkLost(reason)));
        _universe.After((100 * UnixNanos.PerMillisecond) + _random.Wait(UnixNanos.PerSecond), Restore);
    }

    private void Restore()
    {
        Connect();
        var connection = _connection;
        connection?.ToServer(() =>
        {
            if (_follow is { } follow)
                _venue.Take(this, follow, _universe.NowNanos);
            connection.ToClient(() => Process.Enter(() => _follow?.ReplyTo.TellReserved(new VenueLinkRestored())));
        });
    }

    private void Send(VenueRequest request)
    {
        _askers[request.ReplyTo.Path] = request.ReplyTo;
        _follow = request as FollowAccount ?? _follow;
        var sentNanos = _universe.NowNanos;
        _connection?.ToServer(() => _venue.Take(this, request, sentNanos));
    }

    private sealed class LinkActor(VenueWire wire) : Actor<VenueRequest>
    {
        protected override void Receive(in VenueRequest message) => wire.Send(message);
    }
}
