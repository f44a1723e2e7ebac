using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;
using QuantumAI.TestKit.Journals;

namespace QuantumAI.Runtime.Tests.Persistence;

public sealed class PersistentActorTests : IDisposable
{
    private readonly VirtualWorld _world = new(7, 0);
    private readonly MemoryJournalStore _store = new();
    private readonly HeldJournal _journal;
    private readonly List<string> _log = [];
    private int _spawned;

    public PersistentActorTests() => _journal = new HeldJournal(_store);

    public void Dispose()
    {
        _world.Dispose();
        _journal.Dispose();
    }

    [Fact]
    public void reply_and_effects_must_wait_until_the_events_are_durable()
    {
        var (actor, ledger) = Spawn();
        Tell(actor, 5, 1, withEffects: true);
        Tell(actor, 3, 2);
        Assert.Empty(_log);
        Assert.Equal((8L, 0L), (ledger.Ahead.Balance, ledger.Shown.Balance));

        Answer();
        Assert.Equal(["1 first", "1 second", "1 Persisted 5 at 1"], _log);
        Answer();
        Assert.Equal("2 Persisted 8 at 2", _log[^1]);
        Assert.Equal(8, ledger.Shown.Balance);
    }

    [Fact]
    public void refusal_must_wait_for_the_appended_events_that_it_has_seen()
    {
        var (actor, _) = Spawn();
        Tell(actor, -1, 1);
        Assert.Equal(["1 Refused 0 at 0"], _log);
        Tell(actor, 5, 2);
        Tell(actor, -6, 3);
        Tell(actor, 0, 4);
        Assert.Single(_log);
        Answer();
        Assert.Equal(["2 Persisted 5 at 1", "3 Refused 5 at 1", "4 Accepted 5 at 1"], _log[1..]);
    }

    [Fact]
    public void events_of_one_command_must_be_one_append()
    {
        var (actor, _) = Spawn();
        Tell(actor, 1500, 1);
        Assert.Equal(1, _journal.Waiting);
        Answer();
        Assert.Equal(["1 Persisted 1500 at 2"], _log);
    }

    [Fact]
    public void repeat_must_get_the_earlier_outcome_when_the_first_is_still_in_flight()
    {
        var (actor, ledger) = Spawn();
        Tell(actor, 1500, 1);
        Tell(actor, 1500, 1, withEffects: true);
        Assert.Equal(1, _journal.Waiting);
        Answer();
        Assert.Equal(["1 Persisted 1500 at 2", "1 Duplicate 1500 at 2 (1000, 500)"], _log);
        Assert.Equal(1500, ledger.Ahead.Balance);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(2)]
    public void repeat_must_get_the_earlier_outcome_after_a_restart(int window)
    {
        var (first, _) = Spawn();
        for (var id = 1UL; id <= 6; id++)
            Tell(first, 10 * (long)id, id);
        Settle();
        _log.Clear();

        var (second, ledger) = Spawn(limits: new PersistenceLimits { DeduplicationWindow = window, PageEvents = 3 });
        Assert.True(ledger.HasRecovered);
        Tell(second, 10, 1);
        Tell(second, 1, 7);
        Tell(second, 60, 6);
        Tell(second, 20, 2);
        Settle();
        Assert.Equal(["1 Duplicate 210 at 1 (10)", "7 Persisted 211 at 7", "6 Duplicate 211 at 6 (60)", "2 Duplicate 211 at 2 (20)"], _log);
        Assert.Equal((211L, 7L), (ledger.Ahead.Balance, ledger.Ahead.Moves));
    }

    [Fact]
    public void repeat_must_be_recognised_behind_the_window_when_the_rules_would_now_refuse_it()
    {
        var (actor, _) = Spawn(limits: new PersistenceLimits { DeduplicationWindow = 1 });
        Tell(actor, 10, 1);
        Tell(actor, -10, 2);
        Tell(actor, 1, 3);
        Settle();
        _log.Clear();
        Tell(actor, -10, 2);
        Assert.Equal(["2 Duplicate 1 at 2 (-10)"], _log);
    }

    [Fact]
    public void unknown_outcome_must_be_learnt_from_the_journal_when_the_events_are_there()
    {
        var (actor, ledger) = Spawn();
        Tell(actor, 5, 1);
        Tell(actor, 3, 0);
        Tell(actor, -100, 9);
        _journal.AnswerNext(new AppendResult(AppendOutcome.Unknown, 0, "the line was cut"));
        _journal.AnswerNext(new AppendResult(AppendOutcome.Unknown, 0, "the line was cut"));
        _world.RunUntilIdle();
        Assert.Equal(["1 Persisted 5 at 1", "0 Persisted 8 at 2", "9 Refused 8 at 2"], _log);
        Assert.Equal(ledger.Shown, ledger.Ahead);
        Assert.Equal(0, _journal.Waiting);
    }

