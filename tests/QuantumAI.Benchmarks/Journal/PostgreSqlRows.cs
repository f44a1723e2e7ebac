using System.Diagnostics;
using System.Text;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Journal.PostgreSql;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.TestKit.PostgreSql;

namespace QuantumAI.Benchmarks.Journal;

/// <summary>Durable appends to PostgreSQL against raw loops of the same server, columns, indexes and payload.</summary>
/// <remarks>The server is the benchmark's own, on this machine, with fsync; every round has a database of its own.</remarks>
internal static class PostgreSqlRows
{
    private const int Streams = 50;
    private const string Rate = "events/s";
    private static readonly JournalIdentity Identity = new("sim", "a");

    private static readonly byte[] Payload = Encoding.UTF8.GetBytes(
        """{"clientOrderId":"qa-1234abcd-1","tradeId":1,"price":"60000.00","quantity":"0.10000000","fee":"0.00010000"}""");

    private static readonly Lazy<PostgreSqlServer> Server = new(() =>
    {
        var server = PostgreSqlServer.Start(isDurable: true);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    });

    public static Row[] Create(RunSize size)
    {
        var (group, single) = (size.Of(20_000), size.Of(2_000));
        var busy = new Workload("journal", () => AppendBusy(group));
        var text = Encoding.UTF8.GetString(Payload);
        return
        [
            new Row(
                "journal.postgres-group-50", Rate, Better.Higher, busy,
                new Workload("raw-pipelined", () => RawPostgreSqlLoop.Pipelined(NewDatabase(), text, group, Streams)), Target.Ratio(0.5, 1.0),
                $"{Streams} streams that append their next event when the last is durable, group commit; the raw loop sends {Streams} prepared inserts in one batch per commit"),
            new Row(
                "journal.postgres-group-50-unnest", Rate, Better.Higher, busy,
                new Workload("raw-unnest", () => RawPostgreSqlLoop.Unnest(NewDatabase(), text, group, Streams)), Target.Ratio(0.25, 0.5),
                $"the same against one prepared insert of {Streams} rows by unnest per commit, without fence, heads and chains"),
            .. Latencies(text, single),
        ];
    }

    private static IEnumerable<Row> Latencies(string text, int appends)
    {
        foreach (var (percentile, gate, goal) in ((int, double, double)[])[(50, 5, 2.5), (99, 10, 5)])
        {
            yield return new Row(
                $"journal.postgres-append-p{percentile}", "ms", Better.Lower, new Workload("journal", () => AppendOneByOne(appends, percentile)),
                new Workload("raw-insert", () => RawPostgreSqlLoop.OneByOne(NewDatabase(), text, appends, percentile)),
                new Target(TargetKind.Value, gate, goal, Scales: false),
                $"percentile {percentile} of {appends} fenced, hash-chained appends of one event with a command id, one at a time; the raw loop inserts one row per commit");
        }
    }

    private static Sample AppendBusy(int events)
    {
        using var world = new LiveWorld(1, WorldClock.System());
        using var journal = new GroupCommitJournal(world.CreateLane("journal", isPinned: true), Open());
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
        journal.Append(new AppendRequest($"account/a{stream}", sequence, [new EventData("OrderFilled", Payload, sequence)]), result =>
        {
            if (result.LastSequence == last || result.Outcome != AppendOutcome.Appended)
                done.Signal();
            else
                AppendNext(journal, stream, result.LastSequence, last, done);
        });

    private static Sample AppendOneByOne(int appends, int percentile)
    {
        using var store = Open();
        var epoch = store.Take("account/a");
        return Latency(appends, percentile, i =>
        {
            var request = new AppendRequest("account/a", i, [new EventData("OrderFilled", Payload, i)], epoch, new CommandId(1, (ulong)i + 1));
            if (store.Append([request])[0] is { Outcome: not AppendOutcome.Appended } refused)
                throw new InvalidOperationException($"an append failed: {refused.Reason}");
        });
    }

    /// <summary>Milliseconds of <paramref name="work"/> at a percentile; the first tenth is a warm-up of the session.</summary>
    internal static Sample Latency(int operations, int percentile, Action<int> work)
    {
        var warmUp = operations / 10;
        var millis = new double[operations - warmUp];
        var bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < operations; i++)
        {
            var started = Stopwatch.GetTimestamp();
            work(i);
            if (i >= warmUp)
                millis[i - warmUp] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(millis);
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - bytesBefore;
        return new Sample(millis[Math.Min(millis.Length - 1, millis.Length * percentile / 100)], (double)bytes / operations);
    }

    private static PostgreSqlJournalStore Open() => PostgreSqlJournalStore.Open(NewDatabase(), Identity, new PostgreSqlJournalOptions { Migrate = true });

    private static string NewDatabase() => Server.Value.ConnectionString(Server.Value.NewDatabase());
}
