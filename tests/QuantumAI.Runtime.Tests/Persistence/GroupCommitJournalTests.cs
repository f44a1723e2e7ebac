using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.TestKit.Journals;

namespace QuantumAI.Runtime.Tests.Persistence;

public sealed class GroupCommitJournalTests
{
    [Fact]
    public void lanes_must_share_commits_and_answers_keep_the_order_of_each_stream()
    {
        using var world = new VirtualWorld(7, 0);
        using var journal = new GroupCommitJournal(world.CreateLane("journal"), new MemoryJournalStore());
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
        using var journal = new GroupCommitJournal(world.CreateLane("journal"), new MemoryJournalStore(), new JournalLimits { Capacity = 2 });
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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void failed_batch_must_be_written_once_and_answered_when_the_store_works_again(int isWrittenAllTheSame)
    {
        using var world = new VirtualWorld(7, 0);
        var store = new FaultyStore(_ => isWrittenAllTheSame) { FailuresDue = 3 };
        using var journal = new GroupCommitJournal(world.CreateLane("journal"), store);
        var outages = new List<int?>();
        journal.OutageChanged += outage => outages.Add(outage?.Attempts);
        var answers = new List<AppendResult>();
        AppendRequest At(string stream, long expected, CommandId id = default) => new(stream, expected, [MovedCodec.Instance.Encode(new Moved(1), 0)], CommandId: id);
        journal.Append(At("a", 0), answers.Add);
        journal.Append(At("b", 0, CommandId.OfText("b")), answers.Add);
        journal.Append(At("a", 1), answers.Add);
        world.RunUntilIdle();
        Assert.Equal((0, 1, 3), (answers.Count, journal.Outage?.Attempts, journal.Unanswered));
        journal.Append(At("a", 2), answers.Add);
        journal.Append(At("wrong", 5), answers.Add);
        JournalPage? page = null;
        journal.ReadPage("a", 1, 10, read => page = read);
        world.RunUntilIdle();
        Assert.Equal("the line was cut", page?.Failure);

        world.AdvanceTo(10_000_000_000);

        Assert.Equal([1, 2, 3, null], outages);
        Assert.Equal(
            [(AppendOutcome.Appended, 1L), (AppendOutcome.Appended, 1), (AppendOutcome.Appended, 2), (AppendOutcome.Appended, 3), (AppendOutcome.Conflict, 0)],
            answers.Select(answer => (answer.Outcome, answer.LastSequence)));
        Assert.Equal([("a", 3L), ("b", 1)], journal.Heads().Select(head => (head.Stream, head.LastSequence)));
    }

    [Fact]
    public void append_of_another_writer_must_be_a_conflict_even_after_an_outage()
    {
        using var world = new VirtualWorld(7, 0);
        var store = new FaultyStore(_ => 0) { FailuresDue = 1 };
        using var journal = new GroupCommitJournal(world.CreateLane("journal"), store);
        var answers = new List<AppendResult>();
        journal.Append(new("a", 0, [MovedCodec.Instance.Encode(new Moved(1), 0)]), answers.Add);
        world.RunUntilIdle();
        store.Append([new("a", 0, [MovedCodec.Instance.Encode(new Moved(2), 0)])]);
        world.AdvanceTo(10_000_000_000);
        Assert.Equal(AppendOutcome.Conflict, Assert.Single(answers).Outcome);
    }

    /// <summary>Found by the simulated database: the sender was told that nothing was recorded, sent again, and it happened twice.</summary>
    [Theory]
    [InlineData(0, "1 Rejected, 2 Unknown")]
    [InlineData(1, "1 Unknown, 2 Unknown")]
    public void Issue_fenced_writer_must_not_say_that_nothing_was_recorded_when_a_lost_answer_had_meant_yes(int isWritten, string answers)
    {
        using var world = new VirtualWorld(7, 0);
        var store = new FaultyStore(_ => isWritten);
        using var journal = new GroupCommitJournal(world.CreateLane("journal"), store);
        var ledger = world.CreateLane("ledger").Spawn("ledger", new LedgerActor("ledger", journal, epoch: 1));
        world.RunUntilIdle();
        var told = new List<string>();
        store.FailuresDue = 1;
        ledger.Tell(new Move(5, Answer: (_, _, outcome) => told.Add($"1 {outcome.Result}")));
        ledger.Tell(new Move(6, Answer: (_, _, outcome) => told.Add($"2 {outcome.Result}")));
        world.RunUntilIdle();
        store.Claim("ledger", 2);
        world.AdvanceTo(10_000_000_000);
        Assert.Equal(answers, string.Join(", ", told));
        Assert.Equal(2 * isWritten, store.Read("ledger").Count());
    }

    [Fact]
    public void append_must_be_refused_when_the_journal_is_disposed()
    {
        using var world = new VirtualWorld(7, 0);
        var journal = new GroupCommitJournal(world.CreateLane("journal"), new MemoryJournalStore());
        journal.Dispose();
        Assert.Throws<ObjectDisposedException>(() => journal.Append(new("a", 0, [MovedCodec.Instance.Encode(new Moved(1), 0)]), _ => { }));
    }

    [Fact]
    public void Prop_actors_that_share_commits_lose_nothing_and_the_run_repeats() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        Assert.Equal(Play(seed), Play(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(int.MaxValue / 2));

    [Fact]
    public async Task actors_on_real_threads_must_lose_nothing()
    {
        const int Moves = 5_000;
        using var world = new LiveWorld(7, WorldClock.System());
        using var journal = new GroupCommitJournal(world.CreateLane("journal"), new MemoryJournalStore());
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
        using var journal = new GroupCommitJournal(world.CreateLane("journal"), store);
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
