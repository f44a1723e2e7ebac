using QuantumAI.Trading.Projections;
using SQLitePCL;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Read models in the journal's own file, in tables of their own on connections of their own.</summary>
/// <remarks>
/// Writes with synchronous=NORMAL: a batch waits for no sync, so the journal never waits for one of ours, and what a power loss takes
/// is folded again. Pages are read on a second connection and see whole batches only. The tables are made on first use, thrown
/// away when their columns are another build's, and the file may lose them at any time. Thread safe. The journal's owner has
/// checked the file and holds its lock.
/// </remarks>
public sealed class SqliteProjectionStore : IProjectionStore
{
    private readonly string _path;
    private readonly Lock _writing = new();
    private readonly Lock _reading = new();
    private Writer? _writer;
    private SqliteConnection? _reader;
    private bool _disposed;

    /// <param name="path">The journal's file; it is opened on first use.</param>
    public SqliteProjectionStore(string path) => _path = Path.GetFullPath(path);

    /// <exception cref="JournalException">The file cannot be read or the tables cannot be made.</exception>
    public ViewCursor Cursor()
    {
        EnsureTables();
        lock (_reading)
            return StateOf(Reader()).Cursor;
    }

    /// <exception cref="JournalException">Nothing was written, or, when the commit itself failed, all or nothing.</exception>
    public bool Apply(IReadOnlyList<ViewRow> rows, ViewCursor from, ViewCursor to)
    {
        lock (_writing)
        {
            var writer = Opened();
            var isThere = false;
            InTransaction(writer.Connection, () =>
            {
                isThere = StateOf(writer.Connection).Cursor == from;
                if (!isThere)
                    return;
                foreach (var row in rows)
                    writer.Put(row);
                PutState(writer.Connection, to);
            });
            return isThere;
        }
    }

    /// <exception cref="JournalException">Nothing was changed, or, when the commit itself failed, all or nothing.</exception>
    public void Reset()
    {
        lock (_writing)
        {
            var connection = Opened().Connection;
            InTransaction(connection, () =>
            {
                foreach (var table in ViewTables.All)
                    connection.Execute(SqliteViewSql.Empty(table));
                PutState(connection, ViewCursor.Start);
            });
        }
    }

    public ViewPage Newest(ViewTable table, long before, int limit) => Page(table, SqliteViewSql.Newest(table), select =>
    {
        select.Bind(1, before);
        select.Bind(2, limit);
    });

    public ViewPage All(ViewTable table) => Page(table, SqliteViewSql.All(table), static _ => { });

    public void Dispose()
    {
        lock (_writing)
        {
            _disposed = true;
            _writer?.Dispose();
            _writer = null;
        }

        lock (_reading)
        {
            _reader?.Dispose();
            _reader = null;
        }
    }

    private ViewPage Page(ViewTable table, string sql, Action<SqliteStatement> bind)
    {
        EnsureTables();
        lock (_reading)
        {
            var reader = Reader();
            reader.Execute("BEGIN");
            try
            {
                var (cursor, _) = StateOf(reader);
                using var select = reader.Prepare(sql);
                bind(select);
                var rows = new List<ViewRow>();
                while (select.Step())
                    rows.Add(new ViewRow(table, [.. table.Columns.Select((column, i) => column.IsNumber ? (ViewValue)select.Int64(i) : select.Text(i))]));
                return new ViewPage(cursor, rows);
            }
            finally
            {
                reader.RollBack();
            }
        }
    }

    /// <summary>A reader waits for the writer once, until there are tables.</summary>
    private void EnsureTables()
    {
        if (Volatile.Read(ref _writer) is not null)
            return;
        lock (_writing)
            _ = Opened();
    }

    private SqliteConnection Reader()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _reader ??= SqliteConnection.Open(_path, _path, raw.SQLITE_OPEN_READONLY);
    }

    /// <summary>The writing connection, with the tables that this build expects.</summary>
    private Writer Opened()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_writer is not null)
            return _writer;
        var connection = SqliteConnection.Open(_path, _path, raw.SQLITE_OPEN_READWRITE);
        try
        {
            connection.Execute("PRAGMA synchronous=NORMAL; PRAGMA trusted_schema=OFF");
            InTransaction(connection, () => CreateTables(connection));
            return _writer = new Writer(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void CreateTables(SqliteConnection connection)
    {
        connection.Execute(SqliteViewSql.CreateState);
        if (StateOf(connection).Format == ViewTables.Format)
            return;
        var old = new List<string>();
        using (var names = connection.Prepare(SqliteViewSql.SelectTables))
        {
            while (names.Step())
                old.Add(names.Text(0));
        }

        foreach (var name in old)
            connection.Execute($"DROP TABLE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        foreach (var table in ViewTables.All)
            connection.Execute(SqliteViewSql.Create(table));
        PutState(connection, ViewCursor.Start);
    }

    private static (ViewCursor Cursor, string Format) StateOf(SqliteConnection connection)
    {
        using var state = connection.Prepare(SqliteViewSql.SelectState);
        return state.Step() ? (new ViewCursor(state.Int64(0), state.Text(1)), state.Text(2)) : (ViewCursor.Start, "");
    }

    private static void PutState(SqliteConnection connection, ViewCursor cursor)
    {
        using var put = connection.Prepare(SqliteViewSql.PutState);
        put.Bind(1, ViewTables.Format);
        put.Bind(2, cursor.Position);
        put.Bind(3, cursor.Event);
        put.Run();
    }

    private static void InTransaction(SqliteConnection connection, Action work)
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            connection.Execute("COMMIT");
        }
        catch
        {
            connection.RollBack();
            throw;
        }
    }

    /// <summary>The writing connection with a prepared statement per table.</summary>
    private sealed class Writer(SqliteConnection connection) : IDisposable
    {
        private readonly Dictionary<string, SqliteStatement> _puts = ViewTables.All.ToDictionary(table => table.Name, table => connection.Prepare(SqliteViewSql.Put(table)));

        public SqliteConnection Connection => connection;

        public void Put(ViewRow row)
        {
            var put = _puts[row.Table.Name];
            for (var i = 0; i < row.Values.Count; i++)
            {
                if (row.Values[i].IsNumber)
                    put.Bind(i + 1, row.Values[i].Number);
                else
                    put.Bind(i + 1, row.Values[i].Text);
            }

            put.Run();
        }

        public void Dispose()
        {
            foreach (var put in _puts.Values)
                put.Dispose();
            connection.Dispose();
        }
    }
}
