using System.Threading.Channels;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Benchmarks.Runtime;

/// <summary>Struct messages in time order through a chain of three actors on one lane of a virtual world; each of the three deliveries counts.</summary>
internal static class VirtualChainRow
{
    private const int Actors = 3;

    public static Sample Chain(int entries) => Chain(entries, new VirtualWorld(1, 0));

    /// <summary>The same with the run order drawn from the seed and every delivery hashed: what a fault test pays.</summary>
    public static Sample SeededAndTraced(int entries) => Chain(entries, new VirtualWorld(1, 0, RunOrder.Seeded) { IsTraced = true });

    private static Sample Chain(int entries, VirtualWorld created)
    {
        using var world = created;
        var lane = world.CreateLane("chain");
        var last = new LastActor();
        var first = lane.Spawn("first", new RelayActor(lane.Spawn("second", new RelayActor(lane.Spawn("third", last)))));
        world.RunUntilIdle();
        var sample = Sample.Rate((long)entries * Actors, () =>
        {
            for (long i = 1; i <= entries; i++)
            {
                world.AdvanceTo(i);
                first.Tell(new FlatMessage(i, 0, 0, 0));
                world.RunUntilIdle();
            }
        });
        return last.Received == entries ? sample : throw new InvalidOperationException("messages were lost");
    }

    /// <summary>The same hops through three channels, on one thread.</summary>
    public static Sample Channels(int entries)
    {
        Channel<FlatMessage>[] channels = [.. Enumerable.Range(0, Actors).Select(_ => Channel.CreateUnbounded<FlatMessage>(
            new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }))];
        return Sample.Rate((long)entries * Actors, () =>
        {
            for (long i = 1; i <= entries; i++)
            {
                channels[0].Writer.TryWrite(new FlatMessage(i, 0, 0, 0));
                for (var hop = 0; hop < Actors; hop++)
                {
                    while (channels[hop].Reader.TryRead(out var message))
                    {
                        if (hop + 1 < Actors)
                            channels[hop + 1].Writer.TryWrite(message);
                    }
                }
            }
        });
    }
}
