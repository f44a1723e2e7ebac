using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Lanes;

/// <summary>An actor that floods itself leaves its neighbours working. A flood ends by itself after <see cref="Most"/>, so that a runtime without limits fails instead of hanging.</summary>
public sealed class FloodTests
{
    private const int Most = 2_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void neighbour_in_the_lane_must_have_its_turn_before_the_flood_ends()
    {
        using var world = new VirtualWorld(7, 0);
        var (lane, told, seenAt) = (world.CreateLane("lane"), 0, 0);
        var neighbour = lane.Spawn("neighbour", new Script<int>((_, _) => seenAt = told));
        var flooder = Flooder(lane, () => ++told);
        world.RunUntilIdle();
        flooder.Tell(0);
        neighbour.Tell(1);
        world.RunUntilIdle();
        Assert.Equal(Most, told);
        Assert.InRange(seenAt, 1, Most - 1);
    }

    [Fact]
    public void other_lane_must_run_before_the_flood_ends()
    {
        using var world = new VirtualWorld(7, 0);
        var (told, seenAt) = (0, 0);
        var neighbour = world.CreateLane("other").Spawn("neighbour", new Script<int>((_, _) => seenAt = told));
        var flooder = Flooder(world.CreateLane("lane"), () => ++told);
        world.RunUntilIdle();
        flooder.Tell(0);
        neighbour.Tell(1);
        world.RunUntilIdle();
        Assert.Equal(Most, told);
        Assert.InRange(seenAt, 0, Most - 1);
    }

    [Fact]
    public void flood_of_two_actors_must_keep_the_order_of_each_and_lose_nothing()
    {
        using var world = new VirtualWorld(7, 0);
        var (lane, seen, most) = (world.CreateLane("lane"), new List<int>(), 200_000);
        ActorRef<int>? ping = null;
        var pong = lane.Spawn("pong", new Script<int>((_, n) => ping!.Tell(n + 1)));
        ping = lane.Spawn("ping", new Script<int>((_, n) =>
        {
            seen.Add(n);
            if (n < most)
                pong.Tell(n + 1);
        }));
        ping.Tell(0);
        world.RunUntilIdle();
        Assert.Equal(Enumerable.Range(0, (most / 2) + 1).Select(n => n * 2), seen);
        Assert.Empty(world.DeadLetters);
    }

    [Fact]
    public async Task neighbour_in_the_lane_must_answer_while_an_actor_floods_itself_in_the_live_world()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var (lane, told, answered) = (world.CreateLane("lane"), 0, false);
        var neighbour = lane.Spawn("neighbour", new Script<ReplyTo<int>>((_, reply) => reply.Tell(told)));
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var flooder = Flooder(lane, () =>
        {
            if (++told == 10)
                entered.SetResult();
            return Volatile.Read(ref answered) ? Most : told;
        });
        flooder.Tell(0);
        await entered.Task.WaitAsync(Patience);
        var seenAt = await neighbour.AskAsync<int>(reply => reply, Patience);
        Volatile.Write(ref answered, true);
        Assert.InRange(seenAt, 1, Most - 1);
    }

    [Fact]
    public async Task stop_from_outside_must_end_a_flood()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var (lane, told) = (world.CreateLane("lane"), 0);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var probe = world.CreateLane("other").LiveProbe<int>("probe");
        var flooder = Flooder(lane, () =>
        {
            if (++told == 10)
                entered.SetResult();
            return told;
        });
        probe.Watch(flooder);
        flooder.Tell(0);
        await entered.Task.WaitAsync(Patience);
        flooder.Stop();
        await probe.ExpectTerminatedAsync(flooder);
        Assert.InRange(told, 10, Most - 1);
    }

    [Fact]
    public async Task other_lane_must_answer_while_an_actor_floods_itself_in_the_live_world()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var (isOver, entered) = (false, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var told = 0;
        var flooder = Flooder(world.CreateLane("lane"), () =>
        {
            if (++told == 10)
                entered.SetResult();
            return Volatile.Read(ref isOver) ? Most : Math.Min(told, Most - 1);
        });
        var neighbour = world.CreateLane("other").Spawn("neighbour", new Script<ReplyTo<int>>((_, reply) => reply.Tell(1)));
        flooder.Tell(0);
        await entered.Task.WaitAsync(Patience);
        Assert.Equal(1, await neighbour.AskAsync<int>(reply => reply, Patience));
        Volatile.Write(ref isOver, true);
        await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
    }

    /// <summary>Tells itself again until <paramref name="count"/> says that it was often enough.</summary>
    private static ActorRef<int> Flooder(Runtime.Lanes.Lane lane, Func<int> count) => lane.Spawn("flooder", new Script<int>((context, n) =>
    {
        if (count() < Most)
            context.Self.Tell(n);
    }));
}
