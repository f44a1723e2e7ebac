using SQLitePCL;

namespace QuantumAI.Journal.Sqlite;

/// <summary>An SQLite file of ours, owned by one process: WAL, synchronous=FULL, stamped, checked before the first write.</summary>
/// <remarks>Not thread safe. Opening reads the whole file once (quick_check): cost grows with its size.</remarks>
internal sealed class SqliteDatabase : IDisposable
{
    private const int DefaultPageBytes = 4096;
    private readonly FileOwnership _ownership;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;

    private SqliteDatabase(string path, SqliteConnection connection, FileOwnership ownership)
    {
        Path = path;
        Connection = connection;
        _ownership = ownership;
        _begin = connection.Prepare("BEGIN IMMEDIATE");
        _commit = connection.Prepare("COMMIT");
    }

    public string Path { get; }

    public SqliteConnection Connection { get; }

    /// <summary>Opens the file, or creates it when it is absent.</summary>
    /// <param name="path">The database file; its directory is created when absent.</param>
    /// <param name="format">What it must be.</param>
    /// <param name="time">Wall clock, for the owner's note.</param>
    /// <param name="maxBytes">The size at which the file counts as full; null for no bound but the disk's.</param>
    /// <param name="prepare">Runs as the path's owner before the file is looked at: completes or begins what renames files.</param>
    /// <param name="verify">Checks the content; runs before anything can change the file and throws when it is damaged.</param>
    /// <exception cref="JournalException">The file is refused; it is as it was.</exception>
    public static SqliteDatabase Open(
        string path, SqliteFormat format, TimeProvider time, long? maxBytes, Action<SqliteConnection> verify, Action? prepare = null)
    {
        path = System.IO.Path.GetFullPath(path);
        SqliteFile.CreateDirectoryOf(path);
        var ownership = FileOwnership.Take(path, time);
        SqliteConnection? connection = null;
        try
        {
            prepare?.Invoke();
            SqliteFile.CreateOrCheck(path, format);
            WalInspection.Run(path);
            connection = SqliteConnection.Open(path, path, raw.SQLITE_OPEN_READWRITE);

            // A refused file stays as it is: without this, closing it would move its WAL into it.
            connection.KeepWalOnClose(true);
            CheckContent(path, connection, format);
            verify(connection);
            connection.KeepWalOnClose(false);
            Configure(path, connection, maxBytes);
            return new SqliteDatabase(path, connection, ownership);
        }
        catch
        {
            connection?.Dispose();
            ownership.LeavesNothing = !File.Exists(path);
            ownership.Dispose();
            throw;
        }
    }

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    /// <summary>Runs <paramref name="work"/> in one transaction; when it returns, the changes are durable.</summary>
    /// <exception cref="JournalException">Nothing of it was written, unless the commit itself failed: then reading tells.</exception>
    public void InTransaction(Action work)
    {
        try
        {
            Begin();
            work();
            Commit();
        }
        catch
        {
            Connection.RollBack();
            throw;
        }
    }

    /// <summary>A second connection that only reads; it sees what is committed when its first statement starts.</summary>
    public static SqliteConnection OpenForReading(string path, SqliteFormat format)
    {
        path = System.IO.Path.GetFullPath(path);
        if (!File.Exists(path))
            throw new JournalException(JournalFailure.Unavailable, $"{path} does not exist");
        SqliteFile.CheckIdentity(path, format);
        return SqliteConnection.Open(path, path, raw.SQLITE_OPEN_READONLY);
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        Connection.Dispose();
        _ownership.Dispose();
    }

    /// <summary>Stamps and pages; the content is the caller's.</summary>
    public static void CheckContent(string path, SqliteConnection connection, SqliteFormat format)
    {
        // Once more, because the stamps may be newer in the WAL than in the file.
        SqliteFile.CheckStamps(path, connection, format);
        var found = connection.Word("PRAGMA quick_check(1)");
        if (found != "ok")
            throw new JournalException(JournalFailure.Corrupt, $"{path} is damaged: {found.ReplaceLineEndings(" ")}");
    }

    private static void Configure(string path, SqliteConnection connection, long? maxBytes)
    {
        if (raw.sqlite3_db_readonly(connection.Handle, "main") != 0)
            throw new JournalException(JournalFailure.Unavailable, $"{path} cannot be written: it is read-only");
        var mode = connection.Word("PRAGMA journal_mode=WAL");
        if (mode != "wal")
            throw new JournalException(JournalFailure.Unavailable, $"{path}: SQLite refused the WAL mode and stayed with “{mode}”");
        connection.Execute("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA journal_size_limit=67108864");

        // A read ends the transaction that a change of mode has begun; a checkpoint within one is refused.
        _ = connection.Number("SELECT count(*) FROM sqlite_master");

        // An empty log at each start: what an earlier crash left in it can never be taken for damage later.
        _ = connection.Number("PRAGMA wal_checkpoint(TRUNCATE)");
        if (maxBytes is { } bytes)
            _ = connection.Number($"PRAGMA max_page_count={Math.Max(1, bytes / DefaultPageBytes)}");
    }
}
