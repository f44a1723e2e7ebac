using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Worlds;

public sealed class PinnedLaneTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task pinned_lane_must_answer()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var actor = world.CreateLane("lane", isPinned: true).Spawn("actor", new Script<ReplyTo<int>>((_, reply) => reply.Tell(1)));
        for (var n = 0; n < 100; n++)
            Assert.Equal(1, await actor.AskAsync<int>(reply => reply, Patience));
    }

    [Fact]
    public async Task message_to_a_pinned_lane_must_not_throw_after_the_world_was_disposed_of()
    {
        var world = new LiveWorld(7, WorldClock.System());
        var actor = world.CreateLane("lane", isPinned: true).Spawn("actor", new Script<int>((_, _) => { }));
        await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        world.Dispose();
        actor.Tell(1); // a lane of the pool, a timer or the end of asynchronous work may still send
        actor.Stop();
    }

    [Fact]
    public void world_with_a_pinned_lane_must_be_disposable_twice()
    {
        var world = new LiveWorld(7, WorldClock.System());
        world.CreateLane("lane", isPinned: true);
        world.Dispose();
        world.Dispose();
    }

    [Fact]
    public async Task answer_must_not_throw_after_the_world_was_disposed_of()
    {
        var world = new LiveWorld(7, WorldClock.System());
        ReplyTo<int>? address = null;
        var actor = world.CreateLane("lane").Spawn("actor", new Script<ReplyTo<int>>((_, reply) => Volatile.Write(ref address, reply)));
        var answer = actor.AskAsync<int>(reply => reply, Patience).AsTask();
        while (Volatile.Read(ref address) is null)
            await Task.Yield();
        world.Dispose();
        address!.Tell(1);
        Assert.Equal(1, await answer.WaitAsync(Patience));
    }
}
