using QuantumAI.Runtime.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Reads and binds the columns of <c>events</c>.</summary>
internal static class EventRow
{
    public static EventData Data(SqliteStatement row) => new(
        row.Text(3), row.Bytes(5).ToArray(), row.Int64(6), (int)row.Int64(4), new EventCause(TextOrNull(row, 8), TextOrNull(row, 9)));

    public static StoredEvent Stored(string stream, SqliteStatement row) => new(stream, row.Int64(2), Data(row), row.Int64(0));

    /// <summary>Binds what an event brings; position, stream, sequence, time of record and link are bound by the caller.</summary>
    public static void Bind(SqliteStatement insert, EventData data)
    {
        insert.Bind(4, data.Type);
        insert.Bind(5, data.SchemaVersion);
        insert.BindText(6, data.Payload.Span);
        insert.Bind(7, data.TimeNanos);
        insert.BindOrNull(9, data.Cause.Causation);
        insert.BindOrNull(10, data.Cause.Correlation);
    }

    /// <summary>Whether every column holds what its declaration says: nothing was converted on the way.</summary>
    public static bool HasDeclaredTypes(SqliteStatement row)
    {
        for (var column = 0; column < 8; column++)
        {
            if (!row.IsType(column, column is 3 or 5 ? raw.SQLITE_TEXT : raw.SQLITE_INTEGER))
                return false;
        }

        return (row.IsNull(8) || row.IsType(8, raw.SQLITE_TEXT)) && (row.IsNull(9) || row.IsType(9, raw.SQLITE_TEXT))
            && (row.IsNull(10) || row.IsType(10, raw.SQLITE_BLOB));
    }

    private static string? TextOrNull(SqliteStatement row, int column) => row.IsNull(column) ? null : row.Text(column);
}
