using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Tracing;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Tracing;

public sealed class TraceTests
{
    [Fact]
    public void hash_must_tell_values_orders_and_lengths_apart()
    {
        static TraceHash Of(params string[] texts)
        {
            var hash = default(TraceHash);
            foreach (var text in texts)
                hash.Add(text);
            return hash;
        }

        TraceHash[] all = [Of(), Of(""), Of("a"), Of("b"), Of("a", "b"), Of("b", "a"), Of("ab"), Of("a", ""), Of("abcdefgh"), Of("abcdefghi")];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(Of("a", "b"), Of("a", "b"));
        Assert.Equal(32, Of("a").ToString().Length);
    }

    [Fact]
    public void world_must_have_the_same_trace_for_the_same_seed_and_another_for_another()
    {
        Assert.Equal(Run(1, RunOrder.Ready).Hash, Run(1, RunOrder.Ready).Hash);
        Assert.NotEqual(Run(1, RunOrder.Ready).Hash, Run(2, RunOrder.Ready).Hash);
        Assert.NotEqual(default, Run(1, RunOrder.Ready).Hash);
    }

    [Fact]
    public void drawn_order_must_be_repeatable_and_differ_by_seed()
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            var (hash, arrivals) = Run(seed, RunOrder.Seeded);
            Assert.Equal(hash, Run(seed, RunOrder.Seeded).Hash);
            foreach (var pair in arrivals.GroupBy(arrival => (arrival.Sender, arrival.Receiver)))
                Assert.Equal(pair.Select(arrival => arrival.Number).Order(), pair.Select(arrival => arrival.Number));
        }

        Assert.True(Enumerable.Range(0, 50).Select(seed => string.Join(",", Run((ulong)seed, RunOrder.Seeded).Arrivals)).Distinct().Count() > 40);
    }

    [Fact]
    public void nothing_must_be_hashed_when_the_world_is_not_traced()
    {
        using var world = new VirtualWorld(1, 0);
        world.CreateLane("lane").Spawn("actor", new Script<int>((_, _) => { })).Tell(1);
        world.RunUntilIdle();
        Assert.Equal(default, world.TraceHash);
    }

    private static (TraceHash Hash, List<Arrival> Arrivals) Run(ulong seed, RunOrder order)
    {
        using var world = new VirtualWorld(seed, 0, order) { IsTraced = true };
        var arrivals = new List<Arrival>();
        var lane = world.CreateLane("receivers");
        ActorRef<Arrival>[] receivers = [.. Enumerable.Range(0, 3).Select(id => lane.Spawn($"receiver-{id}", new Script<Arrival>((_, arrival) => arrivals.Add(arrival))))];
        for (var sender = 0; sender < 4; sender++)
        {
            var (id, home) = (sender, sender < 2 ? lane : world.CreateLane($"sender-{sender}"));
            home.Spawn($"sender-{id}", new Script<int>((context, n) =>
            {
                var receiver = (int)(context.NextRandom() % 3);
                receivers[receiver].Tell(new Arrival(id, receiver, n));
                if (n < 30)
                    context.Self.Tell(n + 1);
            })).Tell(1);
        }

        world.RunUntilIdle();
        Assert.Equal(120, arrivals.Count);
        return (world.TraceHash, arrivals);
    }

    private sealed record Arrival(int Sender, int Receiver, int Number);
}
