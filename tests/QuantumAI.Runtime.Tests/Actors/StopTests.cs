using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Actors;

public sealed class StopTests : IDisposable
{
    private readonly VirtualWorld _world = new(7, 0);
    private readonly List<string> _trace = [];
    private readonly Lane _lane;
    private readonly Lane _other;
    private readonly Probe<int> _probe;

    public StopTests()
    {
        (_lane, _other) = (_world.CreateLane("lane"), _world.CreateLane("other"));
        _probe = _other.Probe<int>("probe");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void stop_must_overtake_ten_thousand_waiting_messages()
    {
        var handled = 0;
        var actor = _lane.Spawn("actor", new Script<int>((_, _) => handled++), capacity: 20_000);
        _world.RunUntilIdle();
        for (var n = 0; n < 10_000; n++)
            actor.Tell(n);
        actor.Stop();
        _world.RunUntilIdle();
        Assert.Equal((0, 10_000), (handled, _world.DeadLetters["lane/actor"]));
    }

    [Fact]
    public void signal_must_overtake_waiting_messages_start_the_actor_and_be_a_dead_letter_when_it_has_ended()
    {
        var actor = _lane.Spawn("actor", new Hooked<string>((_, text) => _trace.Add(text))
        {
            Started = _ => _trace.Add("start"),
            Heard = (_, signal) => _trace.Add(signal.ToString()),
        });
        actor.Tell("a");
        actor.Signal(new Alarm(1));
        actor.Signal(new Alarm(2));
        _world.RunUntilIdle();
        Assert.Equal(["start", "Alarm { Number = 1 }", "Alarm { Number = 2 }", "a"], _trace);
        actor.Stop();
        _world.RunUntilIdle();
        actor.Signal(new Alarm(3));
        _world.RunUntilIdle();
        Assert.Equal(1, _world.DeadLetters["lane/actor"]);
    }

    [Fact]
    public void stop_of_itself_must_overtake_what_waits_inside_the_lane()
    {
        var handled = 0;
        var actor = _lane.Spawn("actor", new Script<int>((context, n) =>
        {
            handled++;
            for (var i = 0; i < 100; i++)
                context.Self.Tell(i);
            context.Stop();
        }));
        actor.Tell(0);
        _world.RunUntilIdle();
        Assert.Equal((1, 100), (handled, _world.DeadLetters["lane/actor"]));
    }

    [Fact]
    public void stop_when_drained_must_come_after_what_waits_and_before_what_comes_later()
    {
        var actor = _lane.Spawn("actor", new Script<string>((_, text) => _trace.Add(text)));
        actor.Tell("a");
        actor.Tell("b");
        actor.StopWhenDrained();
        actor.Tell("c");
        _world.RunUntilIdle();
        Assert.Equal(["a", "b"], _trace);
        Assert.Equal(1, _world.DeadLetters["lane/actor"]);
    }

    [Theory]
    [InlineData(Overflow.Reject)]
    [InlineData(Overflow.DropOldest)]
    public void Prop_what_was_sent_must_be_handled_or_a_dead_letter(Overflow overflow) => Seeds.Hold(60, (random, size) =>
    {
        using var world = new VirtualWorld(7, 0);
        var (lane, sent, handled) = (world.CreateLane("lane"), 0, 0);
        var actor = lane.Spawn("actor", new Props<int>(() => new Hooked<int>((self, n) =>
        {
            handled++;
            if (n == 0)
                throw new InvalidDataException("test");
            if (n == 1)
                self.Keep(n);
            else if (n == 2)
                self.TakeBack();
            if (n == 1)
                handled--; // kept: handled when taken back, or a dead letter
        }))
        { Capacity = 8, StashCapacity = 3, Overflow = overflow, Supervision = Restart(random) });
        var inner = lane.Spawn("inner", new Script<int>((_, n) => actor.Tell(n)), capacity: 1_000);
        var time = 0L;
        for (var i = 0; i < size; i++)
        {
            switch (random.Next(12))
            {
                case 0:
                    world.AdvanceTo(time += random.Next(60));
                    break;
                case 1:
                    world.RunUntilIdle();
                    break;
                case 2 when random.Next(6) == 0:
                    actor.Stop();
                    break;
                case 3 when random.Next(6) == 0:
                    actor.StopWhenDrained();
                    break;
                default:
                    sent++;
                    (random.Next(2) == 0 ? actor : inner).Tell(random.Next(8));
                    break;
            }
        }

        world.AdvanceTo(time + 10_000);
        actor.Stop();
        world.RunUntilIdle();
        Assert.Equal(sent, handled + world.DeadLetters.Values.Sum());
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void child_must_end_before_its_parent_when_the_parent_stops(bool isAcross)
    {
        ActorRef<int>? child = null;
        var parent = _lane.Spawn("parent", new Hooked<int>((_, _) => { })
        {
            Started = actor => child = actor.Its.SpawnOn(isAcross ? _other : _lane, "child", new Props<int>(() => new Script<int>((_, _) => { }))),
        });
        _world.RunUntilIdle();
        Watch(parent, child!);
        parent.Stop();
        parent.Stop();
        _probe.ExpectTerminated(child!);
        _probe.ExpectTerminated(parent);
        _probe.ExpectNothing();
    }

    [Fact]
    public void child_of_the_last_words_must_not_keep_its_parent_alive()
    {
        var parent = _lane.Spawn("parent", new Hooked<int>((_, _) => { })
        {
            Stopped = actor => actor.Its.Spawn("late", new Props<int>(() => new Script<int>((_, _) => { }))),
        });
        _world.RunUntilIdle();
        Watch(parent);
        parent.Stop();
        _probe.ExpectTerminated(parent);
    }

    [Fact]
    public void stop_hook_must_run_once_when_stopped_twice()
    {
        var actor = _lane.Spawn("actor", new Hooked<int>((_, _) => { }) { Stopped = _ => _trace.Add("stop") });
        _world.RunUntilIdle();
        actor.Stop();
        actor.StopWhenDrained();
        actor.Stop();
        _world.RunUntilIdle();
        actor.Stop();
        _world.RunUntilIdle();
        Assert.Equal(["stop"], _trace);
    }

    [Fact]
    public void unstarted_actor_must_end_without_start_or_stop_hook_when_stopped()
    {
        var actor = _lane.Spawn("actor", new Hooked<int>((_, _) => _trace.Add("message"))
        {
            Started = _ => _trace.Add("start"),
            Stopped = _ => _trace.Add("stop"),
        });
        actor.Tell(1);
        actor.Stop();
        Watch(actor);
        _probe.ExpectTerminated(actor);
        Assert.Empty(_trace);
        Assert.Equal(1, _world.DeadLetters["lane/actor"]);
    }

    [Fact]
    public async Task stopped_actor_must_refuse_and_count_from_everywhere()
    {
        var actor = _lane.Spawn("actor", new Script<int>((_, _) => { }), capacity: 4);
        for (var n = 0; n < 4; n++)
            actor.Tell(n);
        var waiting = actor.WaitForRoomAsync();
        actor.Stop();
        _world.RunUntilIdle();
        await Assert.ThrowsAsync<LaneStoppedException>(() => waiting);
        await Assert.ThrowsAsync<LaneStoppedException>(actor.WaitForRoomAsync);
        Assert.Equal(4, _world.DeadLetters["lane/actor"]);
        actor.Tell(1);
        actor.TellReserved(2);
        Assert.False(actor.TryTell(3));
        _lane.Spawn("inside", new Script<int>((_, _) => { }, _ => actor.Tell(4)));
        _other.Spawn("outside", new Script<int>((_, _) => { }, _ => actor.Tell(5)));
        _world.RunUntilIdle();
        Assert.Equal(8, _world.DeadLetters["lane/actor"]);
    }

    [Fact]
    public void terminated_must_come_exactly_once_when_watched_before_or_after_the_end_or_twice()
    {
        var actor = _lane.Spawn("actor", new Script<int>((_, _) => { }));
        foreach (var lane in new[] { _other, _lane })
        {
            var heard = 0;
            var watcher = lane.Spawn("watcher", new Hooked<int>((self, _) =>
            {
                self.Its.Watch(actor);
                self.Its.Watch(actor);
            })
            { Heard = (_, _) => heard++ });
            watcher.Tell(1);
            _world.RunUntilIdle();
            actor.Stop();
            _world.RunUntilIdle();
            Assert.Equal(1, heard);
            watcher.Tell(2);
            _world.RunUntilIdle();
            Assert.Equal(2, heard);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void terminated_must_not_come_when_unwatched_even_if_it_is_on_its_way(bool isOnItsWay)
    {
        var actor = _lane.Spawn("actor", new Script<int>((_, _) => { }));
        var watcher = _other.Spawn("watcher", new Hooked<int>((self, n) =>
        {
            if (n == 1 && isOnItsWay)
                actor.Stop();
            self.Its.Unwatch(actor);
        })
        {
            Started = self => self.Its.Watch(actor),
            Heard = (_, signal) => _trace.Add(signal.ToString()),
        });
        _world.RunUntilIdle();
        watcher.Tell(1);
        if (!isOnItsWay)
            _world.RunUntilIdle();
        actor.Stop();
        _world.RunUntilIdle();
        Assert.Empty(_trace);
    }

    [Fact]
    public void watcher_that_has_stopped_must_hear_nothing()
    {
        var actor = _lane.Spawn("actor", new Script<int>((_, _) => { }));
        var watcher = _other.Spawn("watcher", new Hooked<int>((_, _) => { })
        {
            Started = self => self.Its.Watch(actor),
            Heard = (_, signal) => _trace.Add(signal.ToString()),
        });
        _world.RunUntilIdle();
        watcher.Stop();
        _world.RunUntilIdle();
        actor.Stop();
        _world.RunUntilIdle();
        Assert.Empty(_trace);
        Assert.Empty(_world.DeadLetters);
    }

    [Fact]
    public void watcher_must_hear_when_the_lane_of_the_watched_actor_has_stopped_or_stops()
    {
        var victim = _lane.Spawn("victim", new Script<int>((_, _) => { }));
        var bad = _lane.Spawn("bad", new Script<int>((_, _) => throw new InvalidDataException("test")));
        Watch(victim);
        bad.Tell(1);
        _probe.ExpectTerminated(victim);
        Watch(bad);
        _probe.ExpectTerminated(bad);
    }

    [Fact]
    public void parent_must_end_when_the_lane_of_a_child_has_stopped()
    {
        var bad = _lane.Spawn("bad", new Script<int>((_, _) => throw new InvalidDataException("test")));
        var parent = _other.Spawn("parent", new Hooked<int>((self, _) => self.Its.SpawnOn(_lane, null, new Props<int>(() => new Script<int>((_, _) => { }))))
        {
            Heard = (_, signal) => _trace.Add(signal.GetType().Name),
        });
        parent.Tell(1);
        _world.RunUntilIdle();
        bad.Tell(1);
        _world.RunUntilIdle();
        Assert.Equal(["ChildFailed"], _trace);
        parent.Tell(1); // a child on a lane that has stopped already
        _world.RunUntilIdle();
        Watch(parent);
        parent.Stop();
        _probe.ExpectTerminated(parent);
    }

    private static SupervisorStrategy Restart(Random random) =>
        SupervisorStrategy.Restart(random.Next(-1, 4), 100, random.Next(2) == 0 ? null : new Backoff(20, 50));

    private void Watch(params ActorRef[] others)
    {
        foreach (var other in others)
            _probe.Watch(other);
        _world.RunUntilIdle();
    }

    private sealed record Alarm(int Number) : ActorSignal;
}
