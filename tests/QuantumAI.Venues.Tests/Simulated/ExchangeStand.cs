using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Processes;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Market;
using QuantumAI.Venues.Binance;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.PaperServer.Market;
using QuantumAI.Venues.Signing;
using QuantumAI.Venues.Simulated;
using VenueKey = QuantumAI.Venues.PaperServer.Accounts.ApiKey;

namespace QuantumAI.Venues.Tests.Simulated;

/// <summary>A universe with an exchange and a client's process that has the adapter open: everything is driven by the test, on its thread.</summary>
internal sealed class ExchangeStand
{
    public const long StartNanos = 1_767_225_600 * UnixNanos.PerSecond; // 2026-01-01
    public const string ClientSite = "node-1";
    private const string KeyName = "benchbenchbenchbenchbenchbenchbe";
    private const string SharedSecret = "secretsecretsecretsecretsecretse";
    private readonly BookShape[] _shapes;
    private readonly long[] _bids;
    private readonly SimulatedRandom _market;
    private readonly IncrementalHash _trace = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _trades;

    public ExchangeStand(ulong seed = 1, ExchangeFaults? faults = null, NetworkSettings? network = null, ExchangeLimits? limits = null, long skewNanos = 0)
    {
        SynchronizationContext.SetSynchronizationContext(null); // what the lanes complete goes on here, on the one thread
        Universe = new Universe(seed, StartNanos);
        Network = new SimulatedNetwork(Universe, network ?? new NetworkSettings(5 * UnixNanos.PerMillisecond)) { Happened = Note };
        _market = new SimulatedRandom(seed, "market");
        Instruments = [Lots("BTCUSDT"), Lots("ETHUSDT"), Lots("SOLUSDT")];
        _shapes = [.. Instruments.Select(instrument => new BookShape(instrument, 1))];
        _bids = [5_000_000, 300_000, 200_000];
        Exchange = SimulatedExchange.Start(
            Universe, Network, "exchange", Settings(limits ?? new ExchangeLimits()), faults, Note);
        Exchange.Crossed = Trace;
        for (var symbol = 0; symbol < Instruments.Length; symbol++)
            Price(symbol, _bids[symbol]);
        Client = Universe.Start(ClientSite, skewNanos);
        var lane = Client.World.CreateLane("trader");
        Trader = lane.Spawn("trader", new Ear(this), int.MaxValue);
        Address = new AddressBudget();
        var connections = Exchange.ConnectionsOf(Client, ClientSite);
        Connections = connections;
        Adapter = new BinanceAdapter(
            new BinanceSettings(new Uri("http://127.0.0.1:1"), new Uri("ws://127.0.0.1:1"), new Uri("ws://127.0.0.1:1/ws-api/v3")), NewKey(), connections.Rest, connections.Streams, Address);
    }

    public Universe Universe { get; }

    public SimulatedNetwork Network { get; }

    public SimulatedExchange Exchange { get; }

    public SimulatedProcess Client { get; }

    public ExchangeConnections Connections { get; }

    public BinanceAdapter Adapter { get; }

    public AddressBudget Address { get; }

    public Instrument[] Instruments { get; }

    public IVenueSession Session { get; private set; } = null!; // until it is open

    public ActorRef<OrderMessage> Trader { get; }

    /// <summary>What the trader has heard, with the client's time.</summary>
    public List<(long Nanos, OrderMessage Message)> Heard { get; } = [];

    /// <summary>What went wrong, by kind.</summary>
    public Dictionary<string, int> Happened { get; } = new(StringComparer.Ordinal);

    /// <summary>What the market looks like to the client, by symbol.</summary>
    public IReadOnlyList<OrderBook> Books { get; private set; } = [];

    /// <summary>Market events that the client has seen.</summary>
    public List<MarketEvent> Seen { get; } = [];

    /// <summary>When the client asked something of the REST interface, and the status that it was answered with.</summary>
    public List<(long Nanos, string What)> Asked { get; } = [];

    public List<string> Notices { get; } = [];

    public Func<long, long>? Lease { get; set; }

    /// <summary>Hash of everything that crossed the network, with the times.</summary>
    public string TraceHash => Convert.ToHexString(_trace.GetCurrentHash());

    public long Crossed { get; private set; }

    public static ApiKey NewKey() => new(new Secret(KeyName), new HmacKey(new Secret(SharedSecret)));

    /// <summary>Opens the session, again while the exchange does not answer, and lets trading follow the account.</summary>
    public ExchangeStand Open(int symbols = 3, VenueUse use = VenueUse.Paper)
    {
        while (Session is null)
        {
            var opening = Adapter.OpenAsync(
                new VenueOpening(Client.World.CreateLane("account"), Client.World.CreateLane("market"), [.. Instruments.Take(symbols).Select(instrument => instrument.Symbol)], use)
                {
                    LeaseNanos = Lease,
                    Notify = notice => Notices.Add(notice.Text),
                },
                CancellationToken.None);
            Until(() => opening.IsCompleted, TimeSpan.FromMinutes(10), "the session opens");
            if (opening.IsFaulted && opening.Exception.InnerException is VenueUnreachableException)
                Run(TimeSpan.FromSeconds(10));
            else
                Session = opening.GetAwaiter().GetResult();
        }

        Ask(new FollowAccount(Trader));
        Books = [.. Instruments.Take(symbols).Select(_ => new OrderBook())];
        var market = Client.World.CreateLane("watchers");
        Client.World.CreateLane("ingest").Spawn(
            "ingest", new FeedIngestActor(Session.Market, [.. Books.Select((book, symbol) => market.Spawn($"watcher-{symbol}", new Eye(this, book)))], venue: null));
        return this;
    }

