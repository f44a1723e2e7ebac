using QuantumAI.Runtime.Shutdown;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Shutdown;

public sealed class LiveShutdownTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task many_callers_must_join_one_run_that_drains_many_lanes()
    {
        const int Actors = 60;
        const int Messages = 500;
        using var world = new LiveWorld(7, WorldClock.System());
        var (handled, runs) = (0, 0);
        var shutdown = CoordinatedShutdown.Start(
            world.CreateLane("shutdown"), [new("drain") { Timeout = Patience }, new("close") { DependsOn = ["drain"], Timeout = Patience }]);
        var actors = Enumerable.Range(0, Actors)
            .Select(n => world.CreateLane($"lane-{n}").Spawn("actor", new Script<int>((_, _) => Interlocked.Increment(ref handled)))).ToArray();
        foreach (var actor in actors)
            shutdown.AddActorTermination("drain", actor.Path, actor);
        shutdown.AddTask("close", "count", async _ =>
        {
            await Task.Yield();
            Interlocked.Increment(ref runs);
            Assert.Equal(Actors * Messages, Volatile.Read(ref handled));
        });
        foreach (var actor in actors)
        {
            for (var n = 0; n < Messages; n++)
                actor.Tell(n);
        }

        var reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(() => shutdown.RunAsync($"caller {caller}")))).WaitAsync(Patience);
        Assert.All(reports, report => Assert.Same(reports[0], report));
        Assert.Empty(reports[0].Complaints);
        Assert.Equal(shutdown.Reason, reports[0].Reason);
        Assert.Equal(1, runs);
        Assert.Empty(world.DeadLetters);
    }

    [Fact]
    public async Task deadline_must_be_machine_time_whatever_the_speed_and_a_stuck_lane_be_left_behind()
    {
        const double Speed = 100_000;
        var timeout = TimeSpan.FromMilliseconds(40);
        using var world = new LiveWorld(7, WorldClock.Scaled(0, Speed));
        using var gate = new ManualResetEventSlim();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var shutdown = CoordinatedShutdown.Start(
            world.CreateLane("shutdown"), [new("drain") { Timeout = timeout }, new("close") { DependsOn = ["drain"], Timeout = Patience }]);
        var stuck = world.CreateLane("stuck").Spawn("actor", new Script<int>((_, _) => gate.Wait(Patience)));
        stuck.Tell(1);
        shutdown.AddActorTermination("drain", "stuck", stuck);
        shutdown.AddTask("drain", "blocking", token =>
        {
            token.Register(() => cancelled.TrySetResult());
            gate.Wait(Patience, CancellationToken.None); // a guest that ignores its token holds up nobody
            return Task.CompletedTask;
        });
        var hasClosed = false;
        shutdown.AddTask("close", "close", _ =>
        {
            hasClosed = true;
            return Task.CompletedTask;
        });
        var report = await shutdown.RunAsync("test").WaitAsync(Patience);
        await cancelled.Task.WaitAsync(Patience);
        Assert.Equal(["drain/stuck: MissedDeadline, stuck/actor had not ended", "drain/blocking: MissedDeadline, not completed"], report.Complaints);
        Assert.True(report.Phases[0].ElapsedNanos >= timeout.Ticks * 100 * Speed);
        Assert.True(hasClosed);
        gate.Set();
        Assert.Equal(StopOutcome.InTime, await stuck.GracefulStopAsync(Patience).WaitAsync(Patience)); // the forced stop is obeyed once it can be
    }
}
