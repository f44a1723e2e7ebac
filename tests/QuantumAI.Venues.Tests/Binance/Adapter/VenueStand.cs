using System.Globalization;
using System.Text;
using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Worlds;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Binance.Symbols;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Signing;
using static QuantumAI.Venues.Tests.Binance.Adapter.ScriptedRest;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

/// <summary>The adapter in a virtual world against a scripted venue, with a trader that hears everything.</summary>
internal sealed class VenueStand : IDisposable
{
    public const long StartNanos = 1_760_000_000_000_000_000;
    public const string Id = "qa-0000000a-1";

    public static readonly Instrument Bitcoin = new("BTCUSDT", "BTC", "USDT", 2, 1, 5, 1, 1, Money.Whole(5));

    public VenueStand(BinanceSettings? settings = null, VenueUse use = VenueUse.Live)
    {
        SynchronizationContext.SetSynchronizationContext(null); // what the lanes complete goes on here, on the one thread
        Settings = settings ?? new BinanceSettings(new Uri("http://127.0.0.1:1"), new Uri("ws://127.0.0.1:1"), new Uri("ws://127.0.0.1:1/ws-api/v3"));
        Use = use;
        World = new VirtualWorld(1, StartNanos);
        Trader = World.CreateLane("trader").Probe<OrderMessage>("trader");
        Rest.On("GET /api/v3/time", _ => Ok($$"""{"serverTime":{{Millis(VenueNanos)}}}"""));
        Rest.On("GET /api/v3/exchangeInfo", _ => Ok(Describe()));
        Rest.On("GET /api/v3/account", """{"canTrade":true,"canWithdraw":true,"canDeposit":true,"updateTime":1,"accountType":"SPOT","balances":[{"asset":"USDT","free":"1000.00000000","locked":"0.00000000"}],"permissions":["SPOT"]}""");
        Rest.On("GET /sapi/v1/account/apiRestrictions", Permissions(withdraw: false, trade: true));
        Rest.On("GET /api/v3/openOrders", "[]");
        Rest.On("GET /api/v3/myTrades", "[]");
        Rest.On("GET /api/v3/allOrders", "[]");
        Rest.On("GET /api/v3/order", _ => Error(400, -2013, "Order does not exist."));
        Rest.On("POST /api/v3/order", _ => Ok(Acknowledgement));
    }

    public BinanceSettings Settings { get; }

    public VenueUse Use { get; }

    public VirtualWorld World { get; }

    public ScriptedRest Rest { get; } = new();

    public ScriptedStreams Streams { get; } = new();

    public AddressBudget Address { get; } = new();

    public Probe<OrderMessage> Trader { get; }

    public List<VenueNotice> Notices { get; } = [];

    /// <summary>How far the venue's clock is ahead of ours.</summary>
    public long SkewNanos { get; set; }

    public Func<long, long>? Lease { get; set; }

    public ISigner Signer { get; init; } = new HmacKey(new Secret("abcdefghijklmnopqrstuvwxyz"));

    public IVenueSession Session { get; private set; } = null!;

    public long VenueNanos => World.NowNanos + SkewNanos;

    public SpotSymbol Symbol { get; set; } = ExchangeInfo.Describe(Bitcoin);

    public static string Acknowledgement => $$"""{"symbol":"BTCUSDT","orderId":7,"orderListId":-1,"clientOrderId":"{{Id}}","transactTime":1760000000000}""";

    public ScriptedSocket UserSocket => Streams.User.Last(socket => !socket.IsClosed);

    public static OrderTerms Limit(OrderSide side = OrderSide.Buy) => new(side, OrderType.Limit, Bitcoin.Quantity(100_000), Bitcoin.Price(5_000_000));

    public static string Permissions(bool withdraw, bool trade) =>
        $$"""{"ipRestrict":true,"createTime":1,"enableReading":true,"enableWithdrawals":{{(withdraw ? "true" : "false")}},"enableSpotAndMarginTrading":{{(trade ? "true" : "false")}}}""";

