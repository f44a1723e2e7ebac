using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Recording;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Node.Replay;

/// <summary>Runs of a virtual world, one after the other from the first: each is repeated from its seed, its market and its configuration.</summary>
/// <remarks>The venue's books between two runs are nowhere but in the runs before: they have to be repeated too.</remarks>
internal sealed class VirtualReplay : IDisposable
{
    private readonly MemoryJournalStore _store = new();
    private readonly MemoryPaperVenueStore _books = new();

    /// <summary>What the agents decided in the last run.</summary>
    public DecisionLog Decisions { get; private set; } = new();

    /// <summary>What the last run did.</summary>
    public IReadOnlyList<StoredEvent> Events { get; private set; } = [];

    public void Dispose()
    {
        _store.Dispose();
        _books.Dispose();
    }

    /// <summary>The runs that have to be repeated for one, itself the last.</summary>
    /// <param name="all">Every run of the data directory that is known, oldest first.</param>
    /// <exception cref="UsageException">It goes on from something that is not known any more.</exception>
    public static IReadOnlyList<RecordedRun> LineTo(RecordedRun run, IReadOnlyList<RecordedRun> all)
    {
        var line = all.TakeWhile(earlier => earlier.Folder.Id != run.Folder.Id).Append(run).ToArray();
        if (line[0].Manifest.AccountSequence > 0)
            throw new UsageException($"{run.Folder.Id} goes on from the venue's books as an earlier run left them, and {line[0].Folder.Id} is the first that is known: it cannot be repeated");
        return line.FirstOrDefault(earlier => earlier.Manifest.World != RunManifest.Virtual) is { } live
            ? throw new UsageException($"{run.Folder.Id} goes on from the venue's books as {live.Folder.Id} left them, a run in real time: they are not kept, and it cannot be repeated")
            : line;
    }

    /// <summary>Repeats the next run.</summary>
    /// <exception cref="UsageException">Its market is another one today, or the account is.</exception>
    public RunOutcome Run(
        RecordedRun run, QuantumSettings settings, CommandComparison comparison, string phase, Action<string, long, long> progress, CancellationToken cancellation)
    {
        var manifest = run.Manifest;
        Decisions = new DecisionLog();
        var (source, symbols, beginsNanos) = Open(manifest, settings, progress, cancellation);
        using (source)
        {
            var instruments = symbols.Select(symbol => symbol.Instrument).ToArray();
            var quoted = MarketInput.InQuoteCurrency(settings, instruments);
            var board = new StatusBoard();
            using var world = new VirtualWorld(manifest.Seed, manifest.StartNanos);
            var venue = new BuiltInVenue(world, quoted, instruments, _books, board);
            CommandPlaces? places = null;
            var journal = new RecordedJournal(_store, request => comparison.Add(request, command => places!.Doing(command, null)), isAnswering: true);
            var host = new SessionHost(world, quoted, symbols, (_, _) => new SilentMarket(), journal, venue, board);
            places = new CommandPlaces(host, Decisions, settings.AgentId);
            run.RequireSameStart(host.Session.Books.RecoveredHash);
            world.RunUntilIdle();
            var until = run.End is null or { IsStopped: true } ? run.LastNanos + 1
                : manifest.Source!.ForNanos is { } asked ? beginsNanos + asked
                : long.MaxValue;
            var length = run.LastNanos - manifest.StartNanos;
            var events = Play(
                world, host, venue, source, until, nanos => comparison.Pass(nanos, places.Missing), nanos => progress(phase, nanos - manifest.StartNanos, length), cancellation);
            comparison.End(null, places.Missing);
            Events = [.. _store.Read(AccountBooks.StreamOf(manifest.Account), manifest.AccountSequence + 1)];
            return new RunOutcome(
                manifest.Run, events, comparison.Count, comparison.Difference, run.End is null ? "the session was killed, or still runs: repeated up to the last that its journal has" : null);
        }
    }

    /// <summary>Opens the market where the run began.</summary>
    private static (IMarketSource Source, IReadOnlyList<SessionSymbol> Symbols, long BeginsNanos) Open(
        RunManifest manifest, QuantumSettings settings, Action<string, long, long> progress, CancellationToken cancellation)
    {
        var asked = manifest.Source ?? throw new UsageException($"{manifest.Run} does not say what its market was");
        var zone = TimeZoneInfo.FindSystemTimeZoneById(asked.TimeZone);
        if (manifest.Environment == BacktestJournal.Environment)
        {
            var input = MarketInput.Inspect(
                [.. asked.Files.Select(file => MarketFileRequest.Parse(file, asked.Symbol, zone))], settings, asked.IntervalNanos,
                (name, at) => progress(name, at.FileBytesRead, at.FileBytes), cancellation);
            RequireSame(manifest, input.Identity);
            return (input.Open(), [.. input.Symbols.Select(symbol => symbol.WithoutHistory(input.IntervalNanos))], input.FirstNanos);
        }

        var market = asked.Files.Count == 0
            ? PaperMarket.Synthetic(settings, manifest.Seed, asked.IntervalNanos)
            : PaperMarket.Replay(
                new RunOptions(settings, manifest.Seed, asked.ForNanos, null, asked.Files[0], asked.Symbol, zone, asked.IntervalNanos, "", null), progress, cancellation);
        RequireSame(manifest, market.Identity);
        var past = market.From(manifest.StartNanos, settings.HistoryBars);
        return (past, [.. market.Instruments.Select((entry, id) => new SessionSymbol(entry.Instrument, entry.Origin, past.Histories[id]))], market.StartNanos);
    }

    private static void RequireSame(RunManifest manifest, string identity)
    {
        if (manifest.Market != identity)
            throw new UsageException($"{manifest.Run}: its market was {manifest.Market}, and now it is {identity}: a file has changed");
    }

    /// <summary>As <see cref="Trading.Market.IngestFlow"/> brings it, and looks at the agents after each event.</summary>
    private long Play(
        VirtualWorld world, SessionHost host, BuiltInVenue venue, IMarketSource source, long untilNanos, Action<long> passed, Action<long> progress,
        CancellationToken cancellation)
    {
        var sequence = 0L;
        while (world.Fault is null && source.TryRead(out var next) && next.ReceivedNanos < untilNanos)
        {
            world.AdvanceTo(next.ReceivedNanos);
            passed(next.ReceivedNanos);
            var numbered = next.Ingested(++sequence, next.ReceivedNanos);
            venue.Market!.Tell(in numbered);
            host.Session.Watchers[next.InstrumentId].Tell(in numbered);
            world.RunUntilIdle();
            Decisions.Observe(host.Board);
            if (sequence % 4_096 != 0)
                continue;
            cancellation.ThrowIfCancellationRequested();
            progress(next.ReceivedNanos);
        }

        if (untilNanos != long.MaxValue)
            world.AdvanceTo(untilNanos);
        world.RunUntilIdle();
        host.ThrowIfFaulted();
        return sequence;
    }
}
