using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Snapshots in an SQLite file of their own: it may be deleted at any time, recovery then reads the whole journal.</summary>
/// <remarks>
/// Thread safe; one owning process. Each row carries the SHA-256 of its content, a row that does not match is passed over.
/// A save is one transaction with the disk's sync: milliseconds on the caller's thread, so save every thousand events, not every one.
/// </remarks>
public sealed class SqliteSnapshotStore : ISnapshotStore
{
    private static readonly SqliteFormat Format = new("snapshot file", 0x51534E50, 1, """
        CREATE TABLE snapshots(
            stream TEXT    NOT NULL CHECK(typeof(stream) = 'text'),
            seq    INTEGER NOT NULL CHECK(typeof(seq) = 'integer'),
            schema INTEGER NOT NULL CHECK(typeof(schema) = 'integer'),
            state  BLOB    NOT NULL CHECK(typeof(state) = 'blob'),
            hash   BLOB    NOT NULL CHECK(typeof(hash) = 'blob' AND length(hash) = 32),
            PRIMARY KEY(stream, seq)) WITHOUT ROWID;
        """);

    private readonly Lock _gate = new();
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _save;
    private readonly SqliteStatement _forget;
    private readonly SqliteStatement _latest;
    private bool _disposed;

    private SqliteSnapshotStore(SqliteDatabase database, int retention)
    {
        _database = database;
        var connection = database.Connection;
        _save = connection.Prepare("INSERT OR REPLACE INTO snapshots(stream, seq, schema, state, hash) VALUES(?1, ?2, ?3, ?4, ?5)");
        _forget = connection.Prepare(
            "DELETE FROM snapshots WHERE stream = ?1 AND seq NOT IN " +
            $"(SELECT seq FROM snapshots WHERE stream = ?1 ORDER BY seq DESC LIMIT {Math.Max(1, retention)})");
        _latest = connection.Prepare("SELECT seq, schema, state, hash FROM snapshots WHERE stream = ?1 AND seq <= ?2 ORDER BY seq DESC");
    }

    /// <summary>Opens or creates the file and takes ownership of it.</summary>
    /// <param name="path">For example <c>data/snapshots.db</c>.</param>
    /// <param name="retention">Snapshots kept per stream, at least 1.</param>
    /// <param name="time">Wall clock for the owner's note; the system's when null.</param>
    /// <exception cref="JournalException">In use, foreign, newer or damaged beyond reading: delete the file, nothing is lost.</exception>
    public static SqliteSnapshotStore Open(string path, int retention = 2, TimeProvider? time = null)
    {
        var database = SqliteDatabase.Open(path, Format, time ?? TimeProvider.System, maxBytes: null, _ => { });
        try
        {
            return new SqliteSnapshotStore(database, retention);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <exception cref="JournalException">It could not be written; earlier snapshots are as they were.</exception>
    public void Save(Snapshot snapshot)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _database.InTransaction(() =>
            {
                _save.Bind(1, snapshot.Stream);
                _save.Bind(2, snapshot.Sequence);
                _save.Bind(3, snapshot.SchemaVersion);
                _save.BindBlob(4, snapshot.State.Span);
                _save.BindBlob(5, SnapshotHash.Of(snapshot));
                _save.Run();
                _forget.Bind(1, snapshot.Stream);
                _forget.Run();
            });
        }
    }

    /// <exception cref="JournalException">The file could not be read.</exception>
    public Snapshot? Latest(string stream, long upToSequence = long.MaxValue)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _latest.Bind(1, stream);
            _latest.Bind(2, upToSequence);
            try
            {
                while (_latest.Step())
                {
                    var found = new Snapshot(stream, _latest.Int64(0), _latest.Bytes(2).ToArray(), (int)_latest.Int64(1));
                    if (_latest.Bytes(3).SequenceEqual(SnapshotHash.Of(found)))
                        return found;
                }

                return null;
            }
            finally
            {
                _latest.Reset();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _save.Dispose();
            _forget.Dispose();
            _latest.Dispose();
            _database.Dispose();
        }
    }
}
