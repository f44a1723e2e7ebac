using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Venue;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Market;
using QuantumAI.Venues.Binance;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.PaperServer;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.PaperServer.Market;
using QuantumAI.Venues.Signing;
using QuantumAI.Venues.Transport;
using VenueKey = QuantumAI.Venues.PaperServer.Accounts.ApiKey;

namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>The Binance adapter over sockets, and the paper exchange at the other end.</summary>
internal sealed class BinanceVenueBench : IVenueBench
{
    private const string KeyName = "benchbenchbenchbenchbenchbenchbe";
    private const string SharedSecret = "secretsecretsecretsecretsecretse";
    private static readonly Instrument Traded = Samples.Bitcoin with { LotStepUnits = 2_000, MinQuantityUnits = 2_000 };
    private readonly LiveWorld _world = new(1, WorldClock.System());
    private readonly MemoryPaperVenueStore _store = new();
    private readonly BookShape _shape = new(Traded, 1);
    private readonly LossyTransport _streams = new();
    private PaperExchange _exchange = null!;
    private LossyRest _rest = null!;
    private IVenueSession _session = null!;
    private long _trades;

    private BinanceVenueBench()
    {
        Client = _world.CreateLane("client").LiveProbe<OrderMessage>("client");
    }

    public ActorRef<VenueRequest> Requests => _session.Requests!;

    public LiveProbe<OrderMessage> Client { get; }

    public Instrument Instrument => _session.Instruments[0].Instrument;

    public long Basis => 0;

    public MarketFeed? Feed => _session.Market;

    public static async Task<IVenueBench> OpenAsync()
    {
        var bench = new BinanceVenueBench();
        var settings = new ExchangeSettings(
            [ExchangeSettings.Describe(Traded)], [new ExchangeAccount("bench", [("USDT", Money.Whole(100_000)), ("BTC", Money.Whole(1))])],
            [new VenueKey(KeyName, "bench", new HmacKey(new Secret(SharedSecret)))], FeeSchedule.Flat(1_000, 1_000), new ExchangeLimits());
        var state = new ExchangeState(settings, bench._store.Load(), bench._world.NowNanos);
        bench._exchange = await PaperExchange.StartAsync(bench._world, state, bench._store, port: 0);
        await bench.PriceAsync(5_000_000);
        var url = bench._exchange.Url;
        var sockets = new UriBuilder(url) { Scheme = "ws" }.Uri;
        bench._rest = new LossyRest(url);
        var adapter = new BinanceAdapter(
            new BinanceSettings(url, sockets, new Uri(sockets, "/ws-api/v3")) { RecvWindow = TimeSpan.FromSeconds(1), AbsenceMargin = TimeSpan.FromMilliseconds(200) },
            NewKey(), bench._rest, bench._streams, new AddressBudget());
        bench._session = await adapter.OpenAsync(
            new VenueOpening(bench._world.CreateLane("account"), bench._world.CreateLane("market"), ["BTCUSDT"], VenueUse.Paper), CancellationToken.None);
        return bench;
    }

    public string? Lacks(VenueFeature feature) => feature switch
    {
        VenueFeature.GoodTilDate => "Binance spot has no orders until a date",
        _ => null,
    };

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
        using var key = NewKey();
        using var rest = new HttpRestTransport(_exchange.Url, BinanceAdapter.KeyHeader);
        var answered = new TaskCompletionSource<RestReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        var form = ParameterText.Signed(
            [.. OrderParameters.Write(new OrderTicket("BTCUSDT", new OrderLeg(terms, clientOrderId))), KeyValuePair.Create("timestamp", $"{_world.NowNanos / UnixNanos.PerMillisecond}")],
            key.Signer);
        rest.Send(new RestCall("POST", "/api/v3/order", form, key.Id, TimeSpan.FromSeconds(30)), answered.SetResult);
        Assert.Equal(200, (await answered.Task).Status);
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _exchange.DisposeAsync();
        _rest.Dispose();
        _world.Dispose();
        _store.Dispose();
    }

    private static ApiKey NewKey() => new(new Secret(KeyName), new HmacKey(new Secret(SharedSecret)));

    private void Hear(MarketEvent marketEvent) => Assert.True(_exchange.TryHear(in marketEvent));

    /// <summary>REST that loses one order, or one order's answer.</summary>
    private sealed class LossyRest(Uri url) : IRestTransport, IDisposable
    {
        private readonly HttpRestTransport _rest = new(url, BinanceAdapter.KeyHeader);

        public volatile bool LosesAnswer;
        public volatile bool LosesOrder;

        public void Send(RestCall call, Action<RestReply> completed)
        {
            var isOrder = call is { Method: "POST", Target: "/api/v3/order" };
            if (isOrder && LosesOrder)
            {
                LosesOrder = false;
                completed(RestReply.Unanswered("lost on the way"));
            }
            else if (isOrder && LosesAnswer)
            {
                LosesAnswer = false;
                _rest.Send(call, _ => completed(RestReply.Unanswered("the answer was lost")));
            }
            else
            {
                _rest.Send(call, completed);
            }
        }

        public void Dispose() => _rest.Dispose();
    }

    /// <summary>Sockets that can all be cut, and held back.</summary>
    private sealed class LossyTransport : IStreamTransport
    {
        private readonly SocketTransport _sockets = new();
        private readonly Lock _gate = new();
        private readonly List<IStreamLink> _links = [];

        public volatile bool IsHeld;

        public IStreamLink Open(Uri address, IStreamListener listener)
        {
            // A port on which nobody listens: refused at once.
            var link = _sockets.Open(IsHeld ? new UriBuilder(address) { Port = 1 }.Uri : address, listener);
            lock (_gate)
                _links.Add(link);
            return link;
        }

        public void CutAll()
        {
            lock (_gate)
            {
                _links.ForEach(link => link.Close());
                _links.Clear();
            }
        }
    }
}
