using System.Security.Cryptography;
using QuantumAI.Journal;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Recording;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Node.Replay;

/// <summary>A session's runs, run again one after the other, each from where the journal was when it began.</summary>
/// <param name="Session">As it was asked for.</param>
/// <param name="Runs">Which of its runs, oldest first.</param>
internal sealed record SessionReplay(string Session, IReadOnlyList<RecordedRun> Runs)
{
    /// <summary>Finds the folders of what is meant: a data directory with all its runs, or one run of <paramref name="dataDir"/>.</summary>
    /// <exception cref="UsageException">There is nothing of that name.</exception>
    public static (string DataDir, IReadOnlyList<RunFolder> Runs) Find(string session, string dataDir)
    {
        if (RunFolder.In(dataDir).FirstOrDefault(run => run.Id == session) is { } one)
            return (dataDir, [one]);
        if (!Directory.Exists(session))
            throw new UsageException($"there is no data directory {session}, and {dataDir} has no run of that name{NamesOf(dataDir)}");
        var runs = RunFolder.In(session).Where(run => File.Exists(run.Manifest)).ToArray();
        return runs.Length > 0
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
        var manifests = folders.Select(RunManifest.Read).ToArray();
        using var archive = new JournalPlace(journal, manifests[0].Account, dataDir, manifests[0].Environment).OpenArchive();
        var stream = archive.Read(AccountBooks.StreamOf(manifests[0].Account)).ToArray();
        if (manifests.FirstOrDefault(manifest => manifest.AccountSequence > stream.Length) is { } beyond)
            throw new UsageException($"{beyond.Run} began behind event {beyond.AccountSequence} of its account, and the journal ends at {stream.Length}: it is another one");
        return new SessionReplay(session, [.. folders.Select((folder, place) => new RecordedRun(folder, manifests[place], stream, EndOf(dataDir, folder, manifests[place], stream)))]);
    }

    /// <summary>Runs all of it again.</summary>
    /// <param name="asked">Hash of the configuration that was asked for; null when none was.</param>
    /// <param name="progress">Told what runs and how far it is.</param>
    /// <exception cref="UsageException">It cannot be run again, or other code or another configuration would run it.</exception>
    public ReplayOutcome Run(string? asked, Action<string, long> progress, CancellationToken cancellation)
    {
        foreach (var run in Runs)
            Refuse(run.Manifest, asked);
        using var replayed = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var recorded = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var outcomes = new List<RunOutcome>();
        foreach (var run in Runs)
        {
            var comparison = new CommandComparison(run.Manifest.Run, run.Commands(), run.End is not null);
            var settings = QuantumSettings.Read(ConfigurationFiles.Restore(run.Manifest.Config));
            outcomes.Add(new RunReplay(run, settings).Run(comparison, turns => progress(run.Manifest.Run, turns), cancellation));
            comparison.AddTo(replayed, recorded);
        }

        return new ReplayOutcome(
            Session, outcomes.Sum(outcome => outcome.Commands), Convert.ToHexStringLower(replayed.GetHashAndReset()),
            Convert.ToHexStringLower(recorded.GetHashAndReset()), outcomes);
    }

    /// <summary>Only the code and the configuration that made a run can repeat it.</summary>
    private static void Refuse(RunManifest manifest, string? asked)
    {
        const string Way = "; --with CONFIG shows what would have differed";
        if (manifest.CodeHash != ProgramCode.Hash)
            throw new UsageException($"{manifest.Run} was made by other code: its code hash is {RunReplay.Short(manifest.CodeHash)}, this program's is {RunReplay.Short(ProgramCode.Hash)}{Way}");
        if (asked is not null && manifest.ConfigHash != asked)
            throw new UsageException($"{manifest.Run} was made with another configuration: its configuration hash is {RunReplay.Short(manifest.ConfigHash)}, that of what you gave is {RunReplay.Short(asked)}{Way}");
        var own = QuantumSettings.Read(ConfigurationFiles.Restore(manifest.Config)).Hash;
        if (manifest.ConfigHash != own)
            throw new UsageException($"{manifest.Run}: its manifest was changed: the configuration hash is {RunReplay.Short(manifest.ConfigHash)}, that of the configuration in it is {RunReplay.Short(own)}");
        if (manifest.ModelHashes.Count > 0)
            throw new UsageException($"{manifest.Run} was decided by models that this program does not have: model hash {RunReplay.Short(manifest.ModelHashes[0])}{Way}");
    }

    /// <summary>Sequence of the run's last event: where the next run began, or what the run said at its end, or the end of the stream.</summary>
    private static long EndOf(string dataDir, RunFolder folder, RunManifest manifest, StoredEvent[] stream)
    {
        var next = RunFolder.In(dataDir).SkipWhile(run => run.Id != folder.Id).Skip(1).FirstOrDefault(run => File.Exists(run.Manifest));
        var bound = next is null ? stream.Length : RunManifest.Read(next).AccountSequence;
        return Math.Min(bound, Math.Max(manifest.AccountSequence, RunEnd.Read(folder)?.AccountSequence ?? bound));
    }

    private static string NamesOf(string dataDir) => RunFolder.In(dataDir) is { Count: > 0 } runs ? $": it has {string.Join(", ", runs.Select(run => run.Id))}" : "";
}
