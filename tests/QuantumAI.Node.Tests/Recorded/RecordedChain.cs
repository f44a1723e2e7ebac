using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Signals;
using QuantumAI.Node.Tests.Processes;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Market;
using QuantumAI.Venues.Binance;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.PaperServer;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.PaperServer.Market;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Node.Tests.Recorded;

/// <summary>Recording, paper exchange, loopback sockets, Binance adapter, feed, ingest, watcher and agent: every part is the program's own.</summary>
internal sealed class RecordedChain : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private const long SwingNanos = 4 * UnixNanos.PerSecond;
    private const long BarNanos = 50 * UnixNanos.PerMillisecond;

    /// <summary>Sizes that the recording does not have: trades of before and after it.</summary>
    private const long SizeBefore = 1;
    private const long SizeAfter = 2;
    private readonly LiveWorld _venue = new(1, WorldClock.System());
    private readonly LiveWorld _client = new(2, WorldClock.System());
    private readonly MemoryPaperVenueStore _store = new();
    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly TempFolder _folder = new();
    private HttpRestTransport _rest = null!;
    private IVenueSession _session = null!;
    private Task _ingest = Task.CompletedTask;

    private RecordedChain() => Recording = RecordedMarket.Open(_folder);

    public RecordedMarket Recording { get; }

    public PaperExchange Exchange { get; private set; } = null!;

    public WatchedSymbol Symbol { get; private set; } = null!;

    public Instrument Instrument => _session.Instruments[0].Instrument;

    /// <summary>Trades of the recording that the watcher took in, in the order in which it did.</summary>
    public IReadOnlyList<MarketEvent> Trades =>
        [.. Symbol.Notes.Select(note => note.Event).OfType<MarketEvent>().Where(told => told.Kind == MarketEventKind.Trade && told.QuantityUnits > SizeAfter)];

    /// <summary>Opens everything; completes when the watcher hears the exchange.</summary>
    public static async Task<RecordedChain> OpenAsync()
    {
        var chain = new RecordedChain();
        var traded = chain.Recording.Instrument;
        var settings = new ExchangeSettings(
            [ExchangeSettings.Describe(traded)], [new ExchangeAccount("main", [])], [], FeeSchedule.Flat(1_000, 1_000), new ExchangeLimits(1_000_000, 1_000_000));
        chain.Exchange = await PaperExchange.StartAsync(chain._venue, new ExchangeState(settings, chain._store.Load(), chain._venue.NowNanos), chain._store, port: 0, allowsFaults: true);
        var (url, sockets) = (chain.Exchange.Url, new UriBuilder(chain.Exchange.Url) { Scheme = "ws" }.Uri);
        chain._http.BaseAddress = url;
        chain._rest = new HttpRestTransport(url, BinanceAdapter.KeyHeader);
        var adapter = new BinanceAdapter(new BinanceSettings(url, sockets, new Uri(sockets, "/ws-api/v3")), null, chain._rest, new SocketTransport(), new AddressBudget());
        chain._session = await adapter.OpenAsync(
            new VenueOpening(chain._client.CreateLane("account"), chain._client.CreateLane("market"), [traded.Symbol], VenueUse.MarketData), TestContext.Current.CancellationToken);
        chain.Symbol = new WatchedSymbol(chain._client.CreateLane("symbol"), chain.Instrument, BarNanos);
        chain._ingest = new LiveIngest(chain._session.Market, [chain.Symbol.Watcher], null).RunAsync(chain._client, CancellationToken.None);
        await chain.TradeUntilAsync(SizeBefore, static (note, _) => note.Event?.Kind == MarketEventKind.Trade);
        return chain;
    }

    /// <summary>Plays the whole recording and waits until the watcher has heard what came last and has the book that the exchange ends with.</summary>
    /// <param name="showing">Called with the number of each event before the exchange hears it.</param>
    /// <returns>The exchange's book.</returns>
    public async Task<BookSnapshot> PlayAsync(Action<int>? showing = null)
    {
        using (var market = Recording.Play(_venue.NowNanos, showing ?? (static _ => { })))
            await MarketPump.RunAsync(Exchange, market, TestContext.Current.CancellationToken);
        await TradeUntilAsync(SizeAfter, static (note, _) => note.Event is { Kind: MarketEventKind.Trade, QuantityUnits: SizeAfter });
        var book = SpotMarket.Book(Payload.Open(
            "book", await _http.GetByteArrayAsync(new Uri($"/api/v3/depth?symbol={Instrument.Symbol}&limit=5000", UriKind.Relative), TestContext.Current.CancellationToken)));
        await TradeUntilAsync(SizeAfter, (_, own) => own.State == BookState.Synced && own.LastUpdateId >= book.LastUpdateId);
        return book;
    }

    /// <summary>Lets the price fall and rise by turns until the agent wants to enter.</summary>
    public Task EnterAsync() => TradeUntilAsync(SizeAfter, static (note, _) => note.Signal?.Signal.Kind == SignalKind.EnterLong, swing: true);

    /// <summary>Orders a fault of the exchange.</summary>
    public async Task FaultAsync(string fault)
    {
        using var answer = await _http.PostAsync(new Uri($"/admin/{fault}", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _ingest.WaitAsync(Patience);
        await Exchange.DisposeAsync();
        Assert.Null(_client.Fault);
        Assert.Null(_venue.Fault);
        _rest.Dispose();
        _client.Dispose();
        _venue.Dispose();
        _http.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    /// <summary>Trades on the exchange's market, with a question in between, until this is true of something that reaches the watcher or leaves it.</summary>
    private async Task TradeUntilAsync(long size, Func<Noted, OrderBook, bool> isIt, bool swing = false)
    {
        var came = Symbol.Until(isIt);
        var (middle, began) = (Recording.Events.First(told => told.Kind == MarketEventKind.Trade).PriceUnits, _venue.NowNanos);
        while (!came.IsCompleted)
        {
            var now = _venue.NowNanos;
            var price = swing ? middle + (middle * Math.Abs(((now - began) % SwingNanos) - (SwingNanos / 2)) / SwingNanos / 10) : middle;
            Assert.True(Exchange.TryHear(MarketEvent.Trade(0, now, now, price, size, 0, buyerIsMaker: true)));
            await _http.GetStringAsync(new Uri("/api/v3/ping", UriKind.Relative), TestContext.Current.CancellationToken);
        }

        await came;
    }
}
