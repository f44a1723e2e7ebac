using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Shutdown;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Shutdown;

public sealed class GracefulStopTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly VirtualWorld _world = new(7, 0);
    private readonly List<string> _trace = [];
    private readonly Lane _lane;
    private readonly Lane _other;

    public GracefulStopTests() => (_lane, _other) = (_world.CreateLane("lane"), _world.CreateLane("other"));

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task actor_must_handle_what_came_before_the_call_and_nothing_after()
    {
        var actor = _lane.Spawn("actor", new Script<int>((_, n) => _trace.Add($"{n}")));
        actor.Tell(1);
        var stop = actor.GracefulStopAsync(TimeSpan.FromSeconds(1));
        actor.Tell(2);
        _world.RunUntilIdle();
        Assert.Equal(StopOutcome.InTime, await stop);
        Assert.Equal(["1"], _trace);
        Assert.Equal((0, 1), (_world.NowNanos, _world.DeadLetters["lane/actor"]));
        var again = actor.GracefulStopAsync(TimeSpan.FromSeconds(1));
        _world.RunUntilIdle();
        Assert.Equal(StopOutcome.InTime, await again);
    }

    [Fact]
    public async Task children_must_have_ended_when_the_stop_completes()
    {
        var parent = _lane.Spawn("parent", new Hooked<int>((_, _) => { })
        {
            Started = self => self.Its.SpawnOn(
                _other, "child", new Props<int>(() => new Hooked<int>((_, _) => { }) { Stopped = _ => _trace.Add("child") })),
        });
        _world.RunUntilIdle();
        var stop = parent.GracefulStopAsync(TimeSpan.FromSeconds(1));
        _world.RunUntilIdle();
        Assert.Equal(StopOutcome.InTime, await stop);
        Assert.Equal(["child"], _trace);
    }

    [Fact]
    public void asker_must_be_told_in_its_own_protocol_whatever_the_lane()
    {
        var targets = new[] { _lane, _other }.Select(lane => lane.Spawn("target", new Script<int>((_, n) => _trace.Add($"handled {n}")))).ToArray();
        var asker = _lane.Spawn("asker", new Script<string>((context, text) =>
        {
            _trace.Add(text);
            if (text != "go")
                return;
            foreach (var target in targets)
            {
                target.Tell(1);
                context.GracefulStop(target, Second, outcome => $"{target} {outcome}");
                target.Tell(2);
            }
        }));
        asker.Tell("go");
        _world.RunUntilIdle();
        Assert.Equal(["go", "handled 1", "handled 1", "lane/target InTime", "other/target InTime"], _trace);
    }

    [Fact]
    public void wait_for_ones_own_end_and_no_time_at_all_must_be_refused()
    {
        var actor = _lane.Spawn("actor", new Script<int>((context, n) =>
        {
            Assert.Throws<ArgumentException>(() => context.GracefulStop(context.Self, Second, _ => 0));
            Assert.Throws<ArgumentOutOfRangeException>(() => context.GracefulStop(context.Self, 0, _ => 0));
            _trace.Add($"{n}");
        }));
        Assert.ThrowsAny<ArgumentException>(() => { _ = actor.GracefulStopAsync(TimeSpan.Zero); });
        actor.Tell(1);
        _world.RunUntilIdle();
        Assert.Equal(["1"], _trace);
    }

    [Fact]
    public async Task actor_of_a_stopped_lane_must_have_ended()
    {
        var actor = _lane.Spawn("actor", new Script<int>((_, _) => throw new InvalidDataException("test")));
        actor.Tell(1);
        _world.RunUntilIdle();
        var stop = actor.GracefulStopAsync(TimeSpan.FromSeconds(1));
        _world.RunUntilIdle();
        Assert.Equal(StopOutcome.InTime, await stop);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task backlog_must_be_dropped_at_the_deadline_in_the_live_world(double speed)
    {
        const int MachineMilliseconds = 30;
        using var world = new LiveWorld(7, WorldClock.Scaled(0, speed));
        using var gate = new ManualResetEventSlim();
        var handled = 0;
        var actor = world.CreateLane("lane").Spawn("actor", new Script<int>((_, _) =>
        {
            gate.Wait(Patience);
            handled++;
        }));
        for (var n = 0; n < 10; n++)
            actor.Tell(n);
        var stop = actor.GracefulStopAsync(TimeSpan.FromMilliseconds(MachineMilliseconds));
        var forced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.SystemLane.Spawn("bell", new Script<int>( // rings on the same lane after the deadline
            (_, _) => forced.SetResult(), context => context.StartTimer("bell", world.PatienceNanos(TimeSpan.FromMilliseconds(MachineMilliseconds + 1)), 1)));
        await forced.Task.WaitAsync(Patience);
        Assert.False(stop.IsCompleted);
        gate.Set();
        Assert.Equal(StopOutcome.Forced, await stop.WaitAsync(Patience));
        await PassAsync(world.Lanes[0]);
        Assert.Equal((1, 9), (handled, world.DeadLetters["lane/actor"]));
    }

    [Fact]
    public async Task many_threads_must_all_hear_the_end_of_many_actors()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var handled = 0;
        var actors = Enumerable.Range(0, 100)
            .Select(n => world.CreateLane($"lane-{n % 5}-{n}").Spawn("actor", new Script<int>((_, _) => Interlocked.Increment(ref handled)))).ToArray();
        var stops = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            if (thread == 0)
            {
                foreach (var actor in actors)
                    actor.Tell(1);
            }

            return await Task.WhenAll(actors.Select(actor => actor.GracefulStopAsync(Patience))).WaitAsync(Patience);
        })));
        Assert.All(stops.SelectMany(outcomes => outcomes), outcome => Assert.Equal(StopOutcome.InTime, outcome));
        foreach (var lane in world.Lanes)
            await PassAsync(lane);
        Assert.Equal(100, handled + world.DeadLetters.Values.Sum());
    }

    /// <summary>Completes when the lane has taken everything that entered it before: dead letters are counted when they are met.</summary>
    private static async Task PassAsync(Lane lane) => await lane
        .Spawn("fence", new Script<ReplyTo<Done>>((_, reply) => reply.Tell(Done.Instance)))
        .AskAsync<Done>(reply => reply, Patience);
}
