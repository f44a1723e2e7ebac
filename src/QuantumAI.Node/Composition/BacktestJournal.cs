using QuantumAI.Journal;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Node.Terminal;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Composition;

/// <summary>A back-test's journal: in memory while it runs, so that no bar waits for a disk, and written whole to a file at its end.</summary>
/// <remarks>
/// What is written has the same streams, links and journal hash. A back-test that is refused, fails or is canceled leaves no file.
/// One caller at a time.
/// </remarks>
internal sealed class BacktestJournal : IJournalStore
{
    /// <summary>The environment of the files: no paper session goes on from one.</summary>
    public const string Environment = "sim";

    private const int AppendsPerCommit = 4_096;
    private readonly MemoryJournalStore _memory = new();
    private readonly List<AppendRequest> _appends = [];

    /// <summary>Refuses a directory that holds a journal already, before anything is computed.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    public static string RequireNew(string dataDir)
    {
        var path = Path.Combine(dataDir, "journal.db");
        return File.Exists(path) || File.Exists(path + "-wal")
            ? throw new UsageException($"--data-dir {dataDir} holds a journal already: a back-test writes into a new one, nothing is overwritten")
            : path;
    }

    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        var results = _memory.Append(requests);
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].Outcome == AppendOutcome.Appended)
                _appends.Add(requests[i]);
        }

        return results;
    }

    /// <summary>Writes everything that was appended; the file is durable when this returns.</summary>
    /// <exception cref="JournalException">The place cannot be written.</exception>
    public void WriteTo(string path, string account, ProgressBar progress)
    {
        using var store = SqliteJournalStore.Open(path, new JournalIdentity(Environment, account));
        for (var from = 0; from < _appends.Count; from += AppendsPerCommit)
        {
            var batch = _appends.GetRange(from, Math.Min(AppendsPerCommit, _appends.Count - from));
            foreach (var result in store.Append(batch))
            {
                if (result.Outcome != AppendOutcome.Appended)
                    throw new JournalException(JournalFailure.Unavailable, $"{path}: {result.Reason}");
            }

            progress.Show("writing", from + batch.Count, _appends.Count);
        }
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => _memory.Read(stream, fromSequence);

    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1) => _memory.ReadAll(fromPosition);

    public IReadOnlyList<StreamHead> Heads() => _memory.Heads();

    public JournalHead Head() => _memory.Head();

    public CommandPlace? FindCommand(string stream, CommandId id) => _memory.FindCommand(stream, id);

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) => _memory.RecentCommands(stream, most);

    public long Claim(string stream, long epoch) => _memory.Claim(stream, epoch);

    public long Take(string stream) => _memory.Take(stream);

    public void Dispose() => _memory.Dispose();
}
