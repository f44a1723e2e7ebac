using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Node.Configuration;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Market;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Node.Composition;

/// <summary>The market of an exchange outside this process, in real time; orders go there, or to the built-in venue.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="exchange">Owned from now on.</param>
/// <param name="books">Of the built-in venue, which owns them once it is open; null when orders go to the exchange.</param>
internal sealed class RemoteOrigin(RunOptions options, RemoteExchange exchange, IPaperVenueStore? books) : ISessionOrigin
{
    private IVenueSession? _session;
    private long? _beganNanos;
    private bool _isVenueOpen;

    public string? Venue => exchange.TakesOrders ? exchange.Name : null;

    public World CreateWorld(SessionIdentity? found, ulong seed, long lastNanos, LaneRecorder? recorder)
    {
        var world = new LiveWorld(seed, WorldClock.System(), recorder);
        _beganNanos = found?.StartNanos;
        var remembered = Math.Max(lastNanos, books?.Load().MarketNanos ?? 0);
        if (remembered <= world.NowNanos)
            return world;
        var now = world.NowNanos;
        world.Dispose();
        throw new UsageException(
            $"this machine's clock shows {UnixNanos.FormatIso(now)}, and the session has gone on to {UnixNanos.FormatIso(remembered)}: set the clock, or use another --data-dir");
    }

    public async Task<SessionMarket> OpenMarketAsync(World world, StatusBoard board, CancellationToken cancellation)
    {
        var opening = new VenueOpening(world.CreateLane("venue-account", isOutside: true), world.CreateLane("venue-market", isOutside: true), options.Settings.Symbols, exchange.Use)
        {
            Notify = notice => board.Log(world.NowNanos, notice.IsAlarm ? $"HIGH {notice.Text}" : notice.Text),
        };
        var session = await exchange.Adapter.OpenAsync(opening, cancellation).ConfigureAwait(false);
        _session = session;
        session.InstrumentChanged += changed => board.Log(world.NowNanos, Describe(changed));
        foreach (var closed in session.Instruments.Where(instrument => instrument.OpensNothing is not null))
            board.Log(world.NowNanos, Describe(closed));
        var (interval, now) = (options.IntervalNanos ?? options.Settings.IntervalNanos, world.NowNanos);
        return new SessionMarket(
            exchange.Name, interval, _beganNanos ?? now, long.MaxValue, now,
            await PastAsync(session, interval, now, cancellation).ConfigureAwait(false),
            (watchers, venue) => new PushedMarket(session.Market, watchers, venue));
    }

    /// <summary>What the exchange says of the time before: closed bars, and the part of the open one that is over.</summary>
    private async Task<IReadOnlyList<SessionSymbol>> PastAsync(IVenueSession session, long intervalNanos, long nowNanos, CancellationToken cancellation)
    {
        var symbols = new List<SessionSymbol>();
        foreach (var known in session.Instruments)
        {
            var bars = await session.HistoryAsync(symbols.Count, intervalNanos, options.Settings.HistoryBars, cancellation).ConfigureAwait(false);
            var open = new BarBuilder(intervalNanos);
            if (bars.Count > 0 && bars[^1].EndNanos > nowNanos)
                open.Add(bars[^1]);
            symbols.Add(new SessionSymbol(known.Instrument, BarOrigin.Trades, new SymbolHistory([.. bars.Where(bar => bar.EndNanos <= nowNanos)], open)));
        }

        return symbols;
    }

    public ISessionVenue OpenVenue(World world, QuantumSettings settings, IReadOnlyList<Instrument> instruments, StatusBoard board)
    {
        _isVenueOpen = true;
        return books is null ? new RemoteAccount(_session!) : new BuiltInVenue(world, settings, instruments, books, board);
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync().ConfigureAwait(false);
        exchange.Dispose();
        if (!_isVenueOpen)
            books?.Dispose();
    }

    private static string Describe(VenueInstrument instrument) => instrument.OpensNothing is { } reason
        ? $"HIGH {instrument.Instrument.Symbol} opens nothing: {reason}"
        : $"the venue describes {instrument.Instrument.Symbol} anew: {instrument.Status}";
}
