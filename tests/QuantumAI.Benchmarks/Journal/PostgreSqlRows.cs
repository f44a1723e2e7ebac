using System.Text;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Journal.PostgreSql;
using QuantumAI.Runtime.Persistence;
using QuantumAI.TestKit.PostgreSql;

namespace QuantumAI.Benchmarks.Journal;

/// <summary>Durable appends to PostgreSQL against raw loops of the same server, columns, indexes and payload.</summary>
/// <remarks>The server is the benchmark's own, on this machine, with fsync; every round has a database of its own.</remarks>
internal static class PostgreSqlRows
{
    private const string Rate = "events/s";
    private static readonly JournalIdentity Identity = new("sim", "a");

    private static readonly Lazy<PostgreSqlServer> Server = new(() =>
    {
        var server = PostgreSqlServer.Start(isDurable: true);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    });

    public static Row[] Create(RunSize size)
    {
        var (group, single) = (size.Of(20_000), size.Of(2_000));
        var busy = new Workload("journal", () => BusyStreams.Run(Open(), group));
        var text = Encoding.UTF8.GetString(BusyStreams.Payload);
        return
        [
            new Row(
                "journal.postgres-group-50", Rate, Better.Higher, busy,
                new Workload("raw-pipelined", () => RawPostgreSqlLoop.Pipelined(NewDatabase(), text, group, BusyStreams.Count)), Target.Ratio(0.5, 1.0),
                $"{BusyStreams.Count} streams that append their next event when the last is durable, group commit; the raw loop sends {BusyStreams.Count} prepared inserts in one batch per commit"),
            new Row(
                "journal.postgres-group-50-unnest", Rate, Better.Higher, busy,
                new Workload("raw-unnest", () => RawPostgreSqlLoop.Unnest(NewDatabase(), text, group, BusyStreams.Count)), Target.Ratio(0.25, 0.5),
                $"the same against one prepared insert of {BusyStreams.Count} rows by unnest per commit, without fence, heads and chains"),
            .. LatencyRows(text, single),
        ];
    }

    private static IEnumerable<Row> LatencyRows(string text, int appends)
    {
        foreach (var (percentile, gate, goal) in ((int, double, double)[])[(50, 5, 2.5), (99, 10, 5)])
        {
            yield return new Row(
                $"journal.postgres-append-p{percentile}", "ms", Better.Lower, new Workload("journal", () => AppendOneByOne(appends, percentile)),
                new Workload("raw-insert", () => RawPostgreSqlLoop.OneByOne(NewDatabase(), text, appends, percentile)),
                Target.Fixed(gate, goal),
                $"percentile {percentile} of {appends} fenced, hash-chained appends of one event with a command id, one at a time; the raw loop inserts one row per commit");
        }
    }

    private static Sample AppendOneByOne(int appends, int percentile)
    {
        using var store = Open();
        var epoch = store.Take("account/a");
        return Latencies.Millis(appends, percentile, i =>
        {
            var request = new AppendRequest("account/a", i, [new EventData("OrderFilled", BusyStreams.Payload, i)], epoch, new CommandId(1, (ulong)i + 1));
            if (store.Append([request])[0] is { Outcome: not AppendOutcome.Appended } refused)
                throw new InvalidOperationException($"an append failed: {refused.Reason}");
        });
    }

    private static PostgreSqlJournalStore Open() => PostgreSqlJournalStore.Open(NewDatabase(), Identity, new PostgreSqlJournalOptions { Migrate = true });

    private static string NewDatabase() => Server.Value.ConnectionString(Server.Value.NewDatabase());
}
