using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Tests.Streams;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Actors;

public sealed class SupervisionTests : IDisposable
{
    private readonly VirtualWorld _world = new(7, 0);
    private readonly List<string> _trace = [];
    private readonly List<WorldFault> _faults = [];
    private readonly Lane _lane;
    private int _instances;

    public SupervisionTests()
    {
        _world.Faulted += _faults.Add;
        _lane = _world.CreateLane("lane");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void resume_must_keep_the_state_and_drop_the_message_when_a_handler_throws()
    {
        var actor = Spawn(SupervisorStrategy.Resume);
        Tell(actor, "a", "throw", "b");
        Assert.Equal(["1 start", "1 a 1", "1 b 2"], _trace);
        Assert.Empty(_world.DeadLetters);
    }

    [Fact]
    public void restart_must_make_a_fresh_instance_and_keep_the_mailbox_order()
    {
        var actor = Spawn(SupervisorStrategy.Restart());
        Tell(actor, "a", "throw", "b", "c");
        Assert.Equal(["1 start", "1 a 1", "1 stop", "2 start", "2 b 1", "2 c 2"], _trace);
        Assert.Empty(_world.DeadLetters);
        Assert.Empty(_faults);
    }

    [Fact]
    public void restart_must_keep_the_order_of_messages_inside_the_lane()
    {
        var actor = Spawn(SupervisorStrategy.Restart());
        _lane.Spawn("sender", new Script<int>((_, _) => { }, _ =>
        {
            actor.Tell("a");
            actor.Tell("throw");
            actor.Tell("b");
            actor.Tell("c");
        }));
        _world.RunUntilIdle();
        Assert.Equal(["1 start", "1 a 1", "1 stop", "2 start", "2 b 1", "2 c 2"], _trace);
    }

    [Fact]
    public void parked_messages_must_come_in_order_after_the_pause_and_not_before()
    {
        var actor = Spawn(SupervisorStrategy.Restart(backoff: new Backoff(100, 1_000, 0)));
        Tell(actor, "throw", "a");
        _world.AdvanceTo(50);
        Tell(actor, "b");
        _world.AdvanceTo(99);
        Assert.Equal(["1 start", "1 stop"], _trace);
        _world.AdvanceTo(100);
        Tell(actor, "c");
        Assert.Equal(["1 start", "1 stop", "2 start", "2 a 1", "2 b 2", "2 c 3"], _trace);
        Assert.Empty(_world.DeadLetters);
    }

    [Fact]
    public void pause_must_double_up_to_the_longest_when_failures_follow_each_other()
    {
        var starts = new List<long>();
        _lane.Spawn("actor", new Props<int>(() => new Hooked<int>((_, _) => { })
        {
            Started = actor =>
            {
                starts.Add(actor.Its.NowNanos);
                throw new InvalidDataException("start");
            },
        })
        { Supervision = SupervisorStrategy.Restart(5, backoff: new Backoff(100, 500, 0)) });
        _world.AdvanceTo(10_000);
        Assert.Equal([0, 100, 300, 700, 1_200, 1_700], starts);
        Assert.Empty(_faults);
    }

    [Fact]
    public void Prop_pause_must_stay_in_its_range_whatever_the_attempt_and_the_draw() => Seeds.Hold(80, (random, attempt) =>
    {
        var first = random.Next(1, 1_000_000);
        var most = first + random.NextInt64(1_000_000_000);
        var jitter = random.NextDouble();
        var middle = Math.Min(first * Math.Pow(2, attempt), most);
        var pause = new Backoff(first, most, jitter).PauseNanos(attempt, random.NextDouble());
        Assert.InRange(pause, (long)(middle * (1 - jitter)) - 1, (long)(middle * (1 + jitter)) + 1);
    });

    [Fact]
    public void actor_must_stop_when_it_restarts_more_often_than_the_limit_in_a_window()
    {
        var actor = Spawn(SupervisorStrategy.Restart(2, windowNanos: 100));
        Tell(actor, "throw", "throw", "throw", "late");
        Assert.Equal(["1 start", "1 stop", "2 start", "2 stop", "3 start", "3 stop"], _trace);
        Assert.Equal(1, _world.DeadLetters["lane/actor"]);
        Assert.Empty(_faults);
    }

    [Fact]
    public void window_must_slide_when_time_passes()
    {
        var actor = Spawn(SupervisorStrategy.Restart(2, windowNanos: 100));
        for (var time = 0; time < 1_000; time += 60)
        {
            _world.AdvanceTo(time);
            Tell(actor, "throw");
        }

        Assert.Equal(18, _instances);
        Tell(actor, "throw");
        Assert.Equal(18, _instances);
        Assert.Equal("18 stop", _trace[^1]);
    }

    [Fact]
    public void pause_must_start_again_from_the_first_when_the_window_has_passed()
    {
        var actor = Spawn(SupervisorStrategy.Restart(windowNanos: 1_000, backoff: new Backoff(100, 10_000, 0)));
        Tell(actor, "throw");
        _world.AdvanceTo(100);
        Tell(actor, "throw");
        _world.AdvanceTo(5_000);
        Tell(actor, "throw");
        _world.AdvanceTo(5_099);
        Assert.Equal(3, _instances);
        _world.AdvanceTo(5_100);
        Assert.Equal(4, _instances);
    }

    [Fact]
    public void restart_must_cancel_timers_and_stop_children()
    {
        var parent = _lane.Spawn("parent", Traced(SupervisorStrategy.Restart(), "p", start: actor =>
        {
            if (_instances > 1)
                return;
            actor.Its.StartTimer("once", 10, "once");
            actor.Its.StartPeriodicTimer("often", 10, "often");
            actor.Its.Spawn("child", Traced(SupervisorStrategy.Resume, "c"));
        }));
        Tell(parent, "throw");
        _world.AdvanceTo(100);
        Assert.Equal(["1 p start", "2 c start", "1 p stop", "2 c stop", "3 p start"], _trace);
    }

    [Fact]
    public void failed_child_must_be_told_to_parent_and_watcher_exactly_once()
    {
        ActorRef<string>? child = null;
        var parent = _lane.Spawn("parent", new Hooked<string>((_, _) => { })
        {
            Started = actor => child = actor.Its.Spawn("child", Traced(SupervisorStrategy.Stop, "c")),
            Heard = (_, signal) => _trace.Add($"parent {signal.GetType().Name} {((ChildFailed)signal).Cause.Message}"),
        });
        _world.RunUntilIdle();
        var watcher = _world.CreateLane("other").Spawn("watcher", new Hooked<string>((_, _) => { })
        {
            Started = actor => actor.Its.Watch(child!),
            Heard = (_, signal) => _trace.Add($"watcher {signal.GetType().Name}"),
        });
        _world.RunUntilIdle();
        _trace.Clear();
        Tell(child!, "throw", "throw", "throw");
        Assert.Equal(["1 c stop", "parent ChildFailed throw", "watcher Terminated"], _trace);
        Assert.Equal(2, _world.DeadLetters["lane/parent/child"]);
        Assert.NotNull(parent);
        Assert.NotNull(watcher);
    }

    [Fact]
    public void parent_must_hear_no_failure_when_a_child_stops_by_itself()
    {
        var heard = 0;
        ActorRef<string>? child = null;
        _lane.Spawn("parent", new Hooked<string>((_, _) => { })
        {
            Started = actor => child = actor.Its.Spawn("child", Traced(SupervisorStrategy.Stop, "c")),
            Heard = (_, _) => heard++,
        });
        _world.RunUntilIdle();
        child!.Stop();
        _world.RunUntilIdle();
        Assert.Equal(0, heard);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void escalation_must_restart_the_parent_and_end_the_child(bool isAcross)
    {
        var childLane = isAcross ? _world.CreateLane("other") : _lane;
        var children = new List<ActorRef<string>>();
        var parent = _lane.Spawn("parent", Traced(SupervisorStrategy.Restart(), "p", start: actor =>
            children.Add(actor.Its.SpawnOn(childLane, "child", Traced(SupervisorStrategy.Escalate, "c")))));
        _world.RunUntilIdle();
        Tell(children[0], "throw", "lost");
        Tell(parent, "a");
        Tell(children[1], "b");
        Assert.Equal(1, _trace.Count(line => line == "2 c stop"));
        Assert.Equal(1, _trace.Count(line => line == "1 p stop"));
        Assert.Contains("3 p a 1", _trace);
        Assert.Contains("4 c b 1", _trace);
        Assert.Equal(1, _world.DeadLetters.Values.Sum());
        Assert.Empty(_faults);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void child_must_go_on_when_its_parent_resumes_from_the_escalation(bool isAcross)
    {
        var childLane = isAcross ? _world.CreateLane("other") : _lane;
        ActorRef<string>? child = null;
        _lane.Spawn("parent", Traced(SupervisorStrategy.Resume, "p", start: actor =>
            child = actor.Its.SpawnOn(childLane, "child", Traced(SupervisorStrategy.Escalate, "c"))));
        _world.RunUntilIdle();
        Tell(child!, "a", "throw", "b", "c");
        Assert.Equal(["1 p start", "2 c start", "2 c a 1", "2 c b 2", "2 c c 3"], _trace);
        Assert.Empty(_world.DeadLetters);
    }

    [Fact]
    public void grandchild_must_go_on_when_the_top_resumes()
    {
        ActorRef<string>? last = null;
        _lane.Spawn("top", Traced(SupervisorStrategy.Resume, "t", start: top => top.Its.Spawn(
            "middle", Traced(SupervisorStrategy.Escalate, "m", start: middle => last = middle.Its.Spawn("last", Traced(SupervisorStrategy.Escalate, "l"))))));
        _world.RunUntilIdle();
        Tell(last!, "throw", "a");
        Assert.Equal("3 l a 1", _trace[^1]);
    }

    [Fact]
    public void parent_must_fail_once_when_an_escalating_child_is_of_an_earlier_incarnation()
    {
        var other = _world.CreateLane("other");
        var children = new List<ActorRef<string>>();
        var parent = _lane.Spawn("parent", Traced(SupervisorStrategy.Restart(backoff: new Backoff(100, 100, 0)), "p", start: actor =>
        {
            for (var i = 0; i < 2 && children.Count < 2; i++)
                children.Add(actor.Its.SpawnOn(other, null, Traced(SupervisorStrategy.Escalate, "c")));
        }));
        _world.RunUntilIdle();
        _trace.Clear();
        children.ForEach(child => child.Tell("throw"));
        _world.AdvanceTo(1_000);
        Assert.Equal(["1 p stop", "4 p start"], _trace.Where(line => line.Contains(" p ", StringComparison.Ordinal)));
        Assert.NotNull(parent);
    }

    [Fact]
    public void escalation_at_the_top_must_stop_the_lane_and_report_once_while_others_go_on()
    {
        ActorRef<string>? child = null;
        _lane.Spawn("parent", Traced(SupervisorStrategy.Escalate, "p", start: actor => child = actor.Its.Spawn("child", Traced(SupervisorStrategy.Escalate, "c"))));
        var good = _world.CreateLane("good").Spawn("good", Traced(SupervisorStrategy.Escalate, "g"));
        _world.RunUntilIdle();
        Tell(child!, "throw", "throw");
        Tell(good, "a");
        Assert.Equal("lane", Assert.Single(_faults).Lane);
        Assert.EndsWith(" g a 1", _trace[^1], StringComparison.Ordinal);
        Assert.Equal(1, _world.Lanes.Count(lane => lane.IsStopped));
    }

    [Fact]
    public void throw_in_start_must_leave_neighbours_working_when_the_supervision_stops()
    {
        var neighbour = _lane.Spawn("neighbour", Traced(SupervisorStrategy.Escalate, "n"));
        var actor = _lane.Spawn("actor", new Props<string>(() => new Hooked<string>((_, _) => { }) { Started = _ => throw new InvalidDataException("start") })
        {
            Supervision = SupervisorStrategy.Stop,
        });
        Tell(actor, "lost");
        Tell(neighbour, "a");
        Assert.Equal("1 n a 1", _trace[^1]);
        Assert.Equal(1, _world.DeadLetters["lane/actor"]);
        Assert.Empty(_faults);
    }

    [Fact]
    public void throw_in_stop_must_leave_neighbours_working_and_end_the_actor()
    {
        var neighbour = _lane.Spawn("neighbour", Traced(SupervisorStrategy.Escalate, "n"));
        var actor = _lane.Spawn("actor", new Hooked<string>((_, _) => { }) { Stopped = _ => throw new InvalidDataException("stop") });
        _world.RunUntilIdle();
        actor.Stop();
        Tell(actor, "lost");
        Tell(neighbour, "a");
        Assert.Equal("1 n a 1", _trace[^1]);
        Assert.Equal(1, _world.DeadLetters["lane/actor"]);
        Assert.Empty(_faults);
    }

    [Fact]
    public void throw_in_a_signal_must_go_to_the_supervision()
    {
        var victim = _lane.Spawn("victim", Traced(SupervisorStrategy.Escalate, "v"));
        var actor = _lane.Spawn("actor", Traced(
            SupervisorStrategy.Restart(),
            "a",
            start: actor => actor.Its.Watch(victim),
            heard: (_, _) =>
            {
                if (_instances == 2)
                    throw new InvalidDataException("signal");
            }));
        _world.RunUntilIdle();
        victim.Stop();
        Tell(actor, "x");
        Assert.Contains("3 a x 1", _trace);
        Assert.Empty(_faults);
    }

    [Fact]
    public void parked_messages_must_not_be_lost_when_one_of_them_throws_and_the_supervision_resumes()
    {
        var strategy = new SupervisorStrategy(failure => failure.Message == "throw" ? Directive.Restart : Directive.Resume, Backoff: new Backoff(100, 100, 0));
        var actor = Spawn(strategy);
        Tell(actor, "throw", "a", "throw softly", "b", "c");
        _world.AdvanceTo(100);
        Assert.Equal(["1 start", "1 stop", "2 start", "2 a 1", "2 b 2", "2 c 3"], _trace);
        Tell(actor, "d");
        Assert.Equal("2 d 4", _trace[^1]);
    }

    [Fact]
    public void parked_messages_must_stay_in_order_when_one_of_them_throws_again()
    {
        var actor = Spawn(SupervisorStrategy.Restart(backoff: new Backoff(100, 100, 0)));
        Tell(actor, "throw", "a", "throw", "b");
        _world.AdvanceTo(150);
        Tell(actor, "c");
        _world.AdvanceTo(300);
        Assert.Equal(["1 start", "1 stop", "2 start", "2 a 1", "2 stop", "3 start", "3 b 1", "3 c 2"], _trace);
    }

    [Fact]
    public void actor_given_as_an_instance_must_escalate_instead_of_restarting()
    {
        var parentHeard = 0;
        ActorRef<string>? child = null;
        var instance = new Script<string>((_, _) => throw new InvalidDataException("test"));
        _lane.Spawn("parent", Traced(SupervisorStrategy.Restart(), "p", start: actor =>
        {
            parentHeard++;
            child ??= actor.Its.Spawn("child", new Props<string>(() => instance) { IsOnce = true, Supervision = SupervisorStrategy.Restart() });
        }));
        _world.RunUntilIdle();
        Tell(child!, "a");
        Assert.Equal(2, parentHeard);
        Assert.Empty(_faults);
    }

    [Fact]
    public void stop_hook_must_run_once_when_the_actor_is_stopped_during_its_pause()
    {
        var actor = Spawn(SupervisorStrategy.Restart(backoff: new Backoff(100, 100, 0)));
        Tell(actor, "throw", "lost");
        actor.Stop();
        _world.AdvanceTo(1_000);
        Assert.Equal(["1 start", "1 stop"], _trace);
        Assert.Equal(1, _world.DeadLetters["lane/actor"]);
    }

    [Fact]
    public void signal_must_reach_the_next_instance_when_it_comes_during_the_pause()
    {
        var victim = _world.CreateLane("other").Spawn("victim", Traced(SupervisorStrategy.Escalate, "v"));
        var actor = _lane.Spawn("actor", Traced(
            SupervisorStrategy.Restart(backoff: new Backoff(100, 100, 0)),
            "a",
            start: actor =>
            {
                if (_instances == 2)
                    actor.Its.Watch(victim);
            },
            heard: (_, signal) => _trace.Add(signal.GetType().Name)));
        _world.RunUntilIdle();
        Tell(actor, "throw");
        _trace.Clear();
        victim.Stop();
        _world.RunUntilIdle();
        Assert.Equal(["1 v stop"], _trace);
        _world.AdvanceTo(100);
        Assert.Equal(["1 v stop", "3 a start", "Terminated"], _trace);
    }

    [Fact]
    public void first_message_must_survive_when_the_start_it_causes_throws()
    {
        ActorRef<string>? late = null;
        var starts = 0;
        _lane.Spawn("early", new Script<int>((_, _) => { }, _ => late!.Tell("a")));
        late = _lane.Spawn("late", new Props<string>(() => new Hooked<string>((_, text) => _trace.Add(text))
        {
            Started = _ =>
            {
                if (++starts == 1)
                    throw new InvalidDataException("start");
            },
        })
        { Supervision = SupervisorStrategy.Restart() });
        late.Tell("b");
        _world.RunUntilIdle();
        Assert.Equal(["a", "b"], _trace);
    }

    [Fact]
    public void lane_must_fault_and_the_world_go_on_when_the_strategy_itself_throws()
    {
        var actor = Spawn(new SupervisorStrategy(_ => throw new InvalidOperationException("strategy")));
        var good = _world.CreateLane("good").Spawn("good", Traced(SupervisorStrategy.Escalate, "g"));
        Tell(actor, "throw");
        Tell(good, "a");
        Assert.Single(_faults);
        Assert.EndsWith(" g a 1", _trace[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void timer_of_the_last_words_must_not_live_on_in_the_next_instance()
    {
        var actor = _lane.Spawn("actor", new Props<string>(() => new Hooked<string>((_, text) =>
        {
            if (text == "throw")
                throw new InvalidDataException(text);
            _trace.Add(text);
        })
        { Stopped = actor => actor.Its.StartPeriodicTimer("tick", 10, "tick") })
        { Supervision = SupervisorStrategy.Restart() });
        Tell(actor, "throw");
        _world.AdvanceTo(100);
        Assert.Empty(_trace);
    }

    private ActorRef<string> Spawn(SupervisorStrategy strategy) => _lane.Spawn("actor", Traced(strategy, ""));

    private Props<string> Traced(
        SupervisorStrategy strategy, string name, Action<Hooked<string>>? start = null, Action<Hooked<string>, ActorSignal>? heard = null) => new(() =>
    {
        var number = 0;
        var tag = name.Length == 0 ? "" : $"{name} ";
        return new Hooked<string>((actor, text) =>
        {
            if (text.StartsWith("throw", StringComparison.Ordinal))
                throw new InvalidDataException(text);
            _trace.Add($"{number} {tag}{text} {++actor.Sum}");
        })
        {
            Started = actor =>
            {
                number = ++_instances;
                _trace.Add($"{number} {tag}start");
                start?.Invoke(actor);
            },
            Stopped = _ => _trace.Add($"{number} {tag}stop"),
            Heard = heard,
        };
    })
        {
            Supervision = strategy,
        };

    private void Tell(ActorRef<string> actor, params string[] texts)
    {
        foreach (var text in texts)
            actor.Tell(text);
        _world.RunUntilIdle();
    }
}