    [Fact]
    public void commands_must_be_decided_again_when_an_unknown_append_was_not_written()
    {
        var (actor, ledger) = Spawn();
        Tell(actor, 5, 1);
        Tell(actor, -3, 2);
        _journal.AnswerNext(new AppendResult(AppendOutcome.Unknown, 0, "the line was cut"), stored: false);
        _journal.AnswerNext();
        _world.RunUntilIdle();
        Assert.Empty(_log);
        Assert.Equal(2, _journal.Waiting);
        Settle();
        Assert.Equal(["1 Persisted 5 at 1", "2 Persisted 2 at 2"], _log);
        Assert.Equal(2, ledger.Shown.Balance);
    }

    [Fact]
    public void actor_must_stop_when_outcomes_stay_unknown()
    {
        var (actor, ledger) = Spawn(limits: new PersistenceLimits { Attempts = 4 });
        Tell(actor, 5, 1);
        for (var i = 0; i < 10 && _journal.Waiting > 0; i++)
        {
            _journal.AnswerNext(new AppendResult(AppendOutcome.Unknown, 0, "the disk is gone"), stored: false);
            _world.RunUntilIdle();
            _world.AdvanceTo(_world.NowNanos + 10_000_000_000);
        }

        Assert.Equal(StopCause.JournalUnavailable, ledger.Stopped?.Cause);
        Assert.Equal(["1 Unknown 0 at 0"], _log);
    }

    [Fact]
    public void actor_must_stop_and_say_so_to_everybody_when_another_writer_has_written()
    {
        var (actor, ledger) = Spawn();
        _store.Append([new AppendRequest("ledger", 0, [MovedCodec.Instance.Encode(new Moved(1), 0)])]);
        Tell(actor, 5, 1);
        Tell(actor, -100, 2);
        Tell(actor, 6, 3);
        Answer();
        Tell(actor, 1, 4);
        Assert.Equal(StopCause.Conflict, ledger.Stopped?.Cause);
        Assert.Equal(["1 Rejected 0 at 0", "2 Rejected 0 at 0", "3 Unknown 0 at 0", "4 Rejected 0 at 0"], _log);
        Assert.Equal(1, ledger.Stops);
        Assert.Null(_world.Fault);
    }

    [Fact]
    public void owner_must_stop_when_another_has_claimed_the_stream()
    {
        var (first, old) = Spawn(epoch: 1);
        Tell(first, 5, 1);
        Settle();
        var (second, next) = Spawn(epoch: 2);
        Tell(first, 6, 2);
        Tell(second, 7, 3);
        Settle();
        var (_, late) = Spawn(epoch: 1);
        Assert.Equal(StopCause.Fenced, old.Stopped?.Cause);
        Assert.Equal(StopCause.Fenced, late.Stopped?.Cause);
        Assert.Null(next.Stopped);
        Assert.Equal(["1 Persisted 5 at 1", "2 Rejected 5 at 1", "3 Persisted 12 at 2"], _log);
    }

    [Fact]
    public void commands_must_wait_in_the_stash_during_recovery_and_be_rejected_when_it_is_full()
    {
        _store.Append([new AppendRequest("ledger", 0, [MovedCodec.Instance.Encode(new Moved(4), 0)])]);
        _journal.HoldPages = true;
        var (actor, ledger) = Spawn(limits: new PersistenceLimits { StashCapacity = 2 });
        Tell(actor, -4, 1);
        Tell(actor, 5, 2);
        Tell(actor, 6, 3);
        Assert.False(ledger.HasRecovered);
        Assert.Equal(["3 Rejected 0 at 0"], _log);
        _journal.GivePage();
        _world.RunUntilIdle();
        Settle();
        Assert.Equal(["1 Persisted 0 at 2", "2 Persisted 5 at 3"], _log[1..]);
    }

    [Fact]
    public void commands_must_wait_when_as_many_as_allowed_are_in_flight()
    {
        var (actor, _) = Spawn(limits: new PersistenceLimits { MostInFlight = 2 });
        for (var id = 1UL; id <= 5; id++)
            Tell(actor, 1, id);
        Assert.Equal(2, _journal.Waiting);
        Answer();
        Assert.Equal(2, _journal.Waiting);
        Settle();
        Assert.Equal(["1", "2", "3", "4", "5"], _log.Select(line => line[..1]));
    }

