using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Calls;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Tests.PaperServer;

/// <summary>An exchange without sockets and without a clock: calls run at once, time is what the test says.</summary>
internal sealed class ExchangeDesk
{
    public const long Start = 1_767_225_600 * UnixNanos.PerSecond; // 2026-01-01
    public const string Key = "key0key0key0key0key0key0key0key0key0";
    public const string OtherKey = "key1key1key1key1key1key1key1key1key1";
    public const string ReaderKey = "key2key2key2key2key2key2key2key2key2";
    public const string Canary = "Canary0Canary0Canary0Canary0Canary0Canary0";
    private readonly CallRunner _runner;
    private readonly IPaperVenueStore _store;
    private long _updateId;

    public ExchangeDesk(IPaperVenueStore? store = null, ExchangeLimits? limits = null, long nowNanos = Start)
    {
        _store = store ?? new MemoryPaperVenueStore();
        Now = nowNanos;
        State = new ExchangeState(Settings(limits), _store.Load(), nowNanos);
        _runner = new CallRunner(State);
        Save();
        Book(9_999_00, 10_001_00);
        Print(10_000_00);
    }

    public ExchangeState State { get; }

    public long Now { get; set; }

    /// <summary>Everything that was told since the desk opened.</summary>
    public List<ExchangeEvent> Told { get; } = [];

    public static Instrument Bitcoin { get; } = new("BTCUSDT", "BTC", "USDT", 2, 1, 8, 1_000, 1_000, Money.Whole(5));

    public static Instrument Ether { get; } = new("ETHUSDT", "ETH", "USDT", 2, 1, 8, 10_000, 10_000, Money.Whole(5));

    public static ExchangeSettings Settings(ExchangeLimits? limits = null) => new(
        [ExchangeSettings.Describe(Bitcoin), ExchangeSettings.Describe(Ether)],
        [
            new ExchangeAccount("main", [("USDT", Money.Whole(100_000))]),
            new ExchangeAccount("other", [("USDT", Money.Whole(100_000)), ("BTC", Money.Whole(10))]),
        ],
        [
            new ApiKey(Key, "main", new HmacKey(new Secret(Canary))), new ApiKey(OtherKey, "other", new HmacKey(new Secret(Canary))),
            new ApiKey(ReaderKey, "main", new HmacKey(new Secret(Canary)), MayTrade: false),
        ],
        FeeSchedule.Flat(1_000, 1_000),
        limits ?? new ExchangeLimits(1_000_000, 1_000_000, 1_000_000, 1_000_000));

    /// <summary>A call of the main account.</summary>
    public CallReply Run(string verb, string path, params (string Name, object Value)[] parameters) => RunAs("main", verb, path, parameters);

    public CallReply RunAs(string account, string verb, string path, params (string Name, object Value)[] parameters)
    {
        var call = CallCatalogue.Find(verb, path) ?? throw new ArgumentException($"no call {verb} {path}", nameof(path));
        var given = new RequestParameters(parameters.Select(pair => KeyValuePair.Create(pair.Name, Convert.ToString(pair.Value, CultureInfo.InvariantCulture)!)));
        var reply = _runner.Run(new ExchangeRequest(call, given) { Account = call.Security == CallSecurity.None ? null : account, MayTrade = true }, Now);
        Save();
        return reply;
    }

    /// <summary>The result of a call that must succeed.</summary>
    public WireValue Done(string verb, string path, params (string Name, object Value)[] parameters) => DoneAs("main", verb, path, parameters);

    public WireValue DoneAs(string account, string verb, string path, params (string Name, object Value)[] parameters)
    {
        var reply = RunAs(account, verb, path, parameters);
        Assert.Null(reply.Error);
        return Payload.Open(path, reply.Body.Span);
    }

    /// <summary>The error of a call that must fail.</summary>
    public VenueError Refused(string verb, string path, params (string Name, object Value)[] parameters)
    {
        var reply = Run(verb, path, parameters);
        Assert.NotNull(reply.Error);
        return reply.Error;
    }

    /// <summary>A limit order.</summary>
    public OrderReport Limit(string side, string price, string quantity, string account = "main", params (string Name, object Value)[] more) => SpotOrders.Order(DoneAs(
        account, "POST", "/api/v3/order",
        [("symbol", "BTCUSDT"), ("side", side), ("type", "LIMIT"), ("timeInForce", "GTC"), ("price", price), ("quantity", quantity), .. more]));

    public OrderReport Market(string side, string quantity, string account = "main") => SpotOrders.Order(DoneAs(
        account, "POST", "/api/v3/order", ("symbol", "BTCUSDT"), ("side", side), ("type", "MARKET"), ("quantity", quantity)));

    public OrderReport Order(long orderId, string account = "main") =>
        SpotOrders.Order(DoneAs(account, "GET", "/api/v3/order", ("symbol", "BTCUSDT"), ("orderId", orderId)));

    /// <summary>Shows a book of one level a side, 5 BTC each, in units of a cent.</summary>
    public void Book(long bid, long ask)
    {
        var id = ++_updateId;
        Hear(MarketEvent.Snapshot(0, Now, Now, new DepthLevels(id, id, 0, [new DepthLevel(bid, 5_00000000)], [new DepthLevel(ask, 5_00000000)])));
    }

    /// <summary>A trade of the market.</summary>
    public void Print(long price, long quantity = 1_000_000, bool buyerIsMaker = false) =>
        Hear(MarketEvent.Trade(0, Now, Now, price, quantity, 0, buyerIsMaker));

    public void Tick()
    {
        State.Tick(Now, tellsKlines: true);
        Save();
    }

    /// <summary>What an account has of an asset.</summary>
    public AssetBalance Balance(string asset, string account = "main") =>
        SpotAccount.Account(DoneAs(account, "GET", "/api/v3/account")).Balances.Single(balance => balance.Asset == asset);

    private void Hear(MarketEvent marketEvent)
    {
        State.Hear(in marketEvent);
        Save();
    }

    private void Save()
    {
        var changes = new List<VenueChange>();
        State.Take(changes, Told);
        _store.SaveAll(changes);
    }
}
