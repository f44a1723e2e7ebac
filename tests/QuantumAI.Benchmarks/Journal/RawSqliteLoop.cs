using QuantumAI.Benchmarks.Harness;
using SQLitePCL;

namespace QuantumAI.Benchmarks.Journal;

/// <summary>The engine without our journal: one table, one prepared insert, WAL, synchronous=FULL, so many rows per commit.</summary>
internal static class RawSqliteLoop
{
    /// <remarks>Uses the native library that the journal has chosen, which the journal's row has loaded before.</remarks>
    public static Sample Run(string path, byte[] payload, int rows, int perCommit)
    {
        Check(raw.sqlite3_open_v2(path, out var database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null));
        using (database)
        {
            Check(raw.sqlite3_exec(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE events(seq INTEGER PRIMARY KEY, payload TEXT)"));
            Check(raw.sqlite3_prepare_v2(database, "INSERT INTO events(seq, payload) VALUES(?1, ?2)", out var insert));
            Check(raw.sqlite3_prepare_v2(database, "BEGIN IMMEDIATE", out var begin));
            Check(raw.sqlite3_prepare_v2(database, "COMMIT", out var commit));
            using (insert)
            using (begin)
            using (commit)
            {
                return Sample.Rate(rows, () =>
                {
                    for (var row = 0; row < rows; row += perCommit)
                    {
                        Step(begin);
                        for (var i = row; i < Math.Min(rows, row + perCommit); i++)
                        {
                            Check(raw.sqlite3_bind_int64(insert, 1, i));
                            Check(raw.sqlite3_bind_text(insert, 2, payload));
                            Step(insert);
                        }

                        Step(commit);
                    }
                });
            }
        }
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
