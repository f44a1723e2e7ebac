using QuantumAI.Runtime.Shutdown;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Control;

namespace QuantumAI.Trading.Tests.Control;

public sealed class TradingPhasesTests
{
    [Fact]
    public void phases_must_run_from_the_market_to_the_ports_before_a_service_manager_kills()
    {
        using var world = new VirtualWorld(7, 0);
        var shutdown = CoordinatedShutdown.Start(world.CreateLane("shutdown"), TradingPhases.All);
        Assert.Equal(
            [TradingPhases.StopIngest, TradingPhases.DrainAgents, TradingPhases.SettleOrders, TradingPhases.FlushJournal, TradingPhases.ClosePorts],
            shutdown.Phases.Select(phase => phase.Name));
        Assert.True(TradingPhases.All.Sum(phase => phase.Timeout.TotalSeconds) < 30);
    }
}
