using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.PaperServer;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Market;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>The Binance adapter over sockets, and the paper exchange at the other end.</summary>
internal sealed class BinanceVenueBench : IVenueBench
{
    private readonly LiveWorld _world = new(1, WorldClock.System());
    private readonly MemoryPaperVenueStore _store = new();
    private readonly BookShape _shape = new(BinanceBench.Traded, 1);
    private readonly LossyStreams _streams = new(new SocketTransport());
    private PaperExchange _exchange = null!;
    private HttpRestTransport _http = null!;
    private LossyRest _rest = null!;
    private IVenueSession _session = null!;
    private long _trades;

    private BinanceVenueBench()
    {
        Client = new LiveVenueClient(_world.CreateLane("client").LiveProbe<OrderMessage>("client"));
    }

    public ActorRef<VenueRequest> Requests => _session.Requests!;

    public IVenueClient Client { get; }

    public Instrument Instrument => _session.Instruments[0].Instrument;

    public long Basis => 0;

    public Task<bool> TrySeeAsync(Func<MarketEvent, bool> fits, TimeSpan within) => FeedReading.TrySeeAsync(_session.Market, fits, within);

    public static async Task<IVenueBench> OpenAsync()
    {
        var bench = new BinanceVenueBench();
        var state = new ExchangeState(BinanceBench.Exchange, bench._store.Load(), bench._world.NowNanos);
        bench._exchange = await PaperExchange.StartAsync(bench._world, state, bench._store, port: 0);
        await bench.PriceAsync(5_000_000);
        var url = bench._exchange.Url;
        var sockets = new UriBuilder(url) { Scheme = "ws" }.Uri;
        bench._http = new HttpRestTransport(url, BinanceAdapter.KeyHeader);
        bench._rest = new LossyRest(bench._http);
        var adapter = new BinanceAdapter(
            BinanceBench.Adapter(url, sockets),
            BinanceBench.NewKey(), bench._rest, bench._streams, new AddressBudget());
        bench._session = await adapter.OpenAsync(
            new VenueOpening(bench._world.CreateLane("account"), bench._world.CreateLane("market"), ["BTCUSDT"], VenueUse.Paper), CancellationToken.None);
        return bench;
    }

    public string? Lacks(VenueFeature feature) => BinanceBench.Lacks(feature);

    public async Task PriceAsync(long bidUnits)
    {
        await _world.WhenIdleAsync(CancellationToken.None);
        Hear(_shape.Around(0, _world.NowNanos, bidUnits, bidUnits + 1));
        Hear(MarketEvent.Trade(0, _world.NowNanos, _world.NowNanos, bidUnits, 2_000, ++_trades, buyerIsMaker: true));
        await _world.WhenIdleAsync(CancellationToken.None);
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
        _streams.CutAll();
        return Task.CompletedTask;
    }

    public void LetLinkBack() => _streams.IsHeld = false;

    public async Task PlaceElsewhereAsync(string clientOrderId, OrderTerms terms)
    {
        using var key = BinanceBench.NewKey();
        using var rest = new HttpRestTransport(_exchange.Url, BinanceAdapter.KeyHeader);
        var answered = new TaskCompletionSource<RestReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        rest.Send(BinanceBench.Order(key, clientOrderId, terms, _world.NowNanos), answered.SetResult);
        Assert.Equal(200, (await answered.Task).Status);
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _exchange.DisposeAsync();
        _http.Dispose();
        _world.Dispose();
        _store.Dispose();
    }

    private void Hear(MarketEvent marketEvent) => Assert.True(_exchange.TryHear(in marketEvent));
}