    /// <summary>An order as queries tell it.</summary>
    public static string Order(string status, string filled = "0.00000", string id = Id, long orderId = 7) =>
        $$"""{"symbol":"BTCUSDT","orderId":{{orderId}},"orderListId":-1,"clientOrderId":"{{id}}","price":"50000.00","origQty":"1.00000","executedQty":"{{filled}}","cummulativeQuoteQty":"0.00","status":"{{status}}","timeInForce":"GTC","type":"LIMIT","side":"BUY","stopPrice":"0.00","icebergQty":"0.00","time":1760000000000,"updateTime":1760000000000,"isWorking":true,"workingTime":1760000000000,"origQuoteOrderQty":"0.00","selfTradePreventionMode":"EXPIRE_MAKER"}""";

    public static string Trade(long tradeId, string quantity, long orderId = 7) =>
        $$"""{"symbol":"BTCUSDT","id":{{tradeId}},"orderId":{{orderId}},"orderListId":-1,"price":"50000.00","qty":"{{quantity}}","quoteQty":"50000.00","commission":"0.1","commissionAsset":"USDT","time":1760000000000,"isBuyer":true,"isMaker":true,"isBestMatch":true}""";

    /// <summary>An execution report as the WebSocket API delivers it.</summary>
    public static string Execution(string execution, string status, string last = "0", string filled = "0", long tradeId = -1, string id = Id, string original = "", long orderId = 7) =>
        $$"""{"subscriptionId":0,"event":{"e":"executionReport","E":1760000000000,"s":"BTCUSDT","c":"{{id}}","S":"BUY","o":"LIMIT","f":"GTC","q":"1.00000","p":"50000.00","P":"0.00","F":"0.00","g":-1,"C":"{{original}}","x":"{{execution}}","X":"{{status}}","r":"NONE","i":{{orderId}},"l":"{{last}}","z":"{{filled}}","L":"50000.00","n":"0","N":null,"T":1760000000000,"t":{{tradeId}},"I":1,"w":true,"m":true,"M":false,"O":1760000000000,"Z":"0.00","Y":"0.00","Q":"0.00","W":1760000000000,"V":"EXPIRE_MAKER"}""" + "}";

    /// <summary>Opens the session and lets trading follow the account.</summary>
    public VenueStand Open()
    {
        var opening = OpenAsync();
        for (var i = 0; i < 400 && !opening.IsCompleted; i++)
            Advance(TimeSpan.FromMilliseconds(50));
        Session = opening.IsCompleted ? opening.GetAwaiter().GetResult() : throw new TimeoutException("the session does not open");
        Session.Requests?.Tell(new FollowAccount(Trader.Ref));
        Advance(TimeSpan.FromMilliseconds(1));
        return this;
    }

    public Task<IVenueSession> OpenAsync()
    {
        var key = new ApiKey(new Secret("abcdefghijklmnop"), Signer);
        var adapter = new BinanceAdapter(Settings, Use == VenueUse.MarketData ? null : key, Rest, Streams, Address);
        return adapter.OpenAsync(
            new VenueOpening(World.CreateLane("account"), World.CreateLane("market"), ["BTCUSDT"], Use) { LeaseNanos = Lease, Notify = Notices.Add }, CancellationToken.None);
    }

    public void Submit(OrderTerms? terms = null, string id = Id)
    {
        Session.Requests!.Tell(new SubmitOrder(id, "BTCUSDT", terms ?? Limit(), 0, Trader.Ref));
        World.RunUntilIdle();
    }

    public void Query(string id = Id)
    {
        Session.Requests!.Tell(new QueryOrder(id, Trader.Ref));
        World.RunUntilIdle();
    }

    public void Cancel(string? cancelId = null)
    {
        Session.Requests!.Tell(new CancelOrder(Id, Trader.Ref, cancelId));
        World.RunUntilIdle();
    }

    public void Say(string userEvent)
    {
        UserSocket.Say(userEvent);
        World.RunUntilIdle();
    }

    public void Advance(TimeSpan time) => World.AdvanceTo(World.NowNanos + UnixNanos.From(time));

    public void Dispose() => World.Dispose();

    private static string Millis(long nanos) => (nanos / UnixNanos.PerMillisecond).ToString(CultureInfo.InvariantCulture);

    private string Describe()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
            new ExchangeInfo(VenueNanos, [], [Symbol], []).Write(json);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
