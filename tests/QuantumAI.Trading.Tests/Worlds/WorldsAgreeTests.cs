using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Worlds;

/// <summary>One set of actors: the thread pool and the single thread give the same orders for the same events.</summary>
public sealed class WorldsAgreeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Orders_must_be_the_same_when_the_live_and_the_virtual_world_see_the_same_events()
    {
        var inVirtual = RunVirtual();
        var inLive = await RunLiveAsync();

        Assert.InRange(inVirtual.Count, 6, int.MaxValue);
        Assert.Equal(inVirtual, inLive);
    }

    [Fact]
    public void Orders_must_be_the_same_when_the_virtual_world_is_run_twice() => Assert.Equal(RunVirtual(), RunVirtual());

    private static IReadOnlyList<string> RunVirtual()
    {
        using var world = new VirtualWorld(HourlyMarket.Seed, HourlyMarket.Events[0].ReceivedNanos);
        var session = new HourlySession(world);
        world.RunUntilIdle();
        foreach (var marketEvent in HourlyMarket.Events)
        {
            world.AdvanceTo(marketEvent.ReceivedNanos);
            session.TellNext();
            world.RunUntilIdle();
        }

        return session.Orders;
    }

    private static async Task<IReadOnlyList<string>> RunLiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var world = new LiveWorld(HourlyMarket.Seed, WorldClock.Scaled(HourlyMarket.Events[0].ReceivedNanos, 1));
        var session = new HourlySession(world);
        await world.WhenIdleAsync(patience.Token);
        foreach (var marketEvent in HourlyMarket.Events)
        {
            session.TellNext();

            // Everything that an event causes is over before the next one: as far apart as events of a market are.
            await world.WhenIdleAsync(patience.Token);
        }

        Assert.Null(world.Fault);
        return session.Orders;
    }
}
