using System.Text;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Tests.Models;

public sealed class JournalServerTests : IDisposable
{
    private const string Stream = "account/a";
    private const string Site = "here";
    private const string Database = "database";
    private const long Second = 1_000_000_000;

    private readonly List<string> _happened = [];
    private readonly List<CommittedAppend> _committed = [];
    private readonly List<AcknowledgedAppend> _acknowledged = [];
    private Universe _universe = new(1, 0);
    private SimulatedNetwork? _network;
    private JournalServer? _server;

    public void Dispose() => _server?.Dispose();

    [Fact]
    public void commits_and_what_writers_are_told_must_be_seen()
    {
        var server = Server(JournalFaults.None);
        var process = _universe.Start("one");
        using var store = server.ConnectionOf(process, Site);
        store.Append([Request(0, 2), Request(9, 1)]);
        store.Append([Request(2, 1)]);
        Assert.Equal([(1L, 2L, 1L), (3, 3, 3)], _committed.Select(append => (append.FirstSequence, append.LastSequence, append.FirstPosition)));
        Assert.Equal([2L, 3], _acknowledged.Select(append => append.LastSequence));
        Assert.All(_committed, append => Assert.Same(process, append.Writer));
        Assert.Empty(_happened);
    }

    [Fact]
    public void dead_process_must_write_nothing()
    {
        var server = Server(JournalFaults.None);
        var process = _universe.Start("one");
        using var store = server.ConnectionOf(process, Site);
        process.Kill();
        Assert.Throws<ObjectDisposedException>(() => store.Append([Request(0, 1)]));
        Assert.Empty(server.Truth.Heads());
    }

    [Fact]
    public void nothing_must_be_written_through_a_partition_or_to_a_server_that_is_away()
    {
        var server = Server(JournalFaults.None);
        using var store = Connect(server);
        _network!.Cut(Site, Database);
        Assert.Throws<StoreFailedException>(() => store.Append([Request(0, 1)]));
        Assert.Throws<StoreFailedException>(() => store.Take(Stream));
        _network.Mend(Site, Database);
        server.BeginOutage(Second);
        Assert.Throws<StoreFailedException>(() => store.Append([Request(0, 1)]));
        Assert.Throws<StoreFailedException>(() => store.Read(Stream));
        Assert.Empty(server.Truth.Heads());
        Advance(Second);
        Assert.Equal(AppendOutcome.Appended, store.Append([Request(0, 1)])[0].Outcome);
    }

    [Fact]
    public void answer_must_be_lost_once_when_only_the_way_back_is_cut()
    {
        var server = Server(JournalFaults.None);
        using var store = Connect(server);
        store.Append([Request(0, 1)]);
        _network!.Cut(Database, Site);
        Assert.Throws<StoreFailedException>(() => store.Append([Request(1, 1)]));
        Assert.Throws<StoreFailedException>(() => store.Append([Request(2, 1)]));
        Assert.Equal(2, server.Truth.Read(Stream).Count());
        Assert.Single(_acknowledged);
    }

    [Fact]
    public void full_disk_must_refuse_writes_and_let_readers_read()
    {
        var server = Server(JournalFaults.None);
        using var store = Connect(server);
        store.Append([Request(0, 1)]);
        server.FillDisk(Second);
        Assert.Throws<StoreFailedException>(() => store.Append([Request(1, 1)]));
        Assert.Single(store.Read(Stream));
        server.Heal();
        Assert.Equal(AppendOutcome.Appended, store.Append([Request(1, 1)])[0].Outcome);
    }

    [Fact]
    public void each_unknown_outcome_must_occur_and_be_told_by_reading()
    {
        var (written, absent, late) = (0, 0, 0);
        for (var seed = 0UL; seed < 200; seed++)
        {
            _happened.Clear();
            var server = Server(JournalFaults.None with { UnknownPpm = 1_000_000 }, seed);
            using var store = Connect(server);
            Assert.Throws<StoreFailedException>(() => store.Append([Request(0, 1)]));
            var isThereAtOnce = store.Read(Stream).Any();
            Advance(20 * Second);
            var isThere = store.Read(Stream).Any();
            Assert.Equal(_committed.Count > 0, isThere);
            Assert.True(isThere || !isThereAtOnce);
            written += isThereAtOnce ? 1 : 0;
            late += isThere && !isThereAtOnce ? 1 : 0;
            absent += isThere ? 0 : 1;
            Assert.StartsWith("journal-unknown", _happened[0], StringComparison.Ordinal);
            _committed.Clear();
        }

        Assert.Empty(_acknowledged);
        Assert.True(written > 20 && late > 20 && absent > 20, $"{written} written, {late} late, {absent} absent");
    }

    [Fact]
    public void late_write_must_not_arrive_when_the_stream_has_moved_or_changed_hands_or_the_server_has_ended()
    {
        var late = 0;
        Action<JournalServer, IJournalStore>[] meanwhile =
        [
            (server, store) => store.Append([Request(0, 1)]),
            (server, store) => store.Take(Stream),
            (server, store) => server.BeginOutage(1),
        ];
        foreach (var happens in meanwhile)
        {
            for (var seed = 0UL; seed < 60; seed++)
            {
                _happened.Clear();
                _committed.Clear();
                var server = Server(JournalFaults.None with { UnknownPpm = 1_000_000 }, seed);
                using var store = Connect(server);
                Assert.Throws<StoreFailedException>(() => store.Append([Request(0, 2)]));
                if (_happened[0] != "journal-unknown-late append to account/a")
                    continue;
                server.Heal();
                happens(server, store);
                Advance(20 * Second);
                Assert.DoesNotContain(_committed, append => append.Request.Events.Count == 2);
                late++;
            }
        }

        Assert.InRange(late, 20, 180);
    }

    [Fact]
    public void frozen_owner_inside_a_transaction_must_block_a_takeover_for_two_seconds_only()
    {
        var server = Server(JournalFaults.None);
        using var store = Connect(server);
        server.FreezeInTransaction(_universe.Start("frozen"));
        Assert.Throws<StoreFailedException>(() => store.Take(Stream));
        Assert.Throws<StoreFailedException>(() => store.Claim(Stream, 3));
        Assert.Empty(store.Read(Stream));
        Advance((2 * Second) - 1);
        Assert.Throws<StoreFailedException>(() => store.Take(Stream));
        Advance(1);
        Assert.Equal(1, store.Take(Stream));
    }

    private JournalServer Server(JournalFaults faults, ulong seed = 1)
    {
        _universe = new Universe(seed, 0);
        _network = new SimulatedNetwork(_universe, new NetworkSettings(1_000_000));
        _server = new JournalServer(_universe, _network, Database, faults)
        {
            Happened = (kind, what) => _happened.Add($"{kind} {what}"),
            Committed = _committed.Add,
            Acknowledged = _acknowledged.Add,
        };
        return _server;
    }

    private IJournalStore Connect(JournalServer server) => server.ConnectionOf(_universe.Start("writer"), Site);

    private void Advance(long nanos)
    {
        var until = _universe.NowNanos + nanos;
        while (_universe.Step(until))
        {
        }
    }

    private static AppendRequest Request(long expected, int count) => new(
        Stream, expected, [.. Enumerable.Range(1, count).Select(i => new EventData("Moved", Encoding.UTF8.GetBytes($$"""{"n":{{expected + i}}}"""), expected + i))]);
}