    [Fact]
    public void command_must_be_rejected_and_state_unchanged_when_the_journal_is_full()
    {
        var (actor, ledger) = Spawn();
        _journal.IsFull = true;
        Tell(actor, 5, 1);
        Assert.Equal(["1 Rejected 0 at 0"], _log);
        _journal.IsFull = false;
        Tell(actor, 5, 1);
        Settle();
        Assert.Equal("1 Persisted 5 at 1", _log[^1]);
        Assert.Equal(5, ledger.Ahead.Balance);
    }

    [Fact]
    public void restarted_actor_must_recover_and_answers_to_its_predecessor_be_dead_letters()
    {
        LedgerActor? actor = null;
        var props = new Props<Move>(() => actor = new LedgerActor("ledger", _journal)) { Supervision = SupervisorStrategy.Restart() };
        var reference = _world.CreateLane("supervised").Spawn("ledger", props);
        _world.RunUntilIdle();
        var first = actor;
        Tell(reference, 5, 1);
        reference.Tell(new Move(1, new CommandId(0, 2), Answer: (_, _, outcome) =>
        {
            if (outcome.Result == CommandResult.Persisted)
                throw new InvalidOperationException("a defect in a reply");
        }));
        Tell(reference, 7, 3);
        Answer();
        _journal.HoldPages = true;
        Answer();
        Assert.NotSame(first, actor);
        Assert.Equal(["1 Persisted 5 at 1", "3 Unknown 6 at 2"], _log);

        // What the predecessor had queued lies before the read, as in every journal.
        Answer();
        Assert.True(_world.DeadLetters.Values.Sum() > 0);
        _journal.GivePage();
        Tell(reference, 7, 3);
        Assert.Equal("3 Duplicate 13 at 3 (7)", _log[^1]);
        Assert.Null(_world.Fault);
        Assert.Null(actor!.Stopped);
    }

    [Fact]
    public void waiting_commands_must_be_answered_when_the_actor_is_stopped()
    {
        var (actor, _) = Spawn(limits: new PersistenceLimits { MostInFlight = 1 });
        Tell(actor, 5, 1);
        Tell(actor, 6, 2);
        actor.Stop();
        _world.RunUntilIdle();
        Assert.Equal(["1 Unknown 0 at 0", "2 Rejected 0 at 0"], _log);
    }

    [Theory]
    [InlineData("Martian", 8, StopCause.UnreadableEvent)]
    [InlineData("Moved", 3, StopCause.UnreadableEvent)]
    public void actor_must_stop_and_its_neighbours_go_on_when_an_event_cannot_be_read(string type, int bytes, StopCause cause)
    {
        _store.Append([new AppendRequest("ledger", 0, [new EventData(type, new byte[bytes], 0)])]);
        var lane = _world.CreateLane("shared");
        var (broken, healthy) = (new LedgerActor("ledger", _journal), new LedgerActor("other", _journal));
        var (brokenRef, healthyRef) = (lane.Spawn("broken", broken), lane.Spawn("healthy", healthy));
        Tell(brokenRef, 1, 1);
        Tell(healthyRef, 2, 2);
        Settle();
        Assert.Equal(cause, broken.Stopped?.Cause);
        Assert.Contains($"stream ledger, sequence 1, type {type}", broken.Stopped!.Reason, StringComparison.Ordinal);
        Assert.Equal(["1 Rejected 0 at 0", "2 Persisted 2 at 1"], _log);
        Assert.Null(_world.Fault);
    }

    private (ActorRef<Move> Ref, LedgerActor Actor) Spawn(long epoch = 0, PersistenceLimits? limits = null)
    {
        var actor = new LedgerActor("ledger", _journal, epoch, limits: limits);
        var reference = _world.CreateLane($"lane-{++_spawned}").Spawn("ledger", actor);
        _world.RunUntilIdle();
        return (reference, actor);
    }

    private void Tell(ActorRef<Move> actor, long amount, ulong id, bool withEffects = false)
    {
        actor.Tell(new Move(amount, new CommandId(0, id), withEffects ? effect => _log.Add($"{id} {effect}") : null, Note));
        _world.RunUntilIdle();
    }

    private void Answer()
    {
        _journal.AnswerNext();
        _world.RunUntilIdle();
    }

    private void Settle()
    {
        while (_journal.Waiting > 0)
            Answer();
    }

    private void Note(Move command, LedgerState state, CommandOutcome<Moved> outcome)
    {
        var events = outcome.Result != CommandResult.Duplicate ? ""
            : $" ({string.Join(", ", Enumerable.Range(0, outcome.Events.Count).Select(i => outcome.Events[i].Amount))})";
        _log.Add($"{command.Id.Low} {outcome.Result} {state.Balance} at {outcome.LastSequence}{events}");
    }
}
