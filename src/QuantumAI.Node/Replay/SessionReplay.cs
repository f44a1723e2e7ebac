using System.Security.Cryptography;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Recording;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Node.Replay;

/// <summary>A session's runs, run again one after the other, each from where the journal was when it began.</summary>
/// <param name="Session">As it was asked for.</param>
/// <param name="Runs">Which of its runs, oldest first.</param>
/// <param name="All">Every run of the data directory, oldest first.</param>
internal sealed record SessionReplay(string Session, IReadOnlyList<RecordedRun> Runs, IReadOnlyList<RecordedRun> All)
{
    /// <summary>Finds the folders of what is meant: a data directory with all its runs, or one run of <paramref name="dataDir"/>.</summary>
    /// <exception cref="UsageException">There is nothing of that name.</exception>
    public static (string DataDir, IReadOnlyList<RunFolder> Runs) Find(string session, string dataDir)
    {
        if (RunFolder.In(dataDir).FirstOrDefault(run => run.Id == session) is { } one)
            return (dataDir, [one]);
        if (RunFolder.At(session) is var (itsDataDir, run))
            return (itsDataDir, [run]);
        if (!Directory.Exists(session))
            throw new UsageException($"there is no data directory {session}, and {dataDir} has no run of that name{NamesOf(dataDir)}");
        var runs = RunFolder.In(session);
        return runs.Count > 0
            ? (session, runs)
            : throw new UsageException($"{session} has no recorded run: sessions record themselves unless recording.enabled is off");
    }

    /// <summary>The configuration that sessions of this kind would have today: where the journal is, and whether what decides is the same.</summary>
    public static QuantumSettings SettingsOf(RunFolder run, FileInfo? config, string[]? assignments)
    {
        var manifest = RunManifest.Read(run);
        var isRemote = manifest.Environment == JournalPlace.Live || manifest.LanesBefore.Contains("venue-market");
        return QuantumSettings.Read(ConfigurationFiles.Load(manifest.Environment, config?.ToString(), assignments ?? [], isRemote ? "binance" : "paper"));
    }

    /// <summary>Reads what the journal says of the runs, beside whoever writes it.</summary>
    /// <param name="session">As it was asked for.</param>
    /// <param name="dataDir">Where the runs are.</param>
    /// <param name="folders">Which of them.</param>
    /// <param name="journal">Where the journal is, when not in the data directory.</param>
    public static SessionReplay Open(string session, string dataDir, IReadOnlyList<RunFolder> folders, JournalSettings journal)
    {
        var first = RunManifest.Read(folders[0]);
        using var archive = new JournalPlace(journal, first.Account, dataDir, first.Environment).OpenArchive();
        var stream = archive.Read(AccountBooks.StreamOf(first.Account)).ToArray();
        var known = RunFolder.In(dataDir).Where(folder => File.Exists(folder.Manifest)).Select(folder => (Folder: folder, Manifest: RunManifest.Read(folder))).ToArray();
        if (known.FirstOrDefault(run => run.Manifest.AccountSequence > stream.Length) is { Manifest: { } beyond })
            throw new UsageException($"{beyond.Run} began behind event {beyond.AccountSequence} of its account, and the journal ends at {stream.Length}: it is another one");
        var all = known.Select((run, place) => new RecordedRun(
            run.Folder, run.Manifest, stream, EndOf(run.Folder, run.Manifest, place + 1 < known.Length ? known[place + 1].Manifest.AccountSequence : stream.Length))).ToArray();
        var wanted = folders.Select(folder => folder.Id).ToHashSet(StringComparer.Ordinal);
        return new SessionReplay(session, [.. all.Where(run => wanted.Contains(run.Folder.Id))], all);
    }

