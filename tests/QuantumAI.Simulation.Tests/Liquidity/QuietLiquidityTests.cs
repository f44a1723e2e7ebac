using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Matching;
using QuantumAI.TestKit;

namespace QuantumAI.Simulation.Tests.Liquidity;

public sealed class QuietLiquidityTests
{
    [Fact]
    public void quiet_house_must_not_allocate_and_must_not_touch_the_engine()
    {
        var engine = new NaiveMatchingEngine(2);
        var house = new HouseLiquidity(engine, [Samples.Bitcoin, Samples.Ether], new LiquiditySettings(Impact: new ImpactSettings(10_000, 10_000, 1_000, 1)));
        List<EngineEvent> events = [];
        var depth = new MarketEvent[64];
        for (var i = 0; i < depth.Length; i++)
        {
            var levels = new DepthLevels(i + 1, i + 1, 0, [new(1_000 - (i % 7), i % 5), new(990, 3)], [new(1_001 + (i % 7), i % 4), new(1_020, 3)]);
            depth[i] = i == 0 ? MarketEvent.Snapshot(1, i, 0, levels) : MarketEvent.Update(1, i, 0, levels);
        }

        var state = engine.StateHash();
        var before = 0L;
        for (var round = 0; round < 3; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20_000; i++)
            {
                house.Apply(MarketEvent.Quote(0, i, 0, 1_000 + (i % 9), 1_010 + (i % 8), 1 + (i % 3), 2), events);
                house.Apply(MarketEvent.Trade(0, i, 0, 1_000 + (i % 9), 1, i, true), events);
                house.Apply(in depth[i % depth.Length], events);
            }
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(state, engine.StateHash());
        Assert.Empty(events);
        Assert.True(house.IsQuiet(0) && house.IsQuiet(1));
    }

    [Fact]
    public void symbol_must_be_quiet_again_when_its_last_order_ended()
    {
        var desk = new HouseDesk();
        desk.Quote(100, 102);
        Assert.True(desk.House.IsQuiet(0));
        var bid = desk.Bid(99, 1);
        Assert.False(desk.House.IsQuiet(0));
        desk.Cancel(bid);
        Assert.True(desk.House.IsQuiet(0));
        desk.Bid(99, 1);
        desk.Quote(97, 98);
        Assert.True(desk.House.IsQuiet(0));
        desk.Buy(1);
        Assert.True(desk.House.IsQuiet(0));
    }

    [Fact]
    public void client_must_have_an_account_and_a_number_of_its_own()
    {
        var desk = new HouseDesk();
        List<EngineEvent> events = [];
        Assert.Throws<Domain.InvariantViolationException>(() => desk.House.Submit(new EngineOrder(1, 0, 0, OrderSide.Buy, OrderType.Market, 1), 0, events));
        Assert.Throws<Domain.InvariantViolationException>(
            () => desk.House.Submit(new EngineOrder(HouseLiquidity.FirstHouseOrderId, 0, 1, OrderSide.Buy, OrderType.Market, 1), 0, events));
    }

    [Theory]
    [InlineData(-1, 1, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, -1)]
    public void settings_must_be_refused_when_they_are_out_of_bounds(long halfSpreadPpm, long depth, int ticks) =>
        Assert.Throws<Domain.InvariantViolationException>(
            () => new HouseDesk(new LiquiditySettings(HalfSpreadPpm: halfSpreadPpm, DepthUnits: depth, SlippageTicks: ticks)));
}
