using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>A whole journal built beside another one, as <c>FILE.new</c>: one commit, stamped only when it is complete and verified. Not thread safe.</summary>
internal sealed class JournalDraft : IDisposable
{
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly JournalWriter _writer;
    private readonly CommitHash _hash = new();
    private readonly List<StreamState> _streams = [];
    private readonly long _recordedNanos;
    private long _position;

    private JournalDraft(string path, SqliteConnection connection, long recordedNanos)
    {
        (_path, _connection, _recordedNanos) = (path, connection, recordedNanos);
        _writer = new JournalWriter(connection);
        _hash.Start(HashChain.Origin, 1);
    }

    /// <summary>The position of the last event.</summary>
    public long Events => _position;

    public static string PathOf(string journal) => journal + ".new";

    /// <summary>Begins a draft; what an earlier one left is removed.</summary>
    public static JournalDraft Begin(string journal, string environment, TimeProvider time)
    {
        var path = PathOf(journal);
        Remove(journal);
        var connection = SqliteConnection.Open(path, path, SQLitePCL.raw.SQLITE_OPEN_READWRITE | SQLitePCL.raw.SQLITE_OPEN_CREATE);
        try
        {
            // A draft that is cut short is built again: nothing of it must survive but the whole.
            connection.Execute($"PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; BEGIN; {SqliteJournalFormat.Tables} {SqliteJournalFormat.FirstRow(environment)}");
            return new JournalDraft(path, connection, UnixNanos.From(time.GetUtcNow()));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Remove(string journal)
    {
        foreach (var ending in new[] { "", "-wal", "-shm", "-journal" })
            File.Delete(PathOf(journal) + ending);
    }

    /// <summary>A stream without events yet.</summary>
    public StreamState Stream(string name, string account, long epoch)
    {
        var stream = new StreamState(_streams.Count + 1, name, account);
        stream.Move(0, HashChain.Origin, epoch);
        _streams.Add(stream);
        return stream;
    }

    /// <summary>The next event of a stream.</summary>
    /// <param name="link">The append's link when the event is its last; empty otherwise.</param>
    public void Event(StreamState stream, EventData data, long recordedNanos, ReadOnlySpan<byte> link)
    {
        var sequence = stream.NextSequence + 1;
        _writer.Event(++_position, stream.Id, sequence, data, recordedNanos, link);
        stream.Move(sequence, link.IsEmpty ? stream.NextLink : link.ToArray(), stream.NextEpoch);
        if (!link.IsEmpty)
            _hash.Add(stream.NameBytes, sequence, link);
    }

    public void Command(StreamState stream, CommandPlace place) => _writer.Command(stream.Id, place);

    /// <summary>Any other statement, within the draft's transaction.</summary>
    public SqliteStatement Prepare(string sql) => _connection.Prepare(sql);

    /// <summary>Closes the chain, verifies everything and makes it durable; answers the journal's head.</summary>
    /// <param name="quarantined">From where on, and why, by stream.</param>
    public JournalHead Finish(IReadOnlyDictionary<StreamState, string> quarantined)
    {
        foreach (var stream in _streams)
        {
            _writer.Move(stream);
            if (quarantined.TryGetValue(stream, out var reason))
                Quarantine(stream, reason);
        }

        var head = JournalHead.Empty;
        if (_position > 0)
        {
            var link = new byte[HashChain.LinkBytes];
            _hash.Finish(link);
            head = new JournalHead(1, _position, link);
            _writer.Commit(head, _recordedNanos);
        }

        _connection.Execute("COMMIT");
        _ = JournalVerification.Run(_path, _connection);
        Stamp();
        return head;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _hash.Dispose();
        _connection.Dispose();
    }

    private void Quarantine(StreamState stream, string reason)
    {
        using var update = _connection.Prepare("UPDATE streams SET quarantined_from = seq + 1, quarantine_reason = ?2 WHERE id = ?1");
        update.Bind(1, stream.Id);
        update.Bind(2, reason);
        update.Run();
    }

    private void Stamp()
    {
        var format = SqliteJournalFormat.Format;
        Sync();
        _ = _connection.Word("PRAGMA journal_mode=WAL");
        _connection.Execute($"PRAGMA synchronous=FULL; BEGIN IMMEDIATE; PRAGMA application_id={format.ApplicationId}; PRAGMA user_version={format.Version}; COMMIT");
        _ = _connection.Number("PRAGMA wal_checkpoint(TRUNCATE)");
        Sync();
    }

    private void Sync()
    {
        using var file = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Flush(flushToDisk: true);
    }
}
