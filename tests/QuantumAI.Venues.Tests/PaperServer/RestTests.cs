using System.Net;
using System.Net.Sockets;
using System.Text;
using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Tests.PaperServer;

/// <summary>The exchange over a real socket.</summary>
public sealed class RestTests : IAsyncLifetime
{
    private readonly LiveWorld _world = new(1, WorldClock.System());
    private readonly HttpClient _client = new();
    private readonly HmacKey _signer = new(new Secret(ExchangeDesk.Canary));
    private PaperExchange _exchange = null!;

    public async ValueTask InitializeAsync()
    {
        _exchange = await StartAsync(new ExchangeLimits(WeightPerMinute: 2_000));
        _client.BaseAddress = _exchange.Url;
    }

    [Fact]
    public async Task signed_order_must_be_placed_in_query_or_body()
    {
        using var inQuery = await SendAsync(HttpMethod.Post, "/api/v3/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=9000&quantity=0.1", asBody: false);
        using var inBody = await SendAsync(HttpMethod.Post, "/api/v3/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=9000&quantity=0.1", asBody: true);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (inQuery.StatusCode, inBody.StatusCode));
        Assert.Equal("2", Assert.Single(inBody.Headers.GetValues("X-MBX-ORDER-COUNT-10S")));
        Assert.Equal("0", Assert.Single(inBody.Headers.GetValues("X-MBX-USED-WEIGHT-1M")));
        using var open = await SendAsync(HttpMethod.Get, "/api/v3/openOrders", "", asBody: false);
        Assert.Equal(2, SpotOrders.Orders(Payload.Open("open", await open.Content.ReadAsByteArrayAsync())).Count);
    }

    [Fact]
    public async Task error_must_have_status_code_and_message()
    {
        using var reply = await SendAsync(HttpMethod.Post, "/api/v3/order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=500", asBody: false);
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Equal("""{"code":-2010,"msg":"Account has insufficient balance for requested action."}""", await reply.Content.ReadAsStringAsync());
        Assert.Equal("1", Assert.Single(reply.Headers.GetValues("X-MBX-USED-WEIGHT-1M")));
    }

    [Theory]
    [InlineData("GET", "/api/v3/nothing", 404)]
    [InlineData("GET", "/", 200)]
    [InlineData("PATCH", "/api/v3/order", 405)]
    [InlineData("DELETE", "/api/v3/time", 405)]
    [InlineData("GET", "/api/v3/account", 401)]
    [InlineData("GET", "/api/v3/time?nothing=1", 400)]
    [InlineData("GET", "/api/v3/depth?symbol=BTCUSDT&symbol=BTCUSDT", 400)]
    [InlineData("GET", "/api/v3/depth?symbol=%zz", 400)]
    [InlineData("GET", "/api/v3/depth?symbol=%FF", 400)]
    [InlineData("GET", "/api/v3/depth?symbol=%00", 400)]
    [InlineData("GET", "/api/v3/depth?=1", 400)]
    [InlineData("GET", "/api/v3/depth?symbols", 400)]
    public async Task odd_request_must_get_a_coded_refusal(string verb, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        using var reply = await _client.SendAsync(request);
        Assert.Equal(status, (int)reply.StatusCode);
        if (status != 200)
            Assert.True(SpotOrders.Error(Payload.Open("error", await reply.Content.ReadAsByteArrayAsync())).Code < 0);
        await RequireAliveAsync();
    }

    [Fact]
    public async Task request_must_be_refused_when_it_is_too_much()
    {
        using var many = await _client.GetAsync("/api/v3/time?" + string.Join('&', Enumerable.Range(0, 500).Select(i => $"a{i}=1")));
        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);
        using var big = new ByteArrayContent(new byte[10 * 1024 * 1024]);
        big.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v3/order") { Content = big };
        request.Headers.ExpectContinue = true;
        using var tooBig = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooBig.StatusCode);
        using var json = new StringContent(new string('[', 1_000) + new string(']', 1_000), Encoding.UTF8, "application/json");
        using var wrong = await _client.PostAsync("/api/v3/order", json);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        await RequireAliveAsync();
    }

    [Theory]
    [InlineData("GET /api/v3/ping HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421")]
    [InlineData("GET /api/v3/ping HTTP/9.9\r\nHost: localhost\r\n\r\n", "505")]
    [InlineData("\0\u0001\u0002\r\n\r\n", "400")]
    [InlineData("GET /api/v3/ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400")]
    public async Task raw_nonsense_must_not_hurt(string text, string status)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _exchange.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(text));
        var buffer = new byte[4_096];
        var read = await socket.ReceiveAsync(buffer);
        Assert.Contains(status, Encoding.ASCII.GetString(buffer, 0, read).Split('\r')[0], StringComparison.Ordinal);
        await RequireAliveAsync();
    }

    [Fact]
    public async Task address_must_be_told_to_wait_and_then_be_banned()
    {
        var statuses = new List<int>();
        for (var i = 0; i < 60 && !statuses.Contains(418); i++)
        {
            using var reply = await _client.GetAsync("/api/v3/depth?symbol=BTCUSDT&limit=5000");
            statuses.Add((int)reply.StatusCode);
            if (reply.StatusCode != HttpStatusCode.OK)
            {
                Assert.True(reply.Headers.RetryAfter?.Delta > TimeSpan.Zero);
                Assert.Equal(-1003, SpotOrders.Error(Payload.Open("error", await reply.Content.ReadAsByteArrayAsync())).Code);
            }
        }

        Assert.Contains(200, statuses);
        Assert.Contains(429, statuses);
        Assert.Equal(418, statuses[^1]);
    }

    [Fact]
    public async Task no_answer_must_show_a_secret()
    {
        using var wrong = new HmacKey(new Secret("another"));
        foreach (var path in new[] { "/", "/api/v3/account", "/api/v3/exchangeInfo", "/sapi/v1/account/apiRestrictions" })
        {
            using var good = await SendAsync(HttpMethod.Get, path, "", asBody: false, path == "/" || path.EndsWith("Info", StringComparison.Ordinal));
            var text = await good.Content.ReadAsStringAsync() + good.Headers;
            Assert.DoesNotContain(ExchangeDesk.Canary, text, StringComparison.Ordinal);
            Assert.DoesNotContain(ExchangeDesk.Key, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task accounts_must_keep_all_money_between_them_when_many_trade_at_once()
    {
        var sides = new[] { (ExchangeDesk.Key, "BUY"), (ExchangeDesk.OtherKey, "SELL") };
        await Task.WhenAll(sides.Select(async side =>
        {
            for (var i = 0; i < 100; i++)
            {
                using var reply = await SendAsync(
                    HttpMethod.Post, "/api/v3/order", $"symbol=BTCUSDT&side={side.Item2}&type=LIMIT&timeInForce=GTC&price=10000.5&quantity=0.01", asBody: false, key: side.Item1);
                Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            }
        }));

        var fees = Domain.Instruments.Money.Zero;
        var coins = Domain.Instruments.Money.Zero;
        foreach (var (key, _) in sides)
        {
            using var account = await SendAsync(HttpMethod.Get, "/api/v3/account", "", asBody: false, key: key);
            var balance = SpotAccount.Account(Payload.Open("account", await account.Content.ReadAsByteArrayAsync())).Balances.Single(row => row.Asset == "BTC");
            using var trades = await SendAsync(HttpMethod.Get, "/api/v3/myTrades", "symbol=BTCUSDT&limit=1000", asBody: false, key: key);
            foreach (var trade in SpotAccount.Trades(Payload.Open("trades", await trades.Content.ReadAsByteArrayAsync())).Where(row => row.CommissionAsset == "BTC"))
                fees += trade.Commission;
            coins += balance.Free + balance.Locked;
        }

        Assert.Equal(Domain.Instruments.Money.Whole(10), coins + fees);
    }

    public async ValueTask DisposeAsync()
    {
        await _exchange.DisposeAsync();
        _world.Dispose();
        _client.Dispose();
        _signer.Dispose();
    }

    private async Task<PaperExchange> StartAsync(ExchangeLimits limits)
    {
        var store = new MemoryPaperVenueStore();
        var state = new ExchangeState(ExchangeDesk.Settings(limits), store.Load(), _world.NowNanos);
        var now = _world.NowNanos;
        state.Hear(MarketEvent.Snapshot(0, now, now, new DepthLevels(1, 1, 0, [new DepthLevel(9_999_00, 5_00000000)], [new DepthLevel(10_001_00, 5_00000000)])));
        state.Hear(MarketEvent.Trade(0, now, now, 10_000_00, 1_000_000, 1, buyerIsMaker: false));
        return await PaperExchange.StartAsync(_world, state, store, 0);
    }

    private async Task RequireAliveAsync()
    {
        using var reply = await _client.GetAsync("/api/v3/ping");
        Assert.Equal("{}", await reply.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod verb, string path, string text, bool asBody, bool isPublic = false, string key = ExchangeDesk.Key)
    {
        var timed = $"{text}{(text.Length == 0 ? "" : "&")}timestamp={_world.NowNanos / UnixNanos.PerMillisecond}";
        var signed = isPublic ? "" : $"{timed}&signature={_signer.Sign(Encoding.UTF8.GetBytes(timed))}";
        using var request = new HttpRequestMessage(verb, asBody || isPublic ? path : $"{path}?{signed}");
        if (asBody)
            request.Content = new StringContent(signed, Encoding.UTF8, "application/x-www-form-urlencoded");
        request.Headers.Add("X-MBX-APIKEY", key);
        return await _client.SendAsync(request);
    }
}
