using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Swarm;

/// <summary>The connection that brings the market to a session: what is lost while it is broken is declared, and the last quotes are remembered for the load.</summary>
internal sealed class FeedWire
{
    private readonly Universe _universe;
    private readonly SimulatedNetwork _network;
    private readonly SimulatedProcess _process;
    private readonly string _site;
    private readonly string _venueSite;
    private readonly IReadOnlyList<ActorRef<MarketEvent>> _watchers;
    private readonly MarketEvent[] _quotes;
    private readonly SimulatedRandom _random;
    private SimulatedConnection? _connection;
    private long _lastSequence;

    public FeedWire(
        Universe universe, SimulatedNetwork network, SimulatedProcess process, string site, string venueSite, IReadOnlyList<ActorRef<MarketEvent>> watchers)
    {
        (_universe, _network, _process, _site, _venueSite, _watchers) = (universe, network, process, site, venueSite, watchers);
        _quotes = new MarketEvent[watchers.Count];
        _random = new SimulatedRandom(universe.Seed, $"feed-{process.Number}");
        _process.Killed += () => _connection?.Close();
        Connect();
    }

    /// <summary>The last quote of an instrument as the session knows it; of kind Unspecified before the first.</summary>
    public MarketEvent QuoteOf(int instrument) => _quotes[instrument];

    /// <summary>Set when the session gives its work away: nothing of the market reaches it any more.</summary>
    public bool IsClosed { get; set; }

    public void Send(MarketEvent marketEvent)
    {
        if (!IsClosed)
            _connection?.ToClient(() => _process.Enter(() => Deliver(marketEvent)));
    }

    public void Break(string reason) => _connection?.Break(reason);

    private void Connect()
    {
        if (_process.IsAlive)
            _connection = _network.Connect(_site, _venueSite, Lose, static _ => { });
    }

    private void Lose(string reason)
    {
        _connection = null;
        _universe.After(_random.Wait(UnixNanos.PerSecond), () =>
        {
            Connect();
            _connection?.ToClient(() => _process.Enter(DeclareGaps));
        });
    }

    private void DeclareGaps()
    {
        for (var i = 0; i < _watchers.Count && !IsClosed; i++)
            _watchers[i].TryTell(MarketEvent.Gap(i, _process.World.NowNanos).Ingested(_lastSequence, _process.World.NowNanos));
    }

    private void Deliver(MarketEvent marketEvent)
    {
        if (IsClosed)
            return;
        var received = marketEvent.Ingested(marketEvent.Sequence, _process.World.NowNanos);
        _lastSequence = received.Sequence;
        if (received.Kind == MarketEventKind.Quote)
            _quotes[received.InstrumentId] = received;
        _watchers[received.InstrumentId].TryTell(in received);
    }
}
