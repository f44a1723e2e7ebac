using System.Threading.Channels;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Benchmarks.Runtime;

/// <summary>Making actors that then wait, against making channels whose consumer task then waits.</summary>
internal static class CreationRows
{
    public static Sample Create(int actors)
    {
        using var world = new VirtualWorld(1, 0);
        var names = Names(actors);
        return Sample.Rate(actors, () => GC.KeepAlive(Spawn(world, names)));
    }

    public static Sample CreateChannels(int channels) => Sample.Rate(channels, () => GC.KeepAlive(MakeChannels(channels)));

    public static Sample IdleBytes(int actors)
    {
        var names = Names(actors);
        return Sample.LiveBytes(actors, () =>
        {
            using var world = new VirtualWorld(1, 0);
            return Spawn(world, names);
        });
    }

    public static Sample IdleChannelBytes(int channels) => Sample.LiveBytes(channels, () => MakeChannels(channels));

    /// <summary>Names are the caller's, not the actor's: they are not measured.</summary>
    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(id => $"idle-{id}")];

    private static ActorRef<HeapMessage>[] Spawn(VirtualWorld world, string[] names)
    {
        var lane = world.CreateLane("lane");
        var actors = new ActorRef<HeapMessage>[names.Length];
        for (var i = 0; i < names.Length; i++)
            actors[i] = lane.Spawn(names[i], new IdleActor());
        world.RunUntilIdle();
        return actors;
    }

    private static Task[] MakeChannels(int count)
    {
        var consumers = new Task[count];
        for (var i = 0; i < count; i++)
            consumers[i] = TellRows.ConsumeAsync(Channel.CreateUnbounded<HeapMessage>(new UnboundedChannelOptions { SingleReader = true }).Reader, 1);
        return consumers;
    }
}
