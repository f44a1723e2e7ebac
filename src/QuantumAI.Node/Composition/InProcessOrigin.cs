using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Terminal;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading;
using QuantumAI.Trading.Control;

namespace QuantumAI.Node.Composition;

/// <summary>A made-up or recorded market on the built-in venue: nothing outside this process, at any speed.</summary>
internal sealed class InProcessOrigin : ISessionOrigin
{
    private readonly RunOptions _options;
    private readonly IPaperVenueStore _books;
    private PaperMarket _market;
    private IMarketSource? _source;
    private long _fromNanos;
    private bool _isVenueOpen;

    private InProcessOrigin(RunOptions options, PaperMarket market, IPaperVenueStore books) => (_options, _market, _books) = (options, market, books);

    public string? Venue => null;

    /// <summary>The market that is asked for, inspected; nothing is written.</summary>
    public static PaperMarket Inspect(RunOptions options, ProgressBar progress, CancellationToken cancellation) => options.Replay is null
        ? PaperMarket.Synthetic(options.Settings, options.Seed ?? 1, options.IntervalNanos)
        : PaperMarket.Replay(options, progress.Show, cancellation);

    /// <param name="options">What was asked for.</param>
    /// <param name="market">What <see cref="Inspect"/> found.</param>
    /// <param name="books">The venue's; the venue owns them once it is open.</param>
    public static InProcessOrigin Over(RunOptions options, PaperMarket market, IPaperVenueStore books) => new(options, market, books);

    public World CreateWorld(SessionIdentity? found, ulong seed, long lastNanos, LaneRecorder? recorder)
    {
        if (_options.Replay is null)
            _market = PaperMarket.Synthetic(_options.Settings, seed, _options.IntervalNanos);
        _fromNanos = Math.Max(_market.StartNanos, Math.Max(lastNanos, _books.Load().MarketNanos));
        return _options.Speed is { } speed
            ? new LiveWorld(seed, WorldClock.Scaled(_fromNanos, speed), recorder)
            : new VirtualWorld(seed, _fromNanos);
    }

    public Task<SessionMarket> OpenMarketAsync(World world, StatusBoard board, CancellationToken cancellation)
    {
        var past = _market.From(_fromNanos, _options.Settings.HistoryBars);
        _source = past;
        return Task.FromResult(new SessionMarket(
            _market.Identity, _market.IntervalNanos, _market.StartNanos, _market.EndNanos, _fromNanos,
            [.. _market.Instruments.Select((entry, id) => new SessionSymbol(entry.Instrument, entry.Origin, past.Histories[id]))],
            (watchers, venue) => new PulledMarket(past, watchers, venue)));
    }

    public ISessionVenue OpenVenue(World world, QuantumSettings settings, IReadOnlyList<Instrument> instruments, StatusBoard board)
    {
        _isVenueOpen = true;
        return new BuiltInVenue(world, settings, instruments, _books, board);
    }

    public ValueTask DisposeAsync()
    {
        _source?.Dispose();
        if (!_isVenueOpen)
            _books.Dispose();
        return ValueTask.CompletedTask;
    }
}
