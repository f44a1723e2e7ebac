using QuantumAI.Runtime.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Sqlite;

/// <summary>A row of <c>events</c>.</summary>
/// <param name="Position">In the whole journal.</param>
/// <param name="Stream">Number of the stream in <c>streams</c>.</param>
/// <param name="Sequence">In the stream.</param>
/// <param name="Data">The event.</param>
/// <param name="Link">The append's link, when the event is the last of its append.</param>
internal readonly record struct EventRow(long Position, long Stream, long Sequence, EventData Data, byte[]? Link)
{
    /// <summary>The row that the statement stands on; its columns as <see cref="SqliteJournalFormat.SelectAll"/> has them.</summary>
    public static EventRow Of(SqliteStatement row) => new(
        row.Int64(0), row.Int64(1), row.Int64(2),
        new EventData(row.Text(3), row.Bytes(5).ToArray(), row.Int64(6), (int)row.Int64(4), new EventCause(row.TextOrNull(7), row.TextOrNull(8))),
        row.IsType(9, raw.SQLITE_NULL) ? null : row.Bytes(9).ToArray());

    /// <summary>Whether every column holds what its declaration says: nothing converted on the way.</summary>
    public static bool HasDeclaredTypes(SqliteStatement row) =>
        row.IsType(1, raw.SQLITE_INTEGER) && row.IsType(2, raw.SQLITE_INTEGER) && row.IsType(3, raw.SQLITE_TEXT)
        && row.IsType(4, raw.SQLITE_INTEGER) && row.IsType(5, raw.SQLITE_TEXT) && row.IsType(6, raw.SQLITE_INTEGER)
        && IsTextOrNull(row, 7) && IsTextOrNull(row, 8) && (row.IsType(9, raw.SQLITE_NULL) || row.IsType(9, raw.SQLITE_BLOB));

    public StoredEvent Stored(string stream) => new(stream, Sequence, Data, Position);

    private static bool IsTextOrNull(SqliteStatement row, int column) => row.IsType(column, raw.SQLITE_NULL) || row.IsType(column, raw.SQLITE_TEXT);
}

/// <summary>A row of <c>streams</c>.</summary>
internal sealed class StreamRow(long id, string name, string account)
{
    public long Id => id;

    public string Name => name;

    /// <summary>The account that began the stream.</summary>
    public string Account => account;

    public long Sequence { get; set; }

    public byte[] Link { get; set; } = HashChain.Origin;

    public long Epoch { get; set; }

    /// <summary>Why nothing is appended to it any more; null when it is sound.</summary>
    public string? Quarantined { get; init; }

    public StreamHead Head => new(name, Sequence, Link);

    public static IEnumerable<StreamRow> ReadAll(SqliteConnection connection)
    {
        using var rows = connection.Prepare(SqliteJournalFormat.SelectStreams);
        while (rows.Step())
        {
            yield return new StreamRow(rows.Int64(0), rows.Text(1), rows.Text(2))
            {
                Sequence = rows.Int64(3),
                Link = rows.Bytes(4).ToArray(),
                Epoch = rows.Int64(5),
                Quarantined = rows.TextOrNull(6),
            };
        }
    }
}

/// <summary>A row of <c>commits</c>.</summary>
internal readonly record struct CommitRow(long Number, long LastPosition, byte[] Link)
{
    public static CommitRow Of(SqliteStatement row) => new(row.Int64(0), row.Int64(1), row.Bytes(2).ToArray());

    public static JournalHead LastOf(SqliteConnection connection)
    {
        using var last = connection.Prepare(SqliteJournalFormat.SelectLastCommit);
        if (!last.Step())
            return JournalHead.Empty;
        var row = Of(last);
        return new JournalHead(row.Number, row.LastPosition, row.Link);
    }
}
