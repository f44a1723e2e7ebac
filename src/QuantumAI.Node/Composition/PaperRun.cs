using QuantumAI.Domain.Market;
using QuantumAI.Journal.Venue;
using QuantumAI.Node.Terminal;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Shutdown;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading;
using QuantumAI.Trading.Control;

namespace QuantumAI.Node.Composition;

/// <summary>A paper session over a data directory: opens or resumes it, trades, and ends cleanly.</summary>
internal sealed class PaperRun : IAsyncDisposable
{
    private readonly IJournalStore _store;
    private readonly SqlitePaperVenueStore _venueStore;
    private readonly IMarketSource _source;
    private readonly PaperOptions _options;

    private PaperRun(
        PaperOptions options, ulong seed, PaperMarket market, IJournalStore store, SqlitePaperVenueStore venueStore,
        World world, SessionHost host, IMarketSource source, long startNanos, bool isResumed, JournalPlace place)
    {
        (_options, _store, _venueStore, _source) = (options, store, venueStore, source);
        (Seed, Market, World, Host, StartNanos, IsResumed) = (seed, market, world, host, startNanos, isResumed);
        Shutdown = CoordinatedShutdown.Start(world.CreateLane("shutdown"), TradingPhases.All);
        Shutdown.AddTask(TradingPhases.SettleOrders, "books", SettleAsync);
        Shutdown.Progressed += SayWhatIsUnsettled;
        ReadModels = ReadModels.Follow(place, host, Shutdown);
    }

    public ulong Seed { get; }

    public PaperMarket Market { get; }

    public World World { get; }

    public SessionHost Host { get; }

    /// <summary>How the run ends; whoever shows something adds the closing of it.</summary>
    public CoordinatedShutdown Shutdown { get; }

    /// <summary>Orders, fills, positions and decisions as pages show them.</summary>
    public ReadModels ReadModels { get; }

    /// <summary>Market time at which this run starts or resumes.</summary>
    public long StartNanos { get; }

    /// <summary>The data directory held this session already.</summary>
    public bool IsResumed { get; }

    /// <summary>Market time at which the session ends.</summary>
    public long EndNanos => _options.ForNanos is { } length ? Market.StartNanos + length : long.MaxValue;

    /// <summary>Whether the session's market time was over before this run.</summary>
    public bool IsOver => StartNanos >= Math.Min(EndNanos, Market.EndNanos);

    /// <summary>Opens the data directory, reads the books and puts the actors together. Nothing trades yet.</summary>
    public static PaperRun Open(PaperOptions options, ProgressBar progress, CancellationToken cancellation)
    {
        // Checked before a file is made: a session that cannot be is refused without a trace.
        var unclaimed = options.Replay is null
            ? PaperMarket.Synthetic(options.Settings, options.Seed ?? 1, options.IntervalNanos)
            : PaperMarket.Replay(options, progress, cancellation);
        var settings = MarketInput.InQuoteCurrency(options.Settings, unclaimed.Instruments.Select(entry => entry.Instrument));
        var place = new JournalPlace(options.Settings.Journal, options.Settings.Account, options.DataDir);
        var notices = new List<string>();
        var isNew = place.IsFile && !File.Exists(place.FilePath);
        var store = place.Open(progress, notices.Add);
        SqlitePaperVenueStore? venueStore = null;
        try
        {
            var seed = options.Seed ?? SessionIdentity.Find(store, options.Settings.Account)?.Seed ?? 1;
            var market = options.Replay is null ? PaperMarket.Synthetic(options.Settings, seed, options.IntervalNanos) : unclaimed;
            venueStore = SqlitePaperVenueStore.Open(Path.Combine(options.DataDir, "venue.sqlite"));
            var isResumed = new SessionIdentity(
                seed, market.Identity, [.. market.Instruments.Select(entry => entry.Instrument.Symbol)], market.IntervalNanos,
                market.StartNanos, options.Settings.Hash).Claim(store, options.Settings.Account, place.Name);
            var lastNanos = Math.Max(LastNanos(store, options.Settings.Account), venueStore.Load().MarketNanos);
            var startNanos = Math.Max(market.StartNanos, lastNanos);
            var past = market.From(startNanos, options.Settings.HistoryBars);
            World world = options.Speed is { } speed
                ? new LiveWorld(seed, WorldClock.Scaled(startNanos, speed))
                : new VirtualWorld(seed, startNanos);
            IJournal journal = options.Speed is null ? new InlineJournal(store) : new GroupCommitJournal(world.CreateLane("journal", isPinned: true), store);
            var symbols = market.Instruments
                .Select((entry, id) => new SessionSymbol(entry.Instrument, entry.Origin, past.Histories[id]))
                .ToArray();
            var host = new SessionHost(world, settings, symbols, past, journal, venueStore);
            notices.ForEach(notice => host.Board.Log(startNanos, notice));
            return new PaperRun(options, seed, market, store, venueStore, world, host, past, startNanos, isResumed, place);
        }
        catch
        {
            var isEmpty = isNew && store.Head().Commits == 0;
            venueStore?.Dispose();
            store.Dispose();
            if (isEmpty)
                place.RemoveEmpty();
            throw;
        }
    }

