using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Worlds;

public sealed class TimerTests : IDisposable
{
    private readonly VirtualWorld _world = new(7, 0);
    private readonly List<(long Nanos, string Text)> _trace = [];

    public void Dispose() => _world.Dispose();

    [Fact]
    public void timers_must_fire_in_due_order_and_in_creation_order_when_due_together()
    {
        Spawn(context =>
        {
            context.StartTimer("c", 30, "c");
            context.StartTimer("a", 10, "a");
            context.StartTimer("b2", 20, "b2");
            context.StartTimer("b1", 20, "b1");
        });
        _world.AdvanceTo(100);
        Assert.Equal([(10, "a"), (20, "b2"), (20, "b1"), (30, "c")], _trace);
        Assert.Equal(100, _world.NowNanos);
    }

    [Fact]
    public void timer_must_not_fire_before_its_time()
    {
        Spawn(context => context.StartTimer("a", 10, "a"));
        _world.AdvanceTo(9);
        Assert.Empty(_trace);
        _world.AdvanceTo(10);
        Assert.Equal([(10, "a")], _trace);
    }

    [Fact]
    public void cancelled_timer_must_stay_silent()
    {
        Spawn(context =>
        {
            context.StartTimer("a", 10, "a");
            context.StartTimer("b", 20, "b");
            context.CancelTimer("a");
            context.CancelTimer("unknown");
        });
        _world.AdvanceTo(100);
        Assert.Equal([(20, "b")], _trace);
    }

    [Fact]
    public void timer_must_replace_the_earlier_one_when_the_key_is_equal()
    {
        Spawn(context =>
        {
            context.StartTimer("key", 10, "old");
            context.StartTimer(new string("key"), 20, "new");
        });
        _world.AdvanceTo(100);
        Assert.Equal([(20, "new")], _trace);
    }

    [Fact]
    public void same_key_must_be_another_timer_in_another_actor()
    {
        Spawn(context => context.StartTimer("key", 10, "one"));
        Spawn(context => context.StartTimer("key", 20, "two"));
        _world.AdvanceTo(100);
        Assert.Equal([(10, "one"), (20, "two")], _trace);
    }

    [Fact]
    public void timers_started_by_timers_must_fire_within_the_same_advance()
    {
        Spawn(context => context.StartTimer("tick", 10, "tick"), (context, _) => context.StartTimer("tick", 10, "tick"));
        _world.AdvanceTo(35);
        Assert.Equal([(10, "tick"), (20, "tick"), (30, "tick")], _trace);
    }

    [Fact]
    public void timer_must_reach_its_actor_when_the_mailbox_is_full()
    {
        var actor = Spawn(context => context.StartTimer("a", 10, "timer"), capacity: 1);
        actor.Tell("message");
        _world.AdvanceTo(10);
        Assert.Equal([(0, "message"), (10, "timer")], _trace);
    }

    [Fact]
    public void time_must_never_go_back()
    {
        Spawn(context => context.StartTimer("late", -50, "late"));
        _world.AdvanceTo(40);
        _world.AdvanceTo(10);
        Assert.Equal(40, _world.NowNanos);
        Assert.Equal([(0, "late")], _trace);
    }

    private ActorRef<string> Spawn(Action<ActorContext<string>> start, Action<ActorContext<string>, string>? receive = null, int capacity = 16)
    {
        var actor = _world.CreateLane("lane").Spawn("actor", new Script<string>(
            (context, text) =>
            {
                _trace.Add((context.NowNanos, text));
                receive?.Invoke(context, text);
            },
            start), capacity);
        _world.RunUntilIdle();
        return actor;
    }
}
