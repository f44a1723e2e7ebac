using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>A new journal file that is filled from another one and takes its place when it is whole: for upgrades and repairs.</summary>
/// <remarks>Appends become durable a thousand at a time; until <see cref="Finish"/> nothing bears the journal's name.</remarks>
internal sealed class JournalDraft : IDisposable
{
    private const int AppendsPerCommit = 1_000;
    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private int _appends;

    private JournalDraft(string path, SqliteDatabase database, TimeProvider time)
    {
        (Path, _database, _time) = (path, database, time);
        Writer = new SqliteJournalWriter(path, database.Connection);
        database.Connection.Execute("BEGIN IMMEDIATE");
    }

    public string Path { get; }

    public SqliteJournalWriter Writer { get; }

    public SqliteConnection Connection => _database.Connection;

    /// <summary>Begins a draft, over one that an earlier attempt has left.</summary>
    public static JournalDraft Begin(string path, string environment, TimeProvider time)
    {
        foreach (var leftover in (string[])[path, path + "-wal", path + "-shm"])
            File.Delete(leftover);
        var database = SqliteDatabase.Open(path, SqliteJournalFormat.Format, time, maxBytes: null, _ => { });
        using var name = database.Connection.Prepare("INSERT INTO journal(environment) VALUES(?1)");
        name.Bind(1, environment);
        name.Run();
        return new JournalDraft(path, database, time);
    }

    public void Append(StreamRow stream, IReadOnlyList<EventData> events)
    {
        Writer.Append(stream, events, stream.Epoch);
        if (++_appends % AppendsPerCommit != 0)
            return;
        EndCommit();
        Connection.Execute("BEGIN IMMEDIATE");
    }

    /// <summary>Makes the draft whole, verifies it and closes it.</summary>
    public JournalHead Finish()
    {
        EndCommit();
        return SqliteVerification.Run(Path, Connection);
    }

    public void Dispose()
    {
        Connection.RollBack();
        Writer.Dispose();
        _database.Dispose();
        File.Delete(Path + ".lock");
    }

    private void EndCommit()
    {
        Writer.EndCommit((_time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * 100);
        Connection.Execute("COMMIT");
    }
}
