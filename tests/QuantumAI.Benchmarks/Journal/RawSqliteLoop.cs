using System.Text;
using QuantumAI.Benchmarks.Harness;
using SQLitePCL;

namespace QuantumAI.Benchmarks.Journal;

/// <summary>The engine without our journal: its table of events with the same columns, checks, index and payload, one prepared insert, WAL, synchronous=FULL.</summary>
/// <remarks>The table is written out, not taken from the journal: a baseline that follows its candidate would hide what a column costs. Uses the native library that the journal has chosen, which the journal's row has loaded before.</remarks>
internal static class RawSqliteLoop
{
    private const string Schema = """
        CREATE TABLE events(
            position       INTEGER PRIMARY KEY CHECK(position >= 1),
            stream         INTEGER NOT NULL CHECK(typeof(stream) = 'integer'),
            seq            INTEGER NOT NULL CHECK(typeof(seq) = 'integer' AND seq >= 1),
            type           TEXT    NOT NULL CHECK(typeof(type) = 'text'),
            schema_version INTEGER NOT NULL CHECK(typeof(schema_version) = 'integer'),
            payload        TEXT    NOT NULL CHECK(typeof(payload) = 'text'),
            market_time    INTEGER NOT NULL CHECK(typeof(market_time) = 'integer'),
            recorded_at    INTEGER NOT NULL CHECK(typeof(recorded_at) = 'integer'),
            causation      TEXT    CHECK(typeof(causation) IN ('text', 'null')),
            correlation    TEXT    CHECK(typeof(correlation) IN ('text', 'null')),
            link           BLOB    CHECK(link IS NULL OR typeof(link) = 'blob' AND length(link) = 32));
        CREATE UNIQUE INDEX events_by_stream ON events(stream, seq);
        """;

    private static readonly byte[] Type = Encoding.UTF8.GetBytes("OrderFilled");

    /// <summary>Inserts rows, so many per commit and so many streams in turn.</summary>
    public static Sample Run(string path, byte[] payload, int rows, int perCommit, int streams) =>
        Open(path, (insert, begin, commit) => Sample.Rate(rows, () =>
        {
            for (var row = 0; row < rows; row += perCommit)
                Commit(insert, begin, commit, payload, row, Math.Min(rows, row + perCommit), streams);
        }));

    /// <summary>Microseconds of a commit of one row: the given share of commits took at most so long.</summary>
    public static Sample Latency(string path, byte[] payload, int rows, double quantile) =>
        Open(path, (insert, begin, commit) => Latencies.Measure(rows, quantile, row => Commit(insert, begin, commit, payload, row, row + 1, 1)));

    private static Sample Open(string path, Func<sqlite3_stmt, sqlite3_stmt, sqlite3_stmt, Sample> run)
    {
        Check(raw.sqlite3_open_v2(path, out var database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null));
        using (database)
        {
            Check(raw.sqlite3_exec(database, $"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {Schema}"));
            Check(raw.sqlite3_prepare_v2(database, "INSERT INTO events VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)", out var insert));
            Check(raw.sqlite3_prepare_v2(database, "BEGIN IMMEDIATE", out var begin));
            Check(raw.sqlite3_prepare_v2(database, "COMMIT", out var commit));
            using (insert)
            using (begin)
            using (commit)
                return run(insert, begin, commit);
        }
    }

    private static void Commit(sqlite3_stmt insert, sqlite3_stmt begin, sqlite3_stmt commit, byte[] payload, int from, int to, int streams)
    {
        Span<byte> link = stackalloc byte[32];
        Step(begin);
        for (var row = from; row < to; row++)
        {
            BitConverter.TryWriteBytes(link, row);
            Check(raw.sqlite3_bind_int64(insert, 1, row + 1));
            Check(raw.sqlite3_bind_int64(insert, 2, row % streams));
            Check(raw.sqlite3_bind_int64(insert, 3, (row / streams) + 1));
            Check(raw.sqlite3_bind_text(insert, 4, Type));
            Check(raw.sqlite3_bind_int64(insert, 5, 1));
            Check(raw.sqlite3_bind_text(insert, 6, payload));
            Check(raw.sqlite3_bind_int64(insert, 7, row));
            Check(raw.sqlite3_bind_int64(insert, 8, 1_767_225_600_000_000_000 + row));
            Check(raw.sqlite3_bind_null(insert, 9));
            Check(raw.sqlite3_bind_null(insert, 10));
            Check(raw.sqlite3_bind_blob(insert, 11, link));
            Step(insert);
        }

        Step(commit);
    }

    private static void Step(sqlite3_stmt statement)
    {
        if (raw.sqlite3_step(statement) != raw.SQLITE_DONE)
            throw new InvalidOperationException("SQLite refused a statement");
        Check(raw.sqlite3_reset(statement));
    }

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw new InvalidOperationException($"SQLite code {code}");
    }
}
