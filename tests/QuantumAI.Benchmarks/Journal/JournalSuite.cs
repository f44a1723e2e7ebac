using System.Text;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Benchmarks.Journal;

/// <summary>Durable appends through the journal against a raw batched loop of the same engine and payload.</summary>
internal static class JournalSuite
{
    private const int Streams = 50;
    private const string Unit = "events/s";
    private static readonly byte[] Payload = Encoding.UTF8.GetBytes(
        """{"clientOrderId":"qa-1234abcd-1","tradeId":1,"price":"60000.00","quantity":"0.10000000","fee":"0.00010000"}""");

    public static Suite Create() => new("journal", Rows);

    private static Row[] Rows(RunSize size)
    {
        var (single, group) = (size.Of(2_000), size.Of(20_000));
        return
        [
            new Row(
                "journal.sqlite-single", Unit, Better.Higher, new Workload("journal", () => InDirectory(path => AppendOneByOne(path, single))),
                new Workload("raw-single", () => InDirectory(path => RawSqliteLoop.Run(path, Payload, single, perCommit: 1))), Target.Ratio(0.5, 0.8),
                "one stream, one event per commit; the raw loop inserts one row of the same payload per commit"),
            new Row(
                "journal.sqlite-group-50", Unit, Better.Higher, new Workload("journal", () => InDirectory(path => AppendBusy(path, group))),
                new Workload("raw-batched", () => InDirectory(path => RawSqliteLoop.Run(path, Payload, group, perCommit: Streams))), Target.Ratio(0.5, 0.8),
                $"{Streams} streams that append their next event when the last is durable, group commit; the raw loop commits {Streams} rows at a time"),
        ];
    }

    private static Sample AppendOneByOne(string path, int events)
    {
        using var store = SqliteJournalStore.Open(path, new JournalIdentity("sim", "bench"));
        return Sample.Rate(events, () =>
        {
            for (var i = 0; i < events; i++)
                ThrowUnlessAppended(store.Append([Request(0, i)])[0]);
        });
    }

    private static Sample AppendBusy(string path, int events)
    {
        using var world = new LiveWorld(1, WorldClock.System());
        using var journal = new GroupCommitJournal(world.CreateLane("journal", isPinned: true), SqliteJournalStore.Open(path, new JournalIdentity("sim", "bench")));
        using var done = new CountdownEvent(Streams);
        var perStream = events / Streams;
        return Sample.Rate(perStream * Streams, () =>
        {
            for (var stream = 0; stream < Streams; stream++)
                AppendNext(journal, stream, 0, perStream, done);
            done.Wait();
        });
    }

    private static void AppendNext(GroupCommitJournal journal, int stream, long sequence, int last, CountdownEvent done) =>
        journal.Append(Request(stream, sequence), result =>
        {
            if (result.LastSequence == last || result.Outcome != AppendOutcome.Appended)
                done.Signal();
            else
                AppendNext(journal, stream, result.LastSequence, last, done);
        });

    private static AppendRequest Request(int stream, long sequence) =>
        new($"account/a{stream}", sequence, [new EventData("OrderFilled", Payload, sequence)]);

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
