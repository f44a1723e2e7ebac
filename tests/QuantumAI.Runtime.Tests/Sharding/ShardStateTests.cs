using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Sharding;
using QuantumAI.Runtime.Sharding.Entities;
using QuantumAI.Runtime.Supervision;

namespace QuantumAI.Runtime.Tests.Sharding;

public sealed class ShardStateTests
{
    private const long Second = 1_000_000_000;
    private static readonly ShardRegionProps<int> Props = new("notes", _ => new Props<int>(() => new Script<int>((_, _) => { })))
    {
        BufferCapacity = 3,
        MostEntities = 2,
        PassivateAfterNanos = 10 * Second,
        Backoff = new Backoff(Second, 4 * Second, Jitter: 0),
    };

    private static readonly int[] Three = [1, 2, 3];
    private readonly ShardState<int> _state = new(Props);

    [Fact]
    public void message_must_be_kept_until_its_entity_has_started()
    {
        Assert.Equal(Admission.Kept, Tell("a", 1));
        Assert.True(_state.TryTakeStart(0, out var slot));
        Assert.Equal(("a", 1), (slot.EntityId, _state.Kept));
        Assert.True(_state.TryGive(slot, out var message));
        Assert.Equal(1, message);
        Assert.False(_state.TryGive(slot, out _));
        Assert.Equal(Admission.Forward, Tell("a", 2));
    }

    [Fact]
    public void least_recently_used_must_make_room()
    {
        var (a, b) = (Run("a", 0), Run("b", 1));
        Tell("a", 1, nowNanos: 2);
        Tell("c", 1, nowNanos: 3);
        Assert.False(_state.TryTakeStart(3, out _));
        Assert.True(_state.TryTakeStop(3, out var stopped));
        Assert.Same(b, stopped);
        Assert.False(_state.TryTakeStop(3, out _));
        End(b, 3);
        Assert.True(_state.TryTakeStart(3, out var c));
        Assert.Equal(("c", EntityPhase.Active, 2), (c.EntityId, a.Phase, _state.Running));
    }

    [Fact]
    public void entity_must_be_refused_beyond_the_limit_when_the_policy_says_so()
    {
        var state = new ShardState<int>(Props with { EntityOverflow = EntityOverflow.Refuse });
        Assert.Equal(Admission.Kept, state.Admit(new("a", 1), 0, out _));
        Assert.Equal(Admission.Kept, state.Admit(ShardingEnvelope<int>.Start("b"), 0, out _));
        Assert.Equal(Admission.Refused, state.Admit(new("c", 1), 0, out _));
        Assert.Equal(Admission.Refused, state.Admit(ShardingEnvelope<int>.Start("c"), 0, out _));
        Assert.Equal(["a", "b"], state.EntityIds);
    }

    [Fact]
    public void entity_must_be_stopped_when_it_was_idle_and_the_clock_must_know_when()
    {
        var a = Run("a", 0);
        Assert.Equal(10 * Second, _state.NextDueNanos());
        Tell("a", 1, nowNanos: Second);
        Assert.False(_state.TryTakeStop(10 * Second, out _));
        Assert.Equal(11 * Second, _state.NextDueNanos());
        Assert.True(_state.TryTakeStop(11 * Second, out var stopped));
        Assert.Same(a, stopped);
        Assert.True(End(a, 11 * Second));
        Assert.Empty(_state.EntityIds);
    }

    [Fact]
    public void entity_that_does_not_end_in_time_must_be_named_until_it_does()
    {
        var a = Run("a", 0);
        Assert.True(_state.Stop(a, 0));
        Assert.Equal(10 * Second, _state.NextDueNanos());
        Assert.False(_state.TryTakeOverdue((10 * Second) - 1, out _));
        Assert.True(_state.TryTakeOverdue(10 * Second, out var overdue));
        Assert.Same(a, overdue);
        Assert.False(_state.TryTakeOverdue(10 * Second, out _));
        Assert.Equal(20 * Second, _state.NextDueNanos());
        End(a, 11 * Second);
        Assert.Equal(long.MaxValue, _state.NextDueNanos());
    }

    [Fact]
    public void message_for_a_stopping_entity_must_wait_for_its_successor_within_the_buffer()
    {
        var a = Run("a", 0);
        Assert.True(_state.Stop(a, 0));
        Assert.All(Three, number => Assert.Equal(Admission.Kept, Tell("a", number)));
        Assert.Equal(Admission.Refused, Tell("a", 4));
        Assert.False(End(a, 0));
        Assert.True(_state.TryTakeStart(0, out var next));
        Assert.Same(a, next);
        Assert.Equal([1, 2, 3], Given(next));
    }