    public void Ask(VenueRequest request) => Client.Enter(() => Session.Requests!.Tell(request));

    public void Submit(string id, OrderTerms terms, int symbol = 0) => Ask(new SubmitOrder(id, Instruments[symbol].Symbol, terms, 0, Trader));

    public void Query(string id) => Ask(new QueryOrder(id, Trader));

    public OrderTerms Limit(OrderSide side, long priceUnits, int symbol = 0, long satoshi = 1_000_000) =>
        new(side, OrderType.Limit, Instruments[symbol].Quantity(satoshi), Instruments[symbol].Price(priceUnits));

    /// <summary>The market moves: the best bid now, one tick below the best ask, and the price of a trade.</summary>
    public void Price(int symbol, long bid)
    {
        _bids[symbol] = bid;
        var now = Exchange.Process.NowNanos;
        Exchange.TryHear(_shapes[symbol].Around(symbol, now, bid, bid + 1));
        Exchange.TryHear(MarketEvent.Trade(symbol, now, now, bid, 2_000, ++_trades, buyerIsMaker: true));
    }

    public long Bid(int symbol) => _bids[symbol];

    /// <summary>Whether the market moves.</summary>
    public bool IsMarketOpen { get; set; } = true;

    /// <summary>Lets every symbol's market wander: so many changes in a second.</summary>
    public void Wander(int perSecond)
    {
        Universe.After(UnixNanos.PerSecond / perSecond, () =>
        {
            if (!IsMarketOpen)
                return;
            for (var symbol = 0; symbol < Instruments.Length; symbol++)
                Price(symbol, Math.Max(1_000, _bids[symbol] + _market.Between(-3, 3)));
            Wander(perSecond);
        });
    }

    public void Run(TimeSpan time)
    {
        var until = Universe.NowNanos + UnixNanos.From(time);
        while (Universe.Step(until))
        {
        }

        Assert.Null(Client.World.Fault);
        Assert.Null(Exchange.Process.World.Fault);
    }

    /// <summary>Steps until something holds.</summary>
    public void Until(Func<bool> holds, TimeSpan within, string what)
    {
        var until = Universe.NowNanos + UnixNanos.From(within);
        while (!holds())
        {
            if (!Universe.Step(until))
                Assert.Fail($"within {within} it does not come that {what} (seed {Universe.Seed}): {string.Join(" | ", Notices.TakeLast(5))} {Client.World.Fault?.Exception} {Exchange.Process.World.Fault?.Exception}");
        }
    }

    /// <summary>The client's book is the exchange's, as it was last told.</summary>
    public void MustSeeBook(int symbol)
    {
        Assert.Equal(BookState.Synced, Books[symbol].State);
        var told = Exchange.State.Markets[symbol].Depth;
        var until = Universe.NowNanos + (5 * UnixNanos.PerSecond);
        while (Books[symbol].LastUpdateId != told.ToldUpdateId)
            Assert.True(Universe.Step(until), $"the client's book of {Instruments[symbol].Symbol} does not catch up");
        Assert.True(Books[symbol].TryBest(out var bid, out var ask));
        Assert.Equal((told.Bids[0].Price, told.Bids[0].Quantity, told.Asks[0].Price, told.Asks[0].Quantity), (bid.PriceUnits, bid.SizeUnits, ask.PriceUnits, ask.SizeUnits));
    }

    public T? Find<T>(Func<T, bool> fits)
        where T : OrderMessage => Heard.Select(heard => heard.Message).OfType<T>().FirstOrDefault(fits);

    public IEnumerable<T> All<T>()
        where T : OrderMessage => Heard.Select(heard => heard.Message).OfType<T>();

    private static Instrument Lots(string symbol) =>
        Samples.Bitcoin with { Symbol = symbol, BaseAsset = symbol[..^4], LotStepUnits = 2_000, MinQuantityUnits = 2_000 };

    private ExchangeSettings Settings(ExchangeLimits limits) => new(
        [.. Instruments.Select(ExchangeSettings.Describe)],
        [new ExchangeAccount("desk", [("USDT", Money.Whole(1_000_000)), .. Instruments.Select(instrument => (instrument.BaseAsset, Money.Whole(100)))])],
        [new VenueKey(KeyName, "desk", new HmacKey(new Secret(SharedSecret)))], FeeSchedule.Flat(1_000, 1_000), limits);

    private void Note(string kind, string what)
    {
        Happened[kind] = Happened.GetValueOrDefault(kind) + 1;
        _trace.AppendData(Encoding.UTF8.GetBytes($"{kind} {what}"));
    }

    private void Trace(string way, ReadOnlyMemory<byte> text)
    {
        Crossed++;
        if (way.Contains("asks", StringComparison.Ordinal) || way.Contains("answered", StringComparison.Ordinal))
            Asked.Add((Universe.NowNanos, way.Contains("asks", StringComparison.Ordinal) ? Encoding.UTF8.GetString(text.Span) : way));
        _trace.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Universe.NowNanos} {way} ")));
        _trace.AppendData(text.Span);
    }

    private sealed class Eye(ExchangeStand stand, OrderBook book) : Actor<MarketEvent>
    {
        protected override void Receive(in MarketEvent message)
        {
            stand.Seen.Add(message);
            if (message.Kind == MarketEventKind.Gap)
                book.MarkGapped();
            else if (message.Kind is MarketEventKind.DepthSnapshot or MarketEventKind.DepthUpdate)
                book.Apply(message.Depth, message.Kind == MarketEventKind.DepthSnapshot);
        }
    }

    private sealed class Ear(ExchangeStand stand) : Actor<OrderMessage>
    {
        protected override void Receive(in OrderMessage message) => stand.Heard.Add((Context.NowNanos, message));
    }
}