    /// <summary>Runs all of it again.</summary>
    /// <param name="asked">Hash of the configuration that was asked for; null when none was.</param>
    /// <param name="progress">Told what runs and how far it is.</param>
    /// <exception cref="UsageException">It cannot be run again, or other code or another configuration would run it.</exception>
    public ReplayOutcome Run(string? asked, Action<string, long, long> progress, CancellationToken cancellation)
    {
        foreach (var run in Runs)
            Refuse(run.Manifest, asked);
        using var replayed = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var recorded = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var outcomes = new List<RunOutcome>();
        foreach (var run in Runs)
        {
            var comparison = run.Compare();
            outcomes.Add(Rerun(run, run.Settings(), comparison, run.Folder.Id, progress, cancellation).Outcome);
            comparison.AddTo(replayed, recorded);
        }

        return new ReplayOutcome(
            Session, outcomes.Sum(outcome => outcome.Commands), Convert.ToHexStringLower(replayed.GetHashAndReset()),
            Convert.ToHexStringLower(recorded.GetHashAndReset()), outcomes);
    }

    /// <summary>Runs one run again; what a virtual run goes on from is repeated before.</summary>
    /// <param name="settings">The configuration: the recorded one, or another one to see where it leaves the session.</param>
    /// <param name="comparison">What it is held against.</param>
    /// <param name="phase">What it is called while it runs.</param>
    /// <param name="progress">Told that name, and how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How it went, what its agents decided, and, of a virtual run, what it did.</returns>
    public (RunOutcome Outcome, DecisionLog Decisions, IReadOnlyList<StoredEvent> Events) Rerun(
        RecordedRun run, QuantumSettings settings, CommandComparison comparison, string phase, Action<string, long, long> progress, CancellationToken cancellation)
    {
        if (run.Manifest.World == RunManifest.Live)
        {
            var live = new RunReplay(run, settings);
            return (live.Run(comparison, (done, all) => progress(phase, done, all), cancellation), live.Decisions, []);
        }

        using var repeated = new VirtualReplay();
        var line = VirtualReplay.LineTo(run, All);
        foreach (var earlier in line.SkipLast(1))
            repeated.Run(earlier, earlier.Settings(), earlier.Compare(), earlier.Folder.Id, progress, cancellation);
        return (repeated.Run(run, settings, comparison, phase, progress, cancellation), repeated.Decisions, repeated.Events);
    }

    /// <summary>Only the code and the configuration that made a run can repeat it.</summary>
    private static void Refuse(RunManifest manifest, string? asked)
    {
        const string Way = "; --with CONFIG shows what would have differed";
        if (manifest.CodeHash != ProgramCode.Hash)
            throw new UsageException($"{manifest.Run} was made by other code: its code hash is {RecordedRun.Short(manifest.CodeHash)}, this program's is {RecordedRun.Short(ProgramCode.Hash)}{Way}");
        if (asked is not null && manifest.ConfigHash != asked)
            throw new UsageException($"{manifest.Run} was made with another configuration: its configuration hash is {RecordedRun.Short(manifest.ConfigHash)}, that of what you gave is {RecordedRun.Short(asked)}{Way}");
        var own = QuantumSettings.Read(ConfigurationFiles.Restore(manifest.Config)).Hash;
        if (manifest.ConfigHash != own)
            throw new UsageException($"{manifest.Run}: its manifest was changed: the configuration hash is {RecordedRun.Short(manifest.ConfigHash)}, that of the configuration in it is {RecordedRun.Short(own)}");
        if (manifest.ModelHashes.Count > 0)
            throw new UsageException($"{manifest.Run} was decided by models that this program does not have: model hash {RecordedRun.Short(manifest.ModelHashes[0])}{Way}");
    }

    /// <summary>Sequence of the run's last event: what it said at its end, and at the most where the next run began or the stream ends.</summary>
    private static long EndOf(RunFolder folder, RunManifest manifest, long most) =>
        Math.Min(most, Math.Max(manifest.AccountSequence, RunEnd.Read(folder)?.AccountSequence ?? most));

    private static string NamesOf(string dataDir) => RunFolder.In(dataDir) is { Count: > 0 } runs ? $": it has {string.Join(", ", runs.Select(run => run.Id))}" : "";
}
