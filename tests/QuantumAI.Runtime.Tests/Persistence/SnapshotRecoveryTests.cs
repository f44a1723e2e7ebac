using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Persistence;

/// <summary>A snapshot is a shortcut: with a good one, a bad one or none, recovery ends in the same state.</summary>
public sealed class SnapshotRecoveryTests : IDisposable
{
    private static readonly Gen<(long[] Amounts, int Snapshot, int PageEvents)> Histories =
        from amounts in Gen.Choose(1, 500).Select(amount => (long)amount).ArrayOf()
        from snapshot in Gen.Choose(0, amounts.Length + 3)
        from page in Gen.Choose(1, 7)
        select (amounts, snapshot, page);

    private readonly VirtualWorld _world = new(7, 0);
    private readonly MemoryJournalStore _store = new();
    private readonly MemorySnapshotStore _snapshots = new(retention: 3);

    public void Dispose()
    {
        _world.Dispose();
        _store.Dispose();
        _snapshots.Dispose();
    }

    [Fact]
    public void Prop_snapshot_and_tail_equal_the_full_replay() => Prop.ForAll(Arb.From(Histories), history =>
    {
        using var store = new MemoryJournalStore();
        using var snapshots = new MemorySnapshotStore();
        var full = LedgerState.Empty;
        for (var i = 0; i < history.Amounts.Length; i++)
        {
            store.Append([new AppendRequest("s", i, [MovedCodec.Instance.Encode(new Moved(history.Amounts[i]), 0)])]);
            full = full.After(new Moved(history.Amounts[i]));
            if (i + 1 == history.Snapshot)
                snapshots.Save(new Snapshot("s", i + 1, new LedgerSnapshots().Encode(full), 1));
        }

        if (history.Snapshot > history.Amounts.Length)
            snapshots.Save(new Snapshot("s", history.Snapshot, new LedgerSnapshots().Encode(new LedgerState(-1, -1)), 1));
        var actor = Recover(store, snapshots, new LedgerSnapshots(), history.PageEvents);
        return actor.Shown == full && actor.ShownSequence == history.Amounts.Length && actor.Stopped is null;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void older_snapshot_must_serve_when_the_newest_is_damaged()
    {
        Fill(10);
        _snapshots.Save(new Snapshot("s", 4, new LedgerSnapshots().Encode(new LedgerState(104, 4)), 1));
        _snapshots.Save(new Snapshot("s", 8, new byte[3], 1));
        var actor = Recover(_store, _snapshots, new LedgerSnapshots());

        // 100 more than the journal says: proof that the older snapshot was used.
        Assert.Equal(new LedgerState(110, 10), actor.Shown);
        Assert.Equal(1, actor.SnapshotFailures);
    }

    [Fact]
    public void snapshot_of_another_schema_must_be_ignored()
    {
        Fill(10);
        _snapshots.Save(new Snapshot("s", 4, new LedgerSnapshots().Encode(new LedgerState(104, 4)), 1));
        Assert.Equal(new LedgerState(10, 10), Recover(_store, _snapshots, new LedgerSnapshots { SchemaVersion = 2 }).Shown);
    }

    [Fact]
    public void actor_must_work_on_when_snapshots_can_neither_be_read_nor_saved()
    {
        Fill(3);
        var actor = new LedgerActor("s", new InlineJournal(_store), snapshots: new SnapshotPlan<LedgerState>(new BrokenSnapshots(), new LedgerSnapshots(), 1));
        _world.CreateLane("lane").Spawn("ledger", actor).Tell(new Move(1));
        _world.RunUntilIdle();
        Assert.Equal(new LedgerState(4, 4), actor.Shown);
        Assert.Equal(2, actor.SnapshotFailures);
        Assert.Null(_world.Fault);
    }

    [Fact]
    public void snapshot_must_be_saved_every_so_many_events()
    {
        var plan = new SnapshotPlan<LedgerState>(_snapshots, new LedgerSnapshots(), 4);
        var ledger = _world.CreateLane("lane").Spawn("ledger", new LedgerActor("s", new InlineJournal(_store), snapshots: plan));
        for (var i = 0; i < 10; i++)
            ledger.Tell(new Move(1));
        _world.RunUntilIdle();
        Assert.Equal([8L, 4], new[] { _snapshots.Latest("s")!.Sequence, _snapshots.Latest("s", 7)!.Sequence });
    }

    [Theory]
    [InlineData(1L, 3L)]
    [InlineData(2L)]
    [InlineData(1L, 2L, 2L)]
    public void actor_must_stop_when_the_journal_has_a_gap(params long[] sequences)
    {
        var actor = new LedgerActor("s", new GivenJournal(sequences));
        _world.CreateLane("lane").Spawn("ledger", actor);
        _world.RunUntilIdle();
        Assert.Equal(StopCause.SequenceGap, actor.Stopped?.Cause);
    }

    private void Fill(int count)
    {
        for (var i = 0; i < count; i++)
            _store.Append([new AppendRequest("s", i, [MovedCodec.Instance.Encode(new Moved(1), 0)])]);
    }

    private LedgerActor Recover(IJournalStore store, ISnapshotStore snapshots, LedgerSnapshots codec, int pageEvents = 4)
    {
        var actor = new LedgerActor(
            "s", new InlineJournal(store), snapshots: new SnapshotPlan<LedgerState>(snapshots, codec, 1000), limits: new PersistenceLimits { PageEvents = pageEvents });
        _world.CreateLane("lane").Spawn("ledger", actor);
        _world.RunUntilIdle();
        return actor;
    }

    private sealed class BrokenSnapshots : ISnapshotStore
    {
        public void Save(Snapshot snapshot) => throw new IOException("no room");

        public Snapshot? Latest(string stream, long upToSequence = long.MaxValue) => throw new IOException("no file");

        public void Dispose()
        {
        }
    }

    private sealed class GivenJournal(long[] sequences) : IJournal
    {
        public void Append(AppendRequest request, Action<AppendResult> answered) => throw new NotSupportedException();

        public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) =>
            sequences.Select(sequence => new StoredEvent(stream, sequence, MovedCodec.Instance.Encode(new Moved(1), 0)));

        public IReadOnlyList<StreamHead> Heads() => [];

        public void Dispose()
        {
        }
    }
}