    /// <summary>Trades until the end of the market time, the end of the market, a fault or a cancellation; then runs <see cref="Shutdown"/>.</summary>
    /// <remarks>A session that is over trades nothing, but what a crash left open is still settled with the venue.</remarks>
    /// <exception cref="Domain.InvariantViolationException">An actor threw.</exception>
    public async Task TradeAsync(CancellationToken cancellation)
    {
        var reason = "an error";
        try
        {
            await IngestAsync(cancellation).ConfigureAwait(false);
            reason = World.Fault is not null ? "a fault" : cancellation.IsCancellationRequested ? "the operator" : "the session's end";
        }
        finally
        {
            await Shutdown.RunAsync(reason).ConfigureAwait(false);
        }

        Host.ThrowIfFaulted();
    }

    /// <summary>What has not been written when the session ends, for people; null when everything was.</summary>
    public string? NotWritten()
    {
        var appends = Host.Journal is GroupCommitJournal journal ? journal.Unanswered : 0;
        if (appends > 0)
            return $"{appends} appends are not in the journal: {Host.Board.JournalOutage?.Reason ?? "it was too slow"}";
        return Host.UnsavedAtVenue is > 0 and var steps ? $"{steps} steps are not in the venue's books: {Host.Board.VenueOutage?.Reason ?? "it was too slow"}" : null;
    }

    public async ValueTask DisposeAsync()
    {
        ReadModels.Dispose();
        Host.Journal.Dispose();
        _venueStore.Dispose();
        _store.Dispose();
        _source.Dispose();
        World.Dispose();
        await Task.CompletedTask.ConfigureAwait(false);
    }

    private static long LastNanos(IJournalStore store, string account)
    {
        var head = store.Heads().FirstOrDefault(head => head.Stream == $"account/{account}");
        return head is null ? 0 : store.Read(head.Stream, head.LastSequence).Last().Data.TimeNanos;
    }

    private async Task IngestAsync(CancellationToken cancellation)
    {
        switch (World)
        {
            case VirtualWorld world:
                await Task.Run(
                    () =>
                    {
                        world.RunUntilIdle();
                        if (!IsOver)
                            Host.Ingest.Run(world, EndNanos, cancellation);
                    },
                    CancellationToken.None).ConfigureAwait(false);
                break;
            case LiveWorld world:
                try
                {
                    if (!IsOver)
                        await Host.Ingest.RunAsync(world, EndNanos, cancellation).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    // Stopped by the operator: what is in flight is settled by the shutdown.
                }

                break;
            default:
                throw new NotSupportedException(World.GetType().Name);
        }
    }

    /// <summary>Waits until lanes are idle and everything appended is durable. A virtual world is idle between two steps of the shutdown.</summary>
    private async Task SettleAsync(CancellationToken patience)
    {
        if (World is not LiveWorld world)
            return;
        do
            await world.WhenIdleAsync(patience).ConfigureAwait(false);
        while (!Host.Session.Books.IsSettled && world.Fault is null);
    }

    private void SayWhatIsUnsettled(ShutdownProgress progress)
    {
        if (progress is PhaseEnded { Phase: { Name: TradingPhases.SettleOrders, IsClean: false } })
            Host.Board.Log(World.NowNanos, "stopped before everything was settled; the next start reconciles");
    }
}
