using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Feeds.Files;
using QuantumAI.Hocon;
using QuantumAI.Journal.Venue;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Http;
using QuantumAI.Node.Terminal;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.PaperServer;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Market;

namespace QuantumAI.Node.Composition;

/// <summary>What <c>quantum exchange</c> was told.</summary>
/// <param name="Market"><c>synthetic</c>, or a market file.</param>
/// <param name="DataDir">Null = everything is forgotten at the end.</param>
/// <param name="Port">Null = the configuration's.</param>
internal sealed record ExchangeOptions(
    HoconConfig Config, string Market, ulong Seed, string? Symbol, TimeZoneInfo TimeZone, string? DataDir, int? Port);

/// <summary>A paper exchange with its market, from start to end.</summary>
internal sealed class ExchangeRun : IAsyncDisposable
{
    private readonly LiveWorld _world;
    private readonly IPaperVenueStore _store;
    private readonly IExchangeMarket _market;
    private readonly PaperExchange _exchange;

    private ExchangeRun(LiveWorld world, IPaperVenueStore store, IExchangeMarket market, PaperExchange exchange, KeyPair printed) =>
        (_world, _store, _market, _exchange, Printed) = (world, store, market, exchange, printed);

    /// <summary>The first account's key.</summary>
    public KeyPair Printed { get; }

    /// <summary>Without a slash at the end.</summary>
    public string Url => $"http://127.0.0.1:{_exchange.Port}";

    /// <summary>Reads the books, opens the market and listens.</summary>
    public static async Task<ExchangeRun> StartAsync(ExchangeOptions options, CancellationToken cancellation)
    {
        var configuration = ExchangeConfiguration.Read(options.Config, options.DataDir);
        var port = options.Port ?? configuration.Port;
        StatusServer.RequireFree(port);
        var world = new LiveWorld(options.Seed, WorldClock.System());
        IPaperVenueStore? store = null;
        IExchangeMarket? market = null;
        try
        {
            store = options.DataDir is { } folder ? SqlitePaperVenueStore.Open(Path.Combine(folder, "exchange.sqlite")) : new MemoryPaperVenueStore();
            (market, var instruments) = OpenMarket(options, world.NowNanos, cancellation);
            var settings = new ExchangeSettings(
                [.. instruments.Select(ExchangeSettings.Describe)], configuration.Accounts, configuration.Keys, configuration.Fees, configuration.Limits);
            var state = new ExchangeState(settings, store.Load(), world.NowNanos);
            foreach (var past in market.History)
                state.HearHistory(in past);
            return new ExchangeRun(world, store, market, await PaperExchange.StartAsync(world, state, store, port, allowsFaults: configuration.AllowsFaults).ConfigureAwait(false), configuration.Printed);
        }
        catch
        {
            market?.Dispose();
            store?.Dispose();
            world.Dispose();
            throw;
        }
    }

    /// <summary>Plays the market until the cancellation.</summary>
    /// <exception cref="InvariantViolationException">The exchange broke a rule of its own; it has stopped.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _world.Faulted += _ => stop.Cancel();
        try
        {
            await MarketPump.RunAsync(_exchange, _market, stop.Token).ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token).ConfigureAwait(false); // a market that is over leaves its last book
        }
        catch (OperationCanceledException)
        {
            // Asked to end.
        }

        if (_world.Fault is { } fault)
            throw new InvariantViolationException($"the exchange stopped: {fault.Exception.Message}");
    }

    public async ValueTask DisposeAsync()
    {
        await _exchange.DisposeAsync().ConfigureAwait(false);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await _world.WhenIdleAsync(patience.Token).ConfigureAwait(false); // what is being stored is stored
        }
        catch (OperationCanceledException)
        {
            // The store hangs: nobody was told of what it has not written.
        }

        _market.Dispose();
        _world.Dispose();
        _store.Dispose();
    }

    private static (IExchangeMarket Market, IReadOnlyList<Instrument> Instruments) OpenMarket(ExchangeOptions options, long nowNanos, CancellationToken cancellation)
    {
        var settings = QuantumSettings.Read(options.Config);
        if (options.Market == "synthetic")
        {
            var chosen = settings.Symbols.Select(symbol => PaperMarket.Choose(settings, symbol)).ToArray();
            return (new SyntheticExchangeMarket(options.Seed, nowNanos, chosen), [.. chosen.Select(entry => entry.Instrument)]);
        }

        using var progress = new ProgressBar();
        var input = MarketInput.Inspect(
            [MarketFileRequest.Parse(options.Market, options.Symbol, options.TimeZone)], settings, null,
            (name, at) => progress.Show(name, at.FileBytesRead, at.FileBytes), cancellation);
        IReadOnlyList<Instrument> instruments = [.. input.Symbols.Select(symbol => symbol.Instrument)];
        return (new RecordedExchangeMarket(input.Open, instruments, input.Files.All(file => file.DepthSnapshotCount > 0), nowNanos), instruments);
    }
}
