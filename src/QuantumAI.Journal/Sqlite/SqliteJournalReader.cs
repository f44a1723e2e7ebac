using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Reads a journal that another process may be writing: for tools, audits and exports. It never changes the file.</summary>
/// <remarks>
/// Needs no ownership. It sees what is committed; each call sees a later state than the one before. Not thread safe.
/// A writer's WAL grows while an enumeration is open, so enumerate without pauses.
/// </remarks>
public sealed class SqliteJournalReader : IJournalArchive
{
    private readonly string _path;
    private readonly SqliteConnection _connection;

    private SqliteJournalReader(string path, SqliteConnection connection)
    {
        _path = path;
        _connection = connection;
    }

    public string Place => _path;

    /// <summary>Opens an existing journal without verifying its chains.</summary>
    /// <exception cref="JournalException">The file is absent, foreign, newer or unreadable, or of an older format: open it with its session once.</exception>
    public static SqliteJournalReader Open(string path)
    {
        var connection = SqliteDatabase.OpenForReading(path, SqliteJournalFormat.Format);
        try
        {
            SqliteUpgrade.RefuseOld(path, connection);
            return new SqliteJournalReader(path, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Events of a stream from <paramref name="fromSequence"/> on, in order, as of the first step.</summary>
    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1)
    {
        using var rows = _connection.Prepare(SqliteJournalFormat.SelectStream);
        rows.Bind(1, stream);
        rows.Bind(2, fromSequence);
        while (rows.Step())
            yield return EventRow.Of(rows).Stored(stream);
    }

    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1)
    {
        var names = new Dictionary<long, string>();
        using var rows = _connection.Prepare(SqliteJournalFormat.SelectAll);
        rows.Bind(1, fromPosition);
        while (rows.Step())
        {
            var row = EventRow.Of(rows);
            if (!names.TryGetValue(row.Stream, out var name))
            {
                names = StreamRow.ReadAll(_connection).ToDictionary(stream => stream.Id, stream => stream.Name);
                name = names.GetValueOrDefault(row.Stream, $"#{row.Stream}");
            }

            yield return row.Stored(name);
        }
    }

    /// <summary>The ends of all streams, sorted by name (ordinal).</summary>
    public IReadOnlyList<StreamHead> Heads() =>
    [
        .. StreamRow.ReadAll(_connection).Where(stream => stream.Sequence > 0).Select(stream => stream.Head)
            .OrderBy(head => head.Stream, StringComparer.Ordinal),
    ];

    public JournalHead Head() => CommitRow.LastOf(_connection);

    public IReadOnlyList<StreamStatus> Streams() =>
    [
        .. StreamRow.ReadAll(_connection).Select(stream => new StreamStatus(stream.Name, stream.Account, stream.Sequence, stream.Epoch, stream.Quarantined))
            .OrderBy(stream => stream.Name, StringComparer.Ordinal),
    ];

    public string Environment() => _connection.Word("SELECT environment FROM journal");

    /// <summary>Walks every chain from its first event; cost grows with the journal, memory does not.</summary>
    /// <exception cref="JournalException">Damage; it names the stream and the sequence.</exception>
    public JournalHead Verify(Action<long>? followed = null)
    {
        _connection.Execute("BEGIN");
        try
        {
            var head = SqliteVerification.Run(_path, _connection, followed);
            JournalHeadFile.Compare(JournalHeadFile.PathBeside(_path), _path, head, number => LinkOf(_connection, number));
            return head;
        }
        finally
        {
            _connection.RollBack();
        }
    }

    public void Dispose() => _connection.Dispose();

    internal static byte[] LinkOf(SqliteConnection connection, long commit)
    {
        using var row = connection.Prepare(SqliteJournalFormat.SelectCommit);
        row.Bind(1, commit);
        return row.Step() ? row.Bytes(0).ToArray() : [];
    }
}
