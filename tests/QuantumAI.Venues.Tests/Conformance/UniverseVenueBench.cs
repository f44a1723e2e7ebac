using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Simulation.Processes;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.PaperServer.Market;
using QuantumAI.Venues.Simulated;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>The Binance adapter and the paper exchange as two processes of a universe: everything on the test's thread, in virtual time.</summary>
internal sealed class UniverseVenueBench : IVenueBench
{
    private const string Site = "bench";
    private readonly Universe _universe = new(1, 1_767_225_600 * UnixNanos.PerSecond);
    private readonly BookShape _shape = new(BinanceBench.Traded, 1);
    private readonly SimulatedExchange _exchange;
    private readonly SimulatedProcess _process;
    private readonly LossyRest _rest;
    private readonly LossyStreams _streams;
    private readonly IVenueSession _session;
    private long _trades;

    public UniverseVenueBench()
    {
        var network = new SimulatedNetwork(_universe, new NetworkSettings(2 * UnixNanos.PerMillisecond));
        _exchange = SimulatedExchange.Start(_universe, network, "exchange", BinanceBench.Exchange);
        _process = _universe.Start(Site);
        Client = new UniverseVenueClient(this, _process.World.CreateLane("client"));
        Move(5_000_000);
        var connections = _exchange.ConnectionsOf(_process, Site);
        (_rest, _streams) = (new LossyRest(connections.Rest), new LossyStreams(connections.Streams));
        var adapter = new BinanceAdapter(
            BinanceBench.Adapter(new Uri("http://127.0.0.1:1"), new Uri("ws://127.0.0.1:1")), BinanceBench.NewKey(), _rest, _streams, new AddressBudget());
        var opening = adapter.OpenAsync(
            new VenueOpening(_process.World.CreateLane("account"), _process.World.CreateLane("market"), ["BTCUSDT"], VenueUse.Paper), CancellationToken.None);
        Assert.True(StepUntil(() => opening.IsCompleted, TimeSpan.FromSeconds(30)), "the session does not open");
        _session = opening.GetAwaiter().GetResult();
    }

    public ActorRef<VenueRequest> Requests
    {
        get
        {
            _process.Enter(static () => { }); // what is told next has the present time
            return _session.Requests!;
        }
    }

    public IVenueClient Client { get; }

    public Instrument Instrument => _session.Instruments[0].Instrument;

    public long Basis => 0;

    public string? Lacks(VenueFeature feature) => BinanceBench.Lacks(feature);

    public Task<bool> TrySeeAsync(Func<MarketEvent, bool> fits, TimeSpan within) => Task.FromResult(StepUntil(() => Reads(fits), within));

    public Task PriceAsync(long bidUnits)
    {
        Pass(TimeSpan.FromMilliseconds(100)); // what was sent before the price moved arrives before
        Move(bidUnits);
        Pass(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    public void LoseNextAnswer() => _rest.LosesAnswer = true;

    public void LoseNextOrder() => _rest.LosesOrder = true;

    public Task CutLinkAsync()
    {
        _streams.CutAll();
        return Task.CompletedTask;
    }

    public Task HoldLinkAsync()
    {
        _streams.IsHeld = true;
        return CutLinkAsync();
    }

    public void LetLinkBack() => _streams.IsHeld = false;

    public Task PlaceElsewhereAsync(string clientOrderId, OrderTerms terms)
    {
        using var key = BinanceBench.NewKey();
        var process = _universe.Start("elsewhere");
        RestReply? reply = null;
        process.Enter(() => _exchange.ConnectionsOf(process, "elsewhere").Rest.Send(BinanceBench.Order(key, clientOrderId, terms, process.NowNanos), told => reply = told));
        Assert.True(StepUntil(() => reply is not null, TimeSpan.FromSeconds(30)) && reply!.Status == 200);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _process.Kill();
        _exchange.Process.Kill();
        return ValueTask.CompletedTask;
    }

    /// <summary>Steps until something holds; false when it does not within this much of the universe's time.</summary>
    internal bool StepUntil(Func<bool> holds, TimeSpan within)
    {
        SynchronizationContext.SetSynchronizationContext(null); // what the lanes complete goes on here, on the one thread
        var until = _universe.NowNanos + UnixNanos.From(within);
        while (!holds())
        {
            if (!_universe.Step(until))
                return holds();
        }

        return true;
    }

    /// <summary>Lets time pass.</summary>
    internal void Pass(TimeSpan time) => StepUntil(static () => false, time);

    private bool Reads(Func<MarketEvent, bool> fits)
    {
        while (_session.Market.TryRead(out var seen))
        {
            if (fits(seen))
                return true;
        }

        return false;
    }

    private void Move(long bidUnits)
    {
        var now = _exchange.Process.NowNanos;
        Assert.True(_exchange.TryHear(_shape.Around(0, now, bidUnits, bidUnits + 1)));
        Assert.True(_exchange.TryHear(MarketEvent.Trade(0, now, now, bidUnits, 2_000, ++_trades, buyerIsMaker: true)));
    }
}
