using QuantumAI.Domain.Instruments;
using QuantumAI.Journal.Venue;
using QuantumAI.Node.Recording;
using QuantumAI.Node.Terminal;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Shutdown;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Recording;

namespace QuantumAI.Node.Composition;

/// <summary>A session over a data directory: opens or resumes it, trades, and ends cleanly.</summary>
internal sealed class SessionRun : IAsyncDisposable
{
    private readonly IJournalStore _store;
    private readonly ISessionOrigin _origin;
    private readonly RunOptions _options;
    private readonly SessionRecording? _recording;
    private bool _isStopped = true;

    private SessionRun(
        RunOptions options, ulong seed, SessionMarket market, IJournalStore store, ISessionOrigin origin,
        World world, SessionHost host, bool isResumed, JournalPlace place, SessionRecording? recording)
    {
        (_options, _store, _origin, _recording) = (options, store, origin, recording);
        (Seed, Market, World, Host, IsResumed) = (seed, market, world, host, isResumed);
        Shutdown = CoordinatedShutdown.Start(world.CreateLane("shutdown", isOutside: true), TradingPhases.All);
        Shutdown.AddTask(TradingPhases.SettleOrders, "books", SettleAsync);
        Shutdown.Progressed += SayWhatIsUnsettled;
        ReadModels = ReadModels.Follow(place, host, Shutdown);
    }

    public ulong Seed { get; }

    public SessionMarket Market { get; }

    public World World { get; }

    public SessionHost Host { get; }

    /// <summary>Where orders go, for people.</summary>
    public string VenueName => _origin.Venue ?? "built-in";

    /// <summary>How the run ends; whoever shows something adds the closing of it.</summary>
    public CoordinatedShutdown Shutdown { get; }

    /// <summary>Orders, fills, positions and decisions as pages show them.</summary>
    public ReadModels ReadModels { get; }

    /// <summary>Market time at which this run starts or resumes.</summary>
    public long StartNanos => Market.FromNanos;

    /// <summary>The data directory held this session already.</summary>
    public bool IsResumed { get; }

    /// <summary>Market time at which the session ends.</summary>
    public long EndNanos => _options.ForNanos is { } length ? Market.BeginsNanos + length : long.MaxValue;

    /// <summary>Whether the session's market time was over before this run.</summary>
    public bool IsOver => StartNanos >= Math.Min(EndNanos, Market.EndsNanos);

    /// <summary>Opens the data directory, reads the books and puts the actors together. Nothing trades yet.</summary>
    /// <exception cref="UsageException">Something that whoever started it can put right.</exception>
    public static async Task<SessionRun> OpenAsync(RunOptions options, ProgressBar progress, CancellationToken cancellation)
    {
        // Checked before a file is made: a session that cannot be is refused without a trace.
        var inspected = options.Remote is null ? InProcessOrigin.Inspect(options, progress, cancellation) : null;
        if (inspected is not null)
            MarketInput.InQuoteCurrency(options.Settings, inspected.Instruments.Select(entry => entry.Instrument));
        var place = new JournalPlace(options.Settings.Journal, options.Settings.Account, options.DataDir, options.Environment);
        var notices = new List<string>();
        var isNew = place.IsFile && !File.Exists(place.FilePath);
        var store = place.Open(progress, notices.Add);
        ISessionOrigin? origin = null;
        World? world = null;
        SessionRecording? recording = null;
        try
        {
            origin = OriginOf(options, inspected);
            var found = SessionIdentity.Find(store, options.Settings.Account);
            var seed = options.Seed ?? found?.Seed ?? 1;
            recording = SessionRecording.Begin(options, options.Speed is not null, notices.Add);
            world = origin.CreateWorld(found, seed, LastNanos(store, options.Settings.Account), recording?.Lanes);
            return await OpenAsync(options, origin, world, seed, store, place, recording, notices, cancellation).ConfigureAwait(false);
        }
        catch
        {
            var isEmpty = isNew && store.Head().Commits == 0;
            if (origin is not null)
                await origin.DisposeAsync().ConfigureAwait(false);
            world?.Dispose();
            store.Dispose();
            if (recording is not null)
                await recording.DiscardAsync().ConfigureAwait(false);
            if (isEmpty)
                place.RemoveEmpty();
            throw;
        }
    }

    private static async Task<SessionRun> OpenAsync(
        RunOptions options, ISessionOrigin origin, World world, ulong seed, IJournalStore store, JournalPlace place,
        SessionRecording? recording, List<string> notices, CancellationToken cancellation)
    {
        var board = new StatusBoard();
        var market = await origin.OpenMarketAsync(world, board, cancellation).ConfigureAwait(false);
        Instrument[] instruments = [.. market.Symbols.Select(symbol => symbol.Instrument)];
        var settings = MarketInput.InQuoteCurrency(options.Settings, instruments);
        var isResumed = new SessionIdentity(
            seed, market.Identity, [.. instruments.Select(instrument => instrument.Symbol)], market.IntervalNanos, market.BeginsNanos,
            options.Settings.Hash, origin.Venue).Claim(store, options.Settings.Account, place.Name);
        IJournal journal = world is LiveWorld ? new GroupCommitJournal(world.CreateLane("journal", isPinned: true, isOutside: true), store) : new InlineJournal(store);
        RecordedSymbol[] before = [.. market.Symbols.Select(RecordedSymbol.Of)];
        var host = new SessionHost(world, settings, market.Symbols, market.Deliver, journal, origin.OpenVenue(world, settings, instruments, board), board, market.FromNanos);
        notices.ForEach(notice => board.Log(market.FromNanos, notice));
        recording?.Describe(options, market, origin.Venue, host, before);
        return new SessionRun(options, seed, market, store, origin, world, host, isResumed, place, recording);
    }

    private static ISessionOrigin OriginOf(RunOptions options, PaperMarket? inspected)
    {
        if (options.Remote is { TakesOrders: true } account)
            return new RemoteOrigin(options, account, books: null);
        var books = SqlitePaperVenueStore.Open(Path.Combine(options.DataDir, "venue.sqlite"));
        return options.Remote is { } exchange ? new RemoteOrigin(options, exchange, books) : InProcessOrigin.Over(options, inspected!, books);
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
            _isStopped = World.Fault is not null || cancellation.IsCancellationRequested;
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
        return Host.Venue.Unsaved is > 0 and var steps ? $"{steps} steps are not in the venue's books: {Host.Board.VenueOutage?.Reason ?? "it was too slow"}" : null;
    }

    public async ValueTask DisposeAsync()
    {
        ReadModels.Dispose();
        await _origin.DisposeAsync().ConfigureAwait(false);
        if (_recording is not null && await _recording.EndAsync(Host, _isStopped).ConfigureAwait(false) is { } complaint)
            await Console.Error.WriteLineAsync(complaint).ConfigureAwait(false);
        Host.Journal.Dispose();
        await Host.Venue.DisposeAsync().ConfigureAwait(false);
        _store.Dispose();
        World.Dispose();
    }

    private static long LastNanos(IJournalStore store, string account)
    {
        var head = store.Heads().FirstOrDefault(head => head.Stream == $"account/{account}");
        return head is null ? 0 : store.Read(head.Stream, head.LastSequence).Last().Data.TimeNanos;
    }

    private async Task IngestAsync(CancellationToken cancellation)
    {
        if (World is VirtualWorld world)
            await Task.Run(world.RunUntilIdle, CancellationToken.None).ConfigureAwait(false);
        if (IsOver)
            return;
        try
        {
            await Host.Ingest.RunAsync(World, EndNanos, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopped by the operator: what is in flight is settled by the shutdown.
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
