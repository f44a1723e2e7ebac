using System.Security.Cryptography;
using QuantumAI.Journal;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Recording;
using QuantumAI.Node.Terminal;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Node.Replay;

/// <summary>A session's runs, run again one after the other, each from where the journal was when it began.</summary>
/// <param name="Session">As it was asked for.</param>
/// <param name="DataDir">Where it is.</param>
/// <param name="Runs">Which of its runs, oldest first.</param>
internal sealed record SessionReplay(string Session, string DataDir, IReadOnlyList<RunFolder> Runs)
{
    /// <summary>Finds what is meant: a data directory with all its runs, or one run of <paramref name="dataDir"/>.</summary>
    /// <exception cref="UsageException">There is nothing of that name.</exception>
    public static SessionReplay Find(string session, string dataDir)
    {
        if (RunFolder.In(dataDir).FirstOrDefault(run => run.Id == session) is { } one)
            return new SessionReplay(session, dataDir, [one]);
        if (!Directory.Exists(session))
            throw new UsageException($"there is no data directory {session}, and {dataDir} has no run of that name{NamesOf(dataDir)}");
        var runs = RunFolder.In(session);
        return runs.Count > 0
            ? new SessionReplay(session, session, runs)
            : throw new UsageException($"{session} has no recorded run: sessions record themselves unless recording.enabled is off");
    }

    /// <summary>The configuration that sessions of this kind would have today: where the journal is, and whether what decides is the same.</summary>
    public QuantumSettings Settings(FileInfo? config, string[]? assignments)
    {
        var first = RunManifest.Read(Runs[0]);
        return QuantumSettings.Read(ConfigurationFiles.Load(
            first.Environment, config?.ToString(), assignments ?? [], first.Environment == JournalPlace.Live || first.LanesBefore.Contains("venue-market") ? "binance" : "paper"));
    }

    /// <summary>Runs all of it again.</summary>
    /// <param name="journal">Where journals are, when not in the data directory.</param>
    /// <param name="asked">Hash of the configuration that was asked for; null when none was.</param>
    /// <exception cref="UsageException">It cannot be run again, or other code or another configuration would run it.</exception>
    public ReplayOutcome Run(JournalSettings journal, string? asked, ProgressBar progress, CancellationToken cancellation)
    {
        var manifests = Runs.Select(RunManifest.Read).ToArray();
        foreach (var manifest in manifests)
            Refuse(manifest, asked);
        var place = new JournalPlace(journal, manifests[0].Account, DataDir, manifests[0].Environment);
        using var archive = place.OpenArchive();
        var stream = archive.Read(AccountBooks.StreamOf(manifests[0].Account)).ToArray();
        using var replayed = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var recorded = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var outcomes = new List<RunOutcome>();
        for (var i = 0; i < Runs.Count; i++)
        {
            var end = EndOf(i, manifests, stream.Length);
            var comparison = new CommandComparison(manifests[i].Run, CommandsOf(stream, manifests[i].AccountSequence, end), RunEnd.Read(Runs[i]) is not null);
            var before = new ArraySegment<StoredEvent>(stream, 0, (int)manifests[i].AccountSequence);
            outcomes.Add(new RunReplay(Runs[i], manifests[i], before).Run(comparison, turns => progress.Show(manifests[0].Run, turns, 0), cancellation));
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

    /// <summary>Sequence of the run's last event: the next run's start, what the run said at its end, or the end of the stream.</summary>
    private long EndOf(int run, RunManifest[] manifests, long last)
    {
        var next = RunFolder.In(DataDir).SkipWhile(folder => folder.Id != Runs[run].Id).Skip(1).FirstOrDefault();
        var bound = run + 1 < manifests.Length ? manifests[run + 1].AccountSequence
            : next is not null && File.Exists(next.Manifest) ? RunManifest.Read(next).AccountSequence
            : last;
        return Math.Min(bound, Math.Max(manifests[run].AccountSequence, RunEnd.Read(Runs[run])?.AccountSequence ?? bound));
    }

    private static List<SessionCommand> CommandsOf(StoredEvent[] stream, long after, long last)
    {
        var commands = new List<SessionCommand>();
        for (var i = after; i < last; i++)
        {
            if (SessionCommand.Is(stream[i].Data))
                commands.Add(new SessionCommand(stream[i].Sequence, stream[i].Data));
        }

        return commands;
    }

    private static string NamesOf(string dataDir) => RunFolder.In(dataDir) is { Count: > 0 } runs ? $": it has {string.Join(", ", runs.Select(run => run.Id))}" : "";
}
