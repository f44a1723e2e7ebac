using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Market;

public sealed class PriceFollowingTests : IDisposable
{
    private readonly VirtualWorld _world = new(seed: 1, startNanos: 0);
    private readonly Probe<ExecutionMessage> _follower;
    private readonly Runtime.Actors.ActorRef<MarketEvent> _watcher;

    public PriceFollowingTests()
    {
        var lane = _world.CreateLane("symbol");
        _follower = _world.CreateLane("account").Probe<ExecutionMessage>("follower");
        _watcher = lane.Spawn("watcher", new SymbolWatcherActor(
            AccountStage.Btc, BarOrigin.Trades, SymbolHistory.None(UnixNanos.PerHour), lane.Probe<AgentMessage>("agent").Ref, lane.Probe<RiskMessage>("gate").Ref,
            new StatusBoard()), capacity: 16_384);
    }

    [Fact]
    public void Price_must_be_told_from_the_first_asking_until_the_end_when_somebody_follows()
    {
        Trade(100);
        _watcher.Signal(new FollowPrices(_follower.Ref));
        _watcher.Signal(new FollowPrices(_follower.Ref));
        Trade(101);
        _watcher.Signal(new UnfollowPrices(_follower.Ref));
        Trade(102);

        var told = Assert.IsType<PriceTold>(Assert.Single(_follower.Received));
        Assert.Equal((101L, 101L, true), (told.Last!.Value.Units, told.Market.Bid.Units, told.Market.IsUsable));
    }

    [Fact]
    public void Tick_path_must_allocate_nothing_when_nobody_follows()
    {
        Trade(100); // whatever is made once is made
        Batch(4_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _world.RunUntilIdle();
        var silent = GC.GetAllocatedBytesForCurrentThread() - before;
        _watcher.Signal(new FollowPrices(_follower.Ref));
        _world.RunUntilIdle();
        Batch(1_000);
        before = GC.GetAllocatedBytesForCurrentThread();
        _world.RunUntilIdle();
        var followed = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(silent < 4_000, $"{silent} bytes for 4,000 events that nobody follows");
        Assert.True(followed > 50 * 1_000, $"{followed} bytes for 1,000 that somebody follows: the measure sees nothing");
    }

    public void Dispose() => _world.Dispose();

    private void Trade(long price)
    {
        _watcher.Tell(MarketEvent.Trade(0, 1, 1, price, 5, 1, false).Ingested(1, 1));
        _world.RunUntilIdle();
    }

    private void Batch(int count)
    {
        for (var i = 0; i < count; i++)
            _watcher.Tell(MarketEvent.Trade(0, 1, 1, 100 + (i % 3), 5, 1, false).Ingested(1, 1));
    }
}
