using System.Globalization;
using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.PaperServer;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.PaperServer.Streams;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Tests.PaperServer.Streams;

/// <summary>A whole exchange on loopback with two symbols, two accounts and keys of both kinds; its market is what the test says.</summary>
internal sealed class SocketHost : IAsyncDisposable
{
    public const string Hmac = "hmac0hmac0hmac0hmac0hmac0hmac0hmac0";
    public const string OtherHmac = "other0other0other0other0other0other0";
    public const string Reader = "reader0reader0reader0reader0reader0";
    public const string Ed = "ed255190ed255190ed255190ed255190ed25";
    private const string Canary = "Canary1Canary1Canary1Canary1Canary1Canary1";
    private readonly LiveWorld _world;
    private readonly HttpClient _http = new();
    private long _updateId;

    private SocketHost(LiveWorld world, PaperExchange exchange) => (_world, Exchange) = (world, exchange);

    public PaperExchange Exchange { get; }

    public static Instrument Bitcoin { get; } = new("BTCUSDT", "BTC", "USDT", 2, 1, 8, 1_000, 1_000, Money.Whole(5));

    public static Instrument Ether { get; } = new("ETHUSDT", "ETH", "USDT", 2, 1, 8, 10_000, 10_000, Money.Whole(5));

    public static HmacKey Secret { get; } = new(new Secret(Canary));

    /// <summary>Null where this machine has no libcrypto 3.</summary>
    public static ISigner? EdSigner { get; } =
        Ed25519Keys.Missing is null ? Ed25519Keys.FromPrivateBytes([.. Enumerable.Range(1, Ed25519Keys.KeyBytes).Select(number => (byte)number)]) : null;

    public long NowMillis => _world.NowNanos / UnixNanos.PerMillisecond;

    /// <summary>Opens an exchange with a book of one level a side around 10,000 and a trade at it.</summary>
    public static async Task<SocketHost> StartAsync(SocketSettings? sockets = null, ExchangeLimits? limits = null, bool hasBook = true, bool allowsFaults = true)
    {
        var world = new LiveWorld(1, WorldClock.System());
        ApiKey[] keys =
        [
            new(Hmac, "main", Secret), new(OtherHmac, "other", Secret), new(Reader, "main", Secret, MayTrade: false),
            .. EdSigner is { } signer ? new ApiKey[] { new(Ed, "main", signer) } : [],
        ];
        var settings = new ExchangeSettings(
            [ExchangeSettings.Describe(Bitcoin), ExchangeSettings.Describe(Ether)],
            [
                new ExchangeAccount("main", [("USDT", Money.Whole(100_000)), ("BTC", Money.Whole(10))]),
                new ExchangeAccount("other", [("USDT", Money.Whole(100_000)), ("BTC", Money.Whole(10))]),
            ],
            keys, FeeSchedule.Flat(1_000, 1_000), limits ?? new ExchangeLimits(1_000_000, 1_000_000, 1_000_000, 1_000_000));
        var store = new MemoryPaperVenueStore();
        var state = new ExchangeState(settings, store.Load(), world.NowNanos);
        var exchange = await PaperExchange.StartAsync(world, state, store, 0, sockets, allowsFaults).ConfigureAwait(false);
        var host = new SocketHost(world, exchange);
        if (!hasBook)
            return host;
        host.Book(9_999_00, 10_001_00);
        host.Print(10_000_00);
        return host;
    }

    public Task<SocketClient> StreamAsync(string pathAndQuery) => SocketClient.ConnectAsync(Exchange.Port, pathAndQuery);

    /// <summary>A connection of the WebSocket API.</summary>
    public async Task<ApiClient> ApiAsync(string query = "") => new(this, await SocketClient.ConnectAsync(Exchange.Port, "/ws-api/v3" + query).ConfigureAwait(false));

    /// <summary>Shows a book of one level a side, 5 BTC each, in units of a cent.</summary>
    public void Book(long bid, long ask)
    {
        var id = ++_updateId;
        Hear(MarketEvent.Snapshot(0, 0, 0, new DepthLevels(id, id, 0, [new DepthLevel(bid, 5_00000000)], [new DepthLevel(ask, 5_00000000)])));
    }

    /// <summary>A trade of the market.</summary>
    public void Print(long price, long quantity = 1_000_000, bool buyerIsMaker = false) => Hear(MarketEvent.Trade(0, 0, 0, price, quantity, 0, buyerIsMaker));

    public void Hear(MarketEvent marketEvent) => Assert.True(Exchange.TryHear(marketEvent.Ingested(0, _world.NowNanos)));

    /// <summary>A REST call; signed when a key is named.</summary>
    public async Task<(int Status, byte[] Body)> RestAsync(string verb, string path, string? key = null, params (string Name, object Value)[] parameters)
    {
        var pairs = Pairs(parameters);
        if (key is not null)
            pairs.Add(new("timestamp", NowMillis.ToString(CultureInfo.InvariantCulture)));
        var query = key is null ? ParameterText.Of(pairs) : ParameterText.Signed(pairs, key == Ed ? EdSigner! : Secret);
        using var request = new HttpRequestMessage(new HttpMethod(verb), $"http://127.0.0.1:{Exchange.Port}{path}?{query}");
        if (key is not null)
            request.Headers.Add("X-MBX-APIKEY", key);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken).ConfigureAwait(false);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken).ConfigureAwait(false));
    }

    /// <summary>An order of an account by REST.</summary>
    public async Task<byte[]> OrderAsync(string key, string side, string price, string quantity, params (string Name, object Value)[] more)
    {
        var (status, body) = await RestAsync(
            "POST", "/api/v3/order", key,
            [("symbol", "BTCUSDT"), ("side", side), ("type", "LIMIT"), ("timeInForce", "GTC"), ("price", price), ("quantity", quantity), .. more]).ConfigureAwait(false);
        Assert.True(status == 200, Encoding.UTF8.GetString(body));
        return body;
    }

    public async Task FaultAsync(string order)
    {
        using var response = await _http.PostAsync(new Uri($"http://127.0.0.1:{Exchange.Port}/admin/{order}"), null, TestContext.Current.CancellationToken).ConfigureAwait(false);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).ConfigureAwait(false));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Exchange.DisposeAsync().ConfigureAwait(false);
        _world.Dispose();
    }

    public static List<KeyValuePair<string, string>> Pairs(params (string Name, object Value)[] parameters) =>
        [.. parameters.Select(pair => KeyValuePair.Create(pair.Name, Convert.ToString(pair.Value, CultureInfo.InvariantCulture)!))];
}
