using QuantumAI.Feeds.Files;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Recording;

namespace QuantumAI.Node.Recording;

/// <summary>Keeps what a run needs to be run again. Nothing that trades waits for it or depends on it.</summary>
internal sealed class SessionRecording : IAsyncDisposable
{
    /// <summary>What lanes have written is handed over as often as this, by the machine's clock.</summary>
    internal static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan RestPatience = TimeSpan.FromSeconds(5);
    private readonly RunFolder _folder;
    private readonly HashedFile? _lanes;
    private readonly Timer? _flush;

    private SessionRecording(RunFolder folder, HashedFile? lanes, RecordingSettings settings)
    {
        (_folder, _lanes) = (folder, lanes);
        if (lanes is null)
            return;
        Lanes = new LaneRecorder(lanes, TradingCodecs.Create(), new RecorderSettings { MostBytes = settings.MostBytes, IsTraced = false });
        _flush = new Timer(_ => Lanes.Flush(), null, FlushEvery, FlushEvery);
    }

    /// <summary>For the live world; null for a virtual one, whose runs repeat by themselves.</summary>
    public LaneRecorder? Lanes { get; }

    /// <summary>Begins the recording of a run; null when it is switched off, or cannot be made.</summary>
    /// <param name="notice">Told why there is none.</param>
    public static SessionRecording? Begin(RunOptions options, bool isLive, Action<string> notice)
    {
        var settings = options.Settings.Recording;
        if (!settings.IsEnabled)
            return null;
        try
        {
            var folder = RunFolder.Create(options.DataDir);
            var lanes = isLive ? new HashedFile(folder.Lanes) : null;
            return new SessionRecording(folder, lanes, settings);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            notice($"this run is not recorded: {failure.Message}");
            return null;
        }
    }

    /// <summary>Writes down what the run is, and says on the board that it is recorded, or that it is not.</summary>
    /// <param name="symbols">As they were before the actors were made.</param>
    public void Describe(RunOptions options, SessionMarket market, string? venue, SessionHost host, IReadOnlyList<RecordedSymbol> symbols)
    {
        if (Lanes is not null)
            Lanes.Stopped += reason => host.Board.Log(host.World.NowNanos, $"the recording of this run ends, the session goes on: {reason}");
        try
        {
            if (Lanes is not null)
                File.WriteAllBytes(_folder.Symbols, RecordedSymbol.Write(symbols));
            File.WriteAllBytes(_folder.Manifest, RunDescription.Of(_folder.Id, options, market, venue, host).ToJson());
            _folder.Keep(options.Settings.Recording.KeepRuns);
            host.Board.Log(market.FromNanos, $"recorded as {_folder.Id}; quantum replay runs it again, the newest {options.Settings.Recording.KeepRuns} runs are kept");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            host.Board.Log(market.FromNanos, $"this run cannot be run again, the session goes on: {failure.Message}");
        }
    }

    /// <summary>Ends it, before the journal is closed: what happens in the lanes from here on is not in it.</summary>
    /// <param name="isStopped">Somebody stopped the session before its market time was over.</param>
    /// <returns>What went wrong, for people; null when nothing did.</returns>
    public async Task<string?> EndAsync(SessionHost host, bool isStopped)
    {
        var end = new RunEnd(host.Session.Books.AppendedSequence, host.Ingest.LastNanos, host.Ingest.Delivered, IsStopped: isStopped ? true : null);
        string? problem = null;
        if (Lanes is not null)
        {
            var isAtRest = await CameToRestAsync((LiveWorld)host.World).ConfigureAwait(false);
            problem = await EndLanesAsync(Lanes, isAtRest).ConfigureAwait(false);
            end = end with
            {
                Recording = Lanes.NotReplayable ?? Lanes.EndedEarly ?? problem,
                LanesBytes = problem is null ? _lanes!.Length : null,
                LanesHash = problem is null ? _lanes!.Hash() : null,
            };
        }

        problem = await ProblemOfAsync(() => DisposeAsync().AsTask()).ConfigureAwait(false) is { } close ? problem ?? close : problem;
        problem = await ProblemOfAsync(() => Written(end)).ConfigureAwait(false) is { } write ? problem ?? write : problem;
        return problem is null ? null : $"the recording {_folder.Path} is not whole: {problem}";
    }

    private async Task<string?> EndLanesAsync(LaneRecorder lanes, bool isAtRest)
    {
        await _flush!.DisposeAsync().ConfigureAwait(false);
        return await (isAtRest ? ProblemOfAsync(() => lanes.DisposeAsync().AsTask()) : ProblemOfAsync(() => lanes.CutAsync().AsTask())).ConfigureAwait(false);
    }

    private Task Written(RunEnd end)
    {
        end.Write(_folder);
        return Task.CompletedTask;
    }

    private static async Task<string?> ProblemOfAsync(Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    /// <summary>Takes it back: the session was refused.</summary>
    public async Task DiscardAsync()
    {
        try
        {
            if (Lanes is not null)
            {
                await _flush!.DisposeAsync().ConfigureAwait(false);
                await Lanes.CutAsync().ConfigureAwait(false);
            }

            await DisposeAsync().ConfigureAwait(false);
            Directory.Delete(_folder.Path, recursive: true);
            var runs = Path.GetDirectoryName(_folder.Path)!;
            if (!Directory.EnumerateFileSystemEntries(runs).Any())
                Directory.Delete(runs);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{_folder.Path} cannot be removed: {failure.Message}").ConfigureAwait(false);
        }
    }

    /// <summary>Closes its file, after <see cref="EndAsync"/> or <see cref="DiscardAsync"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_flush is not null)
            await _flush.DisposeAsync().ConfigureAwait(false);
        if (_lanes is not null)
            await _lanes.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A finished back-test whose journal was kept: what is needed to repeat it.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public static void KeepBacktest(
        string dataDir, SessionHost host, MarketInput input, QuantumSettings settings, IReadOnlyList<MarketFileRequest> requests, long? intervalNanos)
    {
        if (!settings.Recording.IsEnabled)
            return;
        var folder = RunFolder.Create(dataDir);
        File.WriteAllBytes(folder.Manifest, RunDescription.OfBacktest(folder.Id, host, input, settings, requests, intervalNanos).ToJson());
        new RunEnd(host.Session.Books.AppendedSequence, host.Ingest.LastNanos, host.Ingest.Delivered).Write(folder);
    }

    private static async Task<bool> CameToRestAsync(LiveWorld world)
    {
        using var patience = new CancellationTokenSource(RestPatience);
        try
        {
            await world.WhenIdleAsync(patience.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
