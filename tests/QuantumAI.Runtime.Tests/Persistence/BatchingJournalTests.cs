using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.TestKit.Journals;

namespace QuantumAI.Runtime.Tests.Persistence;

public sealed class BatchingJournalTests
{
    [Fact]
    public void lanes_must_share_commits_and_answers_keep_the_order_of_each_stream()
    {
        using var world = new VirtualWorld(7, 0);
        using var journal = new BatchingJournal(world.CreateLane("journal"), new MemoryJournalStore());
        var ledgers = Enumerable.Range(0, 50).Select(i => world.CreateLane($"lane-{i % 4}").Spawn($"ledger-{i}", new LedgerActor($"ledger/{i}", journal))).ToArray();
        world.RunUntilIdle();
        var before = journal.Commits;
        var replies = new List<long>();
        for (var round = 1; round <= 3; round++)
        {
            foreach (var ledger in ledgers)
                ledger.Tell(new Move(1, Answer: (_, state, _) => replies.Add(state.Balance)));
            world.RunUntilIdle();
            Assert.Equal(before + round, journal.Commits);
        }

        Assert.Equal(150, replies.Count);
        Assert.All(journal.Heads(), head => Assert.Equal(3, head.LastSequence));
    }

    [Fact]
    public void append_must_throw_and_queue_nothing_when_the_bound_is_reached()
    {
        using var world = new VirtualWorld(7, 0);
        using var journal = new BatchingJournal(world.CreateLane("journal"), new MemoryJournalStore(), capacity: 2);
        var answers = new List<AppendResult>();
        AppendRequest At(long expected) => new("s", expected, [MovedCodec.Instance.Encode(new Moved(1), 0)]);
        journal.Append(At(0), answers.Add);
        journal.Append(At(1), answers.Add);
        Assert.True(journal.IsCongested);
        Assert.Throws<InvalidOperationException>(() => journal.Append(At(2), answers.Add));
        Assert.Throws<ArgumentException>(() => journal.Append(At(2) with { Events = [] }, answers.Add));
        world.RunUntilIdle();
        Assert.Equal([1L, 2], answers.Select(answer => answer.LastSequence));
        journal.Append(At(2), answers.Add);
        world.RunUntilIdle();
        Assert.Equal(3, answers.Count);
    }

    [Fact]
    public void next_batch_must_be_tried_when_one_has_failed()
    {
        using var world = new VirtualWorld(7, 0);
        var store = new FaultyStore(_ => 1) { FailuresDue = 1 };
        using var journal = new BatchingJournal(world.CreateLane("journal"), store);
        var ledger = new LedgerActor("s", journal);
        var reference = world.CreateLane("lane").Spawn("ledger", ledger);
        var results = new List<CommandResult>();
        world.RunUntilIdle();
        reference.Tell(new Move(5, CommandId.OfText("a"), Answer: (_, _, outcome) => results.Add(outcome.Result)));
        world.RunUntilIdle();
        Assert.Equal([CommandResult.Persisted], results);
        Assert.Equal(5, ledger.Shown.Balance);
    }

    [Fact]
    public void Prop_actors_that_share_commits_lose_nothing_and_the_run_repeats() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        Assert.Equal(Play(seed), Play(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(int.MaxValue / 2));

    [Fact]
    public async Task actors_on_real_threads_must_lose_nothing()
    {
        const int Moves = 5_000;
        using var world = new LiveWorld(7, WorldClock.System());
        using var journal = new BatchingJournal(world.CreateLane("journal"), new MemoryJournalStore());
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = 8 * Moves;
        var limits = new PersistenceLimits { StashCapacity = Moves };
        foreach (var i in Enumerable.Range(0, 8))
        {
            var ledger = world.CreateLane($"lane-{i}").Spawn($"ledger-{i}", new LedgerActor($"ledger/{i}", journal, limits: limits), Moves);
            for (var move = 0UL; move < Moves; move++)
            {
                ledger.Tell(new Move(1, new CommandId(1, move), Answer: (_, _, outcome) =>
                {
                    if (outcome.Result == CommandResult.Persisted && Interlocked.Decrement(ref left) == 0)
                        done.SetResult();
                }));
            }
        }

        await done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Null(world.Fault);
        Assert.All(journal.Heads(), head => Assert.Equal(Moves, head.LastSequence));
    }

    /// <summary>Six ledgers on three lanes and a store that fails at times, until every command is answered for good; the journal's hash.</summary>
    private static string Play(int seed)
    {
        var draws = 0UL;
        int Draw(int below) => (int)(WorldRandom.Mix((ulong)seed, ++draws) % (ulong)below);
        using var world = new VirtualWorld((ulong)seed, 0);
        var store = new FaultyStore(Draw);
        using var journal = new BatchingJournal(world.CreateLane("journal"), store);
        var lanes = Enumerable.Range(0, 3).Select(i => world.CreateLane($"lane-{i}")).ToArray();
        var actors = Enumerable.Range(0, 6).Select(i => new LedgerActor($"ledger/{i}", journal, limits: new PersistenceLimits { Attempts = 30, PageEvents = 5 })).ToArray();
        var refs = actors.Select((actor, i) => lanes[i % 3].Spawn($"ledger-{i}", actor)).ToArray();
        var sums = new long[6];
        var open = 0;
        for (var step = 0; step < 200; step++)
        {
            var (to, amount, id) = (Draw(6), 1 + Draw(1500), step + 1);
            open++;
            refs[to].Tell(new Move(amount, new CommandId(0, (ulong)id), Answer: (move, _, outcome) => Count(to, move, outcome)));
            if (Draw(4) == 0)
                world.RunUntilIdle();
            if (Draw(10) == 0)
                store.FailuresDue = 1 + Draw(3);
            world.AdvanceTo(world.NowNanos + (Draw(30) * 1_000_000L));
        }

        world.RunUntilIdle();
        world.AdvanceTo(world.NowNanos + 3_600_000_000_000);
        Assert.Equal((null, 0), (world.Fault, open));
        Assert.Equal(sums, actors.Select(actor => actor.Shown.Balance));
        Assert.Equal(sums, Enumerable.Range(0, 6).Select(i => store.Read($"ledger/{i}").Sum(stored => MovedCodec.Instance.Decode(stored).Amount)));
        return HashChain.JournalHash(journal.Heads());

        void Count(int to, Move move, CommandOutcome<Moved> outcome)
        {
            Assert.Equal(CommandResult.Persisted, outcome.Result);
            open--;
            sums[to] += move.Amount;
        }
    }
}
