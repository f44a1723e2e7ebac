using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Sharding;
using QuantumAI.Runtime.Sharding.InProcess;
using QuantumAI.Runtime.Tests.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.TestKit.Journals;

namespace QuantumAI.Runtime.Tests.Sharding;

/// <summary>Entities whose truth is a journal: the epoch fences them, a stop message lets them finish.</summary>
public sealed class PersistentEntityTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private static readonly Move StopWhenDone = new(0);
    private readonly VirtualWorld _world = new(7, 0);
    private readonly HeldJournal _journal = new(new MemoryJournalStore());
    private readonly InProcessCluster _cluster;
    private readonly IShardRegion<Move> _region;
    private readonly List<string> _answers = [];

    public PersistentEntityTests()
    {
        _cluster = new InProcessCluster(_world);
        _region = _cluster.StartRegion(new ShardRegionProps<Move>("accounts", life => new Props<Move>(() => new Account(life.EntityId, _journal, life.Epoch)))
        {
            Shards = 1,
            StopMessage = () => StopWhenDone,
            StopDeadlineNanos = 10 * Second,
            PassivateAfterNanos = 60 * Second,
        });
        _cluster.Join("a");
    }

    public void Dispose()
    {
        _world.Dispose();
        _journal.Dispose();
    }

    [Fact]
    public void hand_over_must_wait_for_what_is_in_flight_and_the_next_owner_must_know_it()
    {
        Tell(10);
        Tell(5);
        _world.RunUntilIdle();
        var left = _cluster.LeaveAsync("a");
        _cluster.Join("b");
        Tell(1);
        _world.AdvanceTo(9 * Second);
        Assert.Equal((false, 2), (left.IsCompleted, _journal.Waiting));
        _journal.AnswerAll();
        _world.RunUntilIdle();
        _journal.AnswerAll();
        _world.RunUntilIdle();
        Assert.True(left.IsCompletedSuccessfully);
        Assert.Equal(["Persisted 10", "Persisted 15", "Persisted 16"], _answers);
    }

    [Fact]
    public void hand_over_must_go_on_at_the_deadline_and_the_sender_must_know_that_the_outcome_is_unknown()
    {
        Tell(10);
        _world.RunUntilIdle();
        var left = _cluster.LeaveAsync("a");
        _world.AdvanceTo((10 * Second) - 1);
        Assert.False(left.IsCompleted);
        _world.AdvanceTo(10 * Second);
        Assert.True(left.IsCompletedSuccessfully);
        Assert.Equal(["Unknown 0"], _answers);
    }

    [Fact]
    public void passivation_must_stop_an_entity_that_does_not_end_in_time()
    {
        Tell(10);
        _world.AdvanceTo((70 * Second) - 1);
        Assert.Empty(_answers);
        _world.AdvanceTo(70 * Second);
        Assert.Equal(["Unknown 0"], _answers);
    }

    [Fact]
    public void write_of_a_crashed_owner_must_be_fenced_once_the_next_owner_has_claimed_the_stream()
    {
        Tell(10);
        _world.RunUntilIdle();
        _journal.AnswerAll();
        var stale = _world.CreateLane("zombie").Spawn("zombie", new Account("x", _journal, _region.State[0].Epoch));
        _world.RunUntilIdle();
        _cluster.Crash("a");
        _cluster.Join("b");
        Tell(1);
        _world.RunUntilIdle();
        _journal.AnswerAll();
        stale.Tell(new Move(100, Answer: (_, _, outcome) => _answers.Add($"stale {outcome.Result}")));
        _world.RunUntilIdle();
        _journal.AnswerAll();
        _world.RunUntilIdle();
        Assert.Equal(["Persisted 10", "Persisted 11", "stale Rejected"], _answers);
    }

    private void Tell(long amount) =>
        _region.Tell("x", new Move(amount, Answer: (_, state, outcome) => _answers.Add($"{outcome.Result} {state.Balance}")));

    private sealed class Account(string id, IJournal journal, long epoch)
        : PersistentActor<Move, Moved, LedgerState>($"account/{id}", journal, MovedCodec.Instance, LedgerState.Empty, epoch)
    {
        protected override Decision<Moved> Decide(in LedgerState state, in Move command) =>
            ReferenceEquals(command, StopWhenDone) ? Decision<Moved>.Nothing : Decision<Moved>.Persist(new Moved(command.Amount));

        protected override LedgerState Apply(in LedgerState state, in Moved domainEvent) => state.After(domainEvent);

        protected override void Reply(in Move command, in LedgerState state, in CommandOutcome<Moved> outcome)
        {
            command.Answer?.Invoke(command, state, outcome);
            if (ReferenceEquals(command, StopWhenDone))
                Context.Stop();
        }
    }
}
