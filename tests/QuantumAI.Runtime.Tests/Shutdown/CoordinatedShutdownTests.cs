using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Shutdown;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Shutdown;

public sealed class CoordinatedShutdownTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private readonly VirtualWorld _world = new(7, 0);
    private readonly List<string> _trace = [];
    private readonly Lane _lane;
    private readonly CoordinatedShutdown _shutdown;

    public CoordinatedShutdownTests()
    {
        _lane = _world.CreateLane("lane");
        _shutdown = CoordinatedShutdown.Start(
            _world.CreateLane("shutdown"),
            [new("last") { DependsOn = ["middle"] }, new("first") { Timeout = TimeSpan.FromSeconds(2) }, new("middle") { DependsOn = ["first"], Timeout = TimeSpan.FromSeconds(3), Recover = false }]);
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task phases_must_run_in_order_and_tasks_of_one_side_by_side()
    {
        var actor = Actor("actor", "a");
        actor.Tell("waits");
        _shutdown.AddTask("last", "close", _ => Note("close"));
        _shutdown.AddActorTermination("first", "actor", actor);
        _shutdown.AddActorTermination("middle", "told", Stopping("told"), "stop");
        _shutdown.AddActorTask("first", "drain", reply => Answering("drain").Tell(reply));
        _shutdown.Progressed += progress => _trace.Add(progress switch
        {
            ShutdownBegan began => $"began: {began.Reason}",
            PhaseBegan phase => $"{phase.Phase} until {phase.DeadlineNanos / Second}",
            PhaseEnded phase => $"{phase.Phase.Name} ended",
            _ => "ended",
        });
        var report = await _shutdown.RunAsync("test");
        Assert.Equal(
            [
                "began: test", "first until 2", "a waits", "drain", "first ended", "middle until 3", "told", "middle ended",
                "last until 5", "close", "last ended", "ended",
            ],
            _trace);
        Assert.True(report is { IsClean: true, IsAborted: false, Reason: "test", EndedNanos: 0 });
        Assert.Equal(["first", "middle", "last"], report.Phases.Select(phase => phase.Name));
        Assert.Equal(["actor", "drain"], report.Phases[0].Tasks.Select(task => task.Name));
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task what_misses_its_deadline_must_be_named_and_forced_and_the_next_phase_come()
    {
        var (token, deaf) = (CancellationToken.None, Actor("deaf", "deaf"));
        _shutdown.AddActorTermination("first", "deaf", deaf, "please");
        _shutdown.AddActorTask("first", "silent", _ => { });
        _shutdown.AddActorTermination("first", "good", Stopping("good"), "stop");
        _shutdown.AddTask("first", "endless", given =>
        {
            token = given;
            return new TaskCompletionSource().Task.WaitAsync(given);
        });
        _shutdown.AddTask("middle", "next", _ => Note("next"));
        var begun = _shutdown.Begin("test"); // nobody awaits what is outside
        _world.AdvanceTo(Second);
        Assert.False(begun.IsCompleted);
        _world.AdvanceTo((2 * Second) - 1);
        Assert.False(token.IsCancellationRequested);
        _world.AdvanceTo(2 * Second);
        var report = await begun;
        Assert.Equal(
            ["first/deaf: MissedDeadline, lane/deaf had not ended", "first/silent: MissedDeadline, no answer", "first/endless: MissedDeadline, not completed"],
            report.Complaints);
        Assert.Equal((2 * Second, 2 * Second, false), (report.Phases[0].ElapsedNanos, report.EndedNanos, report.IsAborted));
        Assert.Equal(["deaf please", "good", "next"], _trace);
        Assert.True(token.IsCancellationRequested);
        _lane.Spawn("watcher", new Hooked<int>((_, _) => { })
        {
            Started = self => self.Its.Watch(deaf),
            Heard = (_, _) => _trace.Add("deaf has ended"),
        });
        _world.RunUntilIdle();
        Assert.Equal("deaf has ended", _trace[^1]);
    }

    [Fact]
    public async Task rest_must_not_run_when_a_phase_that_must_be_clean_is_not()
    {
        _shutdown.AddTask("middle", "bad", _ => throw new InvalidDataException("disk full"));
        _shutdown.AddTask("middle", "beside", _ => Note("beside"));
        _shutdown.AddTask("last", "never", _ => Note("never"));
        var report = await _shutdown.RunAsync("test");
        Assert.True(report.IsAborted);
        Assert.Equal(["beside"], _trace);
        Assert.Equal(["middle/bad: Failed, disk full", "last/never: NotRun"], report.Complaints);
    }

    [Fact]
    public async Task failure_must_be_a_line_of_the_report_whatever_its_kind()
    {
        _shutdown.AddTask("first", "thrown", _ => throw new InvalidDataException("a"));
        _shutdown.AddTask("first", "faulted", _ => Task.FromException(new InvalidDataException("b")));
        _shutdown.AddTask("first", "cancelled", _ => Task.FromCanceled(new CancellationToken(true)));
        _shutdown.AddActorTask("first", "ask", _ => throw new InvalidDataException("d"));
        _shutdown.AddTask("first", "later", async _ =>
        {
            await Task.Yield();
            throw new InvalidDataException("e");
        });
        var report = await _shutdown.RunAsync("test");
        Assert.Equal(
            ["first/thrown: Failed, a", "first/faulted: Failed, b", "first/cancelled: Failed, cancelled", "first/ask: Failed, d", "first/later: Failed, e"],
            report.Complaints);
        Assert.Null(_world.Fault);
    }

    [Fact]
    public async Task second_caller_must_join_the_first()
    {
        var runs = 0;
        _shutdown.AddTask("first", "once", async _ =>
        {
            runs++;
            await Task.Yield();
        });
        Assert.Null(_shutdown.Reason);
        var (first, second) = (_shutdown.RunAsync("first"), _shutdown.RunAsync("second"));
        var third = _shutdown.Begin("third");
        Assert.Same(await first, await second);
        Assert.Same(await first, await third);
        Assert.Same(await first, await _shutdown.RunAsync("fourth"));
        Assert.Equal((1, "first", "first"), (runs, _shutdown.Reason, (await first).Reason));
    }

    [Fact]
    public async Task outside_work_must_be_awaited_while_virtual_time_stands_still()
    {
        var work = new TaskCompletionSource();
        _shutdown.AddTask("first", "outside", _ => work.Task);
        var run = _shutdown.RunAsync("test");
        Assert.False(run.IsCompleted);
        work.SetResult();
        Assert.True((await run) is { IsClean: true, EndedNanos: 0 });
    }

    [Fact]
    public async Task one_actor_may_be_waited_for_twice_and_may_have_ended_before()
    {
        var (actor, ended) = (Actor("actor", "a"), Actor("ended", "b"));
        ended.Stop();
        _world.RunUntilIdle();
        _shutdown.AddActorTermination("first", "once", actor);
        _shutdown.AddActorTermination("first", "twice", actor);
        _shutdown.AddActorTermination("middle", "again", actor);
        _shutdown.AddActorTermination("middle", "ended", ended);
        Assert.True((await _shutdown.RunAsync("test")).IsClean);
    }

    [Fact]
    public async Task onlooker_that_throws_must_not_keep_the_program_from_ending()
    {
        _shutdown.Progressed += _ => throw new InvalidDataException("test");
        Assert.True((await _shutdown.RunAsync("test")).IsClean);
        Assert.Equal(8, _world.DeadLetters["shutdown/coordinated-shutdown/progress-threw"]);
    }

    [Fact]
    public async Task task_must_be_refused_when_its_place_is_none_or_it_comes_too_late()
    {
        _shutdown.AddTask("first", "a", _ => Task.CompletedTask);
        Assert.Contains("has no phase none", Assert.Throws<ArgumentException>(() => _shutdown.AddTask("none", "a", _ => Task.CompletedTask)).Message, StringComparison.Ordinal);
        Assert.Contains("has a task a already", Assert.Throws<ArgumentException>(() => _shutdown.AddActorTask("first", "a", _ => { })).Message, StringComparison.Ordinal);
        for (var n = 1; n < CoordinatedShutdown.MostTasks; n++)
            _shutdown.AddActorTask("middle", $"{n}", reply => reply.Tell(Done.Instance));
        Assert.Contains("at most 1024 tasks", Assert.Throws<InvalidOperationException>(() => _shutdown.AddTask("last", "b", _ => Task.CompletedTask)).Message, StringComparison.Ordinal);
        Assert.True((await _shutdown.RunAsync("test")).IsClean);
        Assert.Contains("has begun", Assert.Throws<InvalidOperationException>(() => _shutdown.AddTask("last", "c", _ => Task.CompletedTask)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task fault_of_another_lane_must_not_keep_the_shutdown_from_ending()
    {
        var victim = Actor("victim", "v");
        var bad = _lane.Spawn("bad", new Script<int>((_, _) => throw new InvalidDataException("test")));
        _shutdown.AddActorTermination("first", "victim", victim);
        bad.Tell(1);
        Assert.True((await _shutdown.RunAsync("fault")).IsClean);
    }

    [Fact]
    public async Task shutdown_of_a_stopped_lane_must_say_so()
    {
        var shutdown = CoordinatedShutdown.Start(_lane, [new("only")]);
        shutdown.AddActorTask("only", "never", _ => { });
        var bad = _lane.Spawn("bad", new Script<int>((_, _) => throw new InvalidDataException("test")));
        bad.Tell(1);
        await Assert.ThrowsAsync<LaneStoppedException>(() => shutdown.RunAsync("during"));
        await Assert.ThrowsAsync<LaneStoppedException>(() => CoordinatedShutdown.Start(_lane, [new("only")]).RunAsync("after"));
    }

    private Task Note(string text)
    {
        _trace.Add(text);
        return Task.CompletedTask;
    }

    private ActorRef<string> Actor(string name, string says) =>
        _lane.Spawn(name, new Script<string>((_, text) => _trace.Add($"{says} {text}")));

    private ActorRef<string> Stopping(string name) => _lane.Spawn(name, new Script<string>((context, _) =>
    {
        _trace.Add(name);
        context.Stop();
    }));

    private ActorRef<ReplyTo<Done>> Answering(string name) => _lane.Spawn(name, new Script<ReplyTo<Done>>((_, reply) =>
    {
        _trace.Add(name);
        reply.Tell(Done.Instance);
    }));
}
