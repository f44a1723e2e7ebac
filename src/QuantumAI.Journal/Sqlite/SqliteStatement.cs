using System.Text;
using SQLitePCL;

namespace QuantumAI.Journal.Sqlite;

/// <summary>One prepared statement, used again and again. Parameters count from 1, columns from 0. Not thread safe.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection;
        connection.Check(raw.sqlite3_prepare_v2(connection.Handle, sql, out _statement));
    }

    public void Bind(int index, long value) => _connection.Check(raw.sqlite3_bind_int64(_statement, index, value));

    /// <summary>Binds text of any length and content; SQLite's own string binding would end at a NUL.</summary>
    public void Bind(int index, string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        var bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(value, bytes);
        BindText(index, bytes);
    }

    /// <summary>Binds UTF-8 as TEXT, byte for byte.</summary>
    public void BindText(int index, ReadOnlySpan<byte> value) =>
        _connection.Check(value.IsEmpty
            ? raw.sqlite3_bind_text(_statement, index, "")
            : raw.sqlite3_bind_text(_statement, index, value));

    /// <summary>Binds text, or NULL for null.</summary>
    public void BindOrNull(int index, string? value)
    {
        if (value is null)
            BindNull(index);
        else
            Bind(index, value);
    }

    public void BindNull(int index) => _connection.Check(raw.sqlite3_bind_null(_statement, index));

    /// <summary>Binds what <see cref="Any"/> answers.</summary>
    public void BindAny(int index, object? value)
    {
        switch (value)
        {
            case long number:
                Bind(index, number);
                break;
            case double number:
                _connection.Check(raw.sqlite3_bind_double(_statement, index, number));
                break;
            case string text:
                Bind(index, text);
                break;
            case byte[] bytes:
                BindBlob(index, bytes);
                break;
            default:
                BindNull(index);
                break;
        }
    }

    /// <summary>Binds a BLOB; an empty one is not NULL.</summary>
    public void BindBlob(int index, ReadOnlySpan<byte> value) => _connection.Check(value.IsEmpty
        ? raw.sqlite3_bind_zeroblob(_statement, index, 0)
        : raw.sqlite3_bind_blob(_statement, index, value));

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code != raw.SQLITE_DONE)
            _connection.Check(code);
        return false;
    }

    /// <summary>Executes to the end and makes the statement ready again; answers how many rows it changed.</summary>
    public int Run()
    {
        try
        {
            while (Step())
            {
            }

            return raw.sqlite3_changes(_connection.Handle);
        }
        finally
        {
            Reset();
        }
    }

    public void Reset() => _ = raw.sqlite3_reset(_statement);

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>The bytes of a TEXT or BLOB; valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>The value as it is stored: a long, a double, a string, bytes, or null.</summary>
    public object? Any(int column) => raw.sqlite3_column_type(_statement, column) switch
    {
        raw.SQLITE_INTEGER => Int64(column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(_statement, column),
        raw.SQLITE_TEXT => Text(column),
        raw.SQLITE_BLOB => Bytes(column).ToArray(),
        _ => null,
    };

    /// <summary>True when the column holds what its declaration says: nothing converts on the way.</summary>
    public bool IsType(int column, int type) => raw.sqlite3_column_type(_statement, column) == type;

    public bool IsNull(int column) => IsType(column, raw.SQLITE_NULL);

    public void Dispose() => _statement.Dispose();
}
