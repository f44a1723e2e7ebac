using QuantumAI.Benchmarks.Harness;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Benchmarks.Journal;

/// <summary>Durable appends through the journal against a raw batched loop of the same engine and payload.</summary>
internal static class JournalSuite
{
    private static readonly JournalIdentity Identity = new("sim", "bench");
    private const string Unit = "events/s";

    public static Suite Create() => new("journal", Rows);

    private static Row[] Rows(RunSize size)
    {
        var (single, group) = (size.Of(2_000), size.Of(20_000));
        return
        [
            new Row(
                "journal.sqlite-single", Unit, Better.Higher, new Workload("journal", () => InDirectory(path => AppendOneByOne(path, single))),
                new Workload("raw-single", () => InDirectory(path => RawSqliteLoop.Run(path, BusyStreams.Payload, single, perCommit: 1, streams: 1))), Target.Ratio(0.5, 0.8),
                "one stream, one event per commit; the raw loop inserts one row with the same columns, checks, index and payload per commit"),
            new Row(
                "journal.sqlite-group-50", Unit, Better.Higher, new Workload("journal", () => InDirectory(path => BusyStreams.Run(SqliteJournalStore.Open(path, Identity), group))),
                new Workload("raw-batched", () => InDirectory(path => RawSqliteLoop.Run(path, BusyStreams.Payload, group, perCommit: BusyStreams.Count, streams: BusyStreams.Count))), Target.Ratio(0.5, 0.8),
                $"{BusyStreams.Count} streams that append their next event when the last is durable, group commit; the raw loop commits {BusyStreams.Count} rows with the same columns, checks, index and payload at a time"),
            LatencyRow("p50", 0.5, single, gate: 500, goal: 150),
            LatencyRow("p99", 0.99, single, gate: 10_000, goal: 5_000),
            new RecoveryRow(size.Of(200_000)).Create(),
            .. PostgreSqlRows.Create(size),
        ];
    }

    private static Row LatencyRow(string name, double quantile, int events, double gate, double goal) => new(
        $"journal.sqlite-append-{name}", "µs", Better.Lower,
        new Workload("journal", () => InDirectory(path => AppendLatency(path, events, quantile))),
        new Workload("raw-single", () => InDirectory(path => RawSqliteLoop.Latency(path, BusyStreams.Payload, events, quantile))), Target.Fixed(gate, goal),
        "one event per commit, one at a time: from the call to the durable answer");

    private static Sample AppendLatency(string path, int events, double quantile)
    {
        using var store = SqliteJournalStore.Open(path, Identity);
        return Latencies.Measure(events, quantile, i => ThrowUnlessAppended(store.Append([BusyStreams.Request(0, i)])[0]));
    }

    private static Sample AppendOneByOne(string path, int events)
    {
        using var store = SqliteJournalStore.Open(path, Identity);
        return Sample.Rate(events, () =>
        {
            for (var i = 0; i < events; i++)
                ThrowUnlessAppended(store.Append([BusyStreams.Request(0, i)])[0]);
        });
    }

    private static void ThrowUnlessAppended(AppendResult result)
    {
        if (result.Outcome != AppendOutcome.Appended)
            throw new InvalidOperationException($"an append failed: {result.Reason}");
    }

    private static Sample InDirectory(Func<string, Sample> run)
    {
        var directory = Directory.CreateTempSubdirectory("qa-bench-");
        try
        {
            return run(Path.Combine(directory.FullName, "journal.db"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
