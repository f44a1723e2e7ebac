using System.Collections.Concurrent;
using System.Text.Json;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using SQLitePCL;

namespace QuantumAI.Benchmarks.Journal;

/// <summary>A start after a crash: open, verify every chain, read every event and decode its JSON, on both cores.</summary>
internal sealed class RecoveryRow(int events)
{
    private const int PerCommit = 50;
    private const int Page = 1024;
    private const int PagesAhead = 4;
    private static readonly JournalIdentity Identity = new("sim", "bench");
    private string? _path;

    public Row Create() => new(
        "journal.sqlite-recovery", "events/s", Better.Higher, new Workload("journal", Recover), new Workload("raw-scan", Scan), Target.Rate(200_000, 500_000),
        $"{events} small events of {PerCommit} streams in commits of {PerCommit}: opened, every link and commit verified, every event read and its JSON decoded, both cores; " +
        "the raw loop only steps through the same rows and touches the columns on one core");

    private string Journal => _path ??= Fill();

    private Sample Recover()
    {
        var path = Journal;
        return Sample.Rate(events, () =>
        {
            using var store = SqliteJournalStore.Open(path, Identity);
            var decoded = Decode(store.ReadAll());
            if (decoded != events)
                throw new InvalidOperationException($"{decoded} of {events} events were decoded");
        });
    }

    /// <summary>Pages are read by one thread and decoded by another, as the journal's lane and the actors' lanes do.</summary>
    private static long Decode(IEnumerable<StoredEvent> read)
    {
        using var pages = new BlockingCollection<StoredEvent[]>(PagesAhead);
        var reader = Task.Run(() =>
        {
            try
            {
                foreach (var page in read.Chunk(Page))
                    pages.Add(page);
            }
            finally
            {
                pages.CompleteAdding(); // whatever the journal throws, the decoder must come to its end
            }
        });
        var decoded = 0L;
        foreach (var page in pages.GetConsumingEnumerable())
        {
            foreach (var stored in page)
                decoded += JsonSerializer.Deserialize(stored.Data.Payload.Span, BenchEventContext.Default.BenchFill).TradeId;
        }

        reader.GetAwaiter().GetResult(); // it has ended: nothing is waited for, what it threw is thrown here
        return decoded;
    }

    private Sample Scan()
    {
        var path = Journal;
        return Sample.Rate(events, () =>
        {
            if (raw.sqlite3_open_v2(path, out var database, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_NOMUTEX, null) != raw.SQLITE_OK)
                throw new InvalidOperationException("SQLite refused to open");
            using (database)
            {
                _ = raw.sqlite3_prepare_v2(
                    database, "SELECT position, stream, seq, type, schema_version, payload, market_time, recorded_at, causation, correlation, link FROM events", out var select);
                using (select)
                {
                    var bytes = 0L;
                    while (raw.sqlite3_step(select) == raw.SQLITE_ROW)
                    {
                        bytes += raw.sqlite3_column_int64(select, 0) + raw.sqlite3_column_int64(select, 1) + raw.sqlite3_column_int64(select, 2)
                            + raw.sqlite3_column_blob(select, 3).Length + raw.sqlite3_column_int64(select, 4) + raw.sqlite3_column_blob(select, 5).Length
                            + raw.sqlite3_column_int64(select, 6) + raw.sqlite3_column_int64(select, 7) + raw.sqlite3_column_blob(select, 8).Length
                            + raw.sqlite3_column_blob(select, 9).Length + raw.sqlite3_column_blob(select, 10).Length;
                    }

                    GC.KeepAlive(bytes);
                }
            }
        });
    }

    private string Fill()
    {
        var directory = Directory.CreateTempSubdirectory("qa-bench-recovery-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);
        var path = Path.Combine(directory, "journal.db");
        using var store = SqliteJournalStore.Open(path, Identity);
        var payload = BusyStreams.Payload;
        for (var sequence = 0; sequence < events / PerCommit; sequence++)
        {
            var at = sequence;
            store.Append([.. Enumerable.Range(0, PerCommit).Select(stream =>
                new AppendRequest($"account/a{stream}", at, [new EventData("OrderFilled", payload, at)]))]);
        }

        return path;
    }
}
