using SQLitePCL;

namespace QuantumAI.Journal.Sqlite;

/// <summary>One connection to an SQLite file, with every refusal as a <see cref="JournalException"/>. Not thread safe.</summary>
/// <remarks>
/// Straight on the C interface: an ADO.NET provider would retry a lock for 30 s and hide the result codes that decide between
/// “full”, “damaged” and “in use”.
/// </remarks>
internal sealed class SqliteConnection : IDisposable
{
    private const int BusyMillis = 1000;
    private readonly string _path;

    private SqliteConnection(string path, sqlite3 handle)
    {
        _path = path;
        Handle = handle;
    }

    public sqlite3 Handle { get; }

    /// <param name="path">Names the file in messages.</param>
    /// <param name="address">What SQLite opens: the path, or a <c>file:</c> URI.</param>
    /// <param name="flags">SQLITE_OPEN_ flags.</param>
    public static SqliteConnection Open(string path, string address, int flags)
    {
        _ = SqliteLibrary.Version;
        var code = raw.sqlite3_open_v2(address, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var connection = new SqliteConnection(path, handle);
        try
        {
            connection.Check(code);
            connection.Check(raw.sqlite3_extended_result_codes(handle, 1));
            connection.Check(raw.sqlite3_busy_timeout(handle, BusyMillis));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public SqliteStatement Prepare(string sql) => new(this, sql);

    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(Handle, sql);
        Check(code);
    }

    /// <summary>The first column of the first row as a number.</summary>
    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    /// <summary>The first column of the first row as text.</summary>
    public string Word(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    /// <summary>How long a statement waits for another program's lock; at least a millisecond.</summary>
    public void WaitForLocks(TimeSpan patience) => Check(raw.sqlite3_busy_timeout(Handle, (int)Math.Clamp(patience.TotalMilliseconds, 1, int.MaxValue)));

    /// <summary>Takes back an open transaction, if there is one. Never throws: it runs while another error is under way.</summary>
    public void RollBack()
    {
        if (raw.sqlite3_get_autocommit(Handle) == 0)
            _ = raw.sqlite3_exec(Handle, "ROLLBACK");
    }

    /// <summary>Whether closing leaves the WAL where it is instead of moving it into the file.</summary>
    public void KeepWalOnClose(bool keep) =>
        Check(raw.sqlite3_db_config(Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, out _));

    public void Check(int code)
    {
        if (code == raw.SQLITE_OK)
            return;
        var words = raw.sqlite3_errmsg(Handle).utf8_to_string();
        throw new JournalException(FailureOf(code & 0xff), $"{_path}: {words} (SQLite code {code})") { IsFromSqlite = true };
    }

    public void Dispose() => Handle.Dispose();

    private static JournalFailure FailureOf(int code) => code switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => JournalFailure.InUse,
        raw.SQLITE_NOTADB => JournalFailure.Foreign,
        raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_NOMEM
            => JournalFailure.Unavailable,

        // What is left (a constraint, a missing table, a page that makes no sense) cannot come from our own writes.
        _ => JournalFailure.Corrupt,
    };
}
