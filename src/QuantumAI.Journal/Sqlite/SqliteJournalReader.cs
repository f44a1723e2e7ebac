using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Reads a journal that another process may be writing: for tools, audits and exports. It never changes the file.</summary>
/// <remarks>
/// Needs no ownership. It sees what is committed; each call sees a later state than the one before. Not thread safe.
/// A writer's WAL grows while an enumeration is open, so enumerate without pauses.
/// </remarks>
public sealed class SqliteJournalReader : IDisposable
{
    private readonly string _path;
    private readonly SqliteConnection _connection;

    private SqliteJournalReader(string path, SqliteConnection connection)
    {
        _path = path;
        _connection = connection;
    }

    /// <summary>Opens an existing journal without verifying its chains.</summary>
    /// <exception cref="JournalException">The file is absent, foreign, newer or unreadable.</exception>
    public static SqliteJournalReader Open(string path)
    {
        var connection = SqliteDatabase.OpenForReading(path, SqliteJournalFormat.Format);
        return new SqliteJournalReader(path, connection);
    }

    /// <summary>Events of a stream from <paramref name="fromSequence"/> on, in order, as of the first step.</summary>
    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1)
    {
        using var rows = _connection.Prepare(SqliteJournalFormat.SelectStream);
        rows.Bind(1, stream);
        rows.Bind(2, fromSequence);
        while (rows.Step())
            yield return new StoredEvent(stream, rows.Int64(0), new EventData(rows.Text(1), rows.Bytes(2).ToArray(), rows.Int64(3)));
    }

    /// <summary>The ends of all streams, sorted by name (ordinal).</summary>
    public IReadOnlyList<StreamHead> Heads()
    {
        var heads = new List<StreamHead>();
        using var rows = _connection.Prepare(SqliteJournalFormat.SelectHeads);
        while (rows.Step())
            heads.Add(new StreamHead(rows.Text(0), rows.Int64(1), rows.Bytes(2).ToArray()));
        heads.Sort((left, right) => string.CompareOrdinal(left.Stream, right.Stream));
        return heads;
    }

    /// <summary>Walks every chain from its first event; cost grows with the journal, memory does not.</summary>
    /// <exception cref="JournalException">Damage; it names the stream and the sequence.</exception>
    public IReadOnlyList<StreamHead> Verify()
    {
        _connection.Execute("BEGIN");
        try
        {
            return [.. JournalVerification.Run(_path, _connection).Values];
        }
        finally
        {
            _connection.RollBack();
        }
    }

    public void Dispose() => _connection.Dispose();
}