    [Fact]
    public void healthy_entity_must_start_when_a_broken_neighbour_fills_the_buffer()
    {
        Fail(Run("broken", 0), 0);
        Assert.All(Three, number => Assert.Equal(Admission.Kept, Tell("broken", number)));
        Assert.Equal(Admission.Refused, Tell("broken", 4));
        Assert.Equal(Admission.Kept, Tell("healthy", 1));
        Assert.True(_state.TryTakeStart(0, out var slot));
        Assert.Equal("healthy", slot.EntityId);
        Assert.Equal([1], Given(slot));
    }

    [Fact]
    public void pause_must_double_with_each_failure_and_begin_anew_after_a_long_life()
    {
        var now = 0L;
        foreach (var pauseSeconds in new[] { 1, 2, 4, 4 })
        {
            Tell("a", 1, now);
            Assert.True(_state.TryTakeStart(now, out var slot));
            Given(slot);
            Fail(slot, now);
            Tell("a", 1, now);
            Assert.Equal(now + (pauseSeconds * Second), _state.NextDueNanos());
            Assert.False(_state.TryTakeStart(_state.NextDueNanos() - 1, out _));
            now = _state.NextDueNanos();
        }

        Assert.True(_state.TryTakeStart(now, out var survivor));
        Given(survivor);
        now += 4 * Second;
        Fail(survivor, now);
        Tell("a", 1, now);
        Assert.Equal(now + Second, _state.NextDueNanos());
    }

    [Fact]
    public void entity_that_ends_before_it_has_started_must_count_as_failed()
    {
        Tell("a", 1);
        Assert.True(_state.TryTakeStart(0, out var slot));
        Assert.False(End(slot, 0));
        Assert.Equal((EntityPhase.Paused, 1), (slot.Phase, _state.Kept));
    }

    [Fact]
    public void drain_must_stop_all_start_none_and_leave_messages_in_order()
    {
        var (a, b) = (Run("a", 0), Run("b", 0));
        _state.Stop(b, 0);
        Tell("b", 1);
        _state.Drain();
        Tell("c", 7);
        Tell("b", 2);
        Assert.True(_state.TryTakeStop(0, out var stopped));
        Assert.Same(a, stopped);
        Assert.False(_state.TryTakeStart(0, out _));
        End(a, 0);
        Assert.False(_state.IsDrained);
        End(b, 0);
        Assert.True(_state.IsDrained);
        Assert.Equal([new("b", 1), new("b", 2), new("c", 7)], _state.TakeLeftovers());
        Assert.Empty(_state.TakeLeftovers());
    }

    [Fact]
    public void failures_must_be_forgotten_oldest_first_when_there_are_too_many()
    {
        var failures = new EntityFailures(new Backoff(Second, 100 * Second, Jitter: 0), capacity: 2);
        foreach (var id in new[] { "a", "b", "a", "c" })
            failures.Add(id, 0, 0, 0.5);
        Assert.Equal((2, 2 * Second, 0, Second), (failures.Count, failures.PausedUntilNanos("a"), failures.PausedUntilNanos("b"), failures.PausedUntilNanos("c")));
        failures.Add("d", 0, 200 * Second, 0.5);
        Assert.Equal((1, 201 * Second), (failures.Count, failures.PausedUntilNanos("d")));
    }

    private Admission Tell(string entityId, int message, long nowNanos = 0) => _state.Admit(new(entityId, message), nowNanos, out _);

    private EntitySlot<int> Run(string entityId, long nowNanos)
    {
        Tell(entityId, 0, nowNanos);
        Assert.True(_state.TryTakeStart(nowNanos, out var slot));
        Assert.Equal([0], Given(slot));
        return slot;
    }

    private List<int> Given(EntitySlot<int> slot)
    {
        var given = new List<int>();
        while (_state.TryGive(slot, out var message))
            given.Add(message);
        return given;
    }

    private bool End(EntitySlot<int> slot, long nowNanos)
    {
        ShardState<int>.End(slot);
        return _state.Settle(slot, nowNanos, 0.5);
    }

    private void Fail(EntitySlot<int> slot, long nowNanos)
    {
        ShardState<int>.End(slot, new InvalidDataException("test"));
        _state.Settle(slot, nowNanos, 0.5);
    }
}
