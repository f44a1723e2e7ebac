using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Tests.Liquidity;

public sealed class BarLiquidityTests
{
    private static readonly LiquiditySettings Settings = new(HalfSpreadPpm: 0);

    [Fact]
    public void market_order_must_fill_at_the_next_open()
    {
        var desk = new HouseDesk(Settings);
        desk.Bar(100, 110, 90, 105);
        var (buy, sell) = (desk.Buy(3), desk.Sell(2));
        Assert.Empty(desk.Fills);
        Assert.Equal(2, desk.Events.Count(happened => happened.Kind == EngineEventKind.Accepted));
        desk.Bar(107, 120, 80, 100);
        Assert.Equal([(buy, 107, 3), (sell, 107, 2)], desk.Fills);
        Assert.True(desk.House.IsQuiet(0));
        Assert.Equal(2, desk.Events.Count(happened => happened.Kind == EngineEventKind.Accepted));
    }

    [Fact]
    public void spread_and_slippage_must_be_paid_at_the_open()
    {
        var desk = new HouseDesk(new LiquiditySettings(HalfSpreadPpm: 1_000, SlippageTicks: 1));
        desk.Bar(1_000, 1_000, 1_000, 1_000);
        var (buy, sell) = (desk.Buy(1), desk.Sell(1));
        desk.Bar(2_000, 2_000, 2_000, 2_000);
        Assert.Equal([(buy, 2_003, 1), (sell, 1_997, 1)], desk.Fills);
    }

    [Theory]
    [InlineData(true, 90, 1)]
    [InlineData(false, 90, 0)]
    [InlineData(false, 89, 1)]
    public void limit_order_must_fill_when_touched_or_traded_through(bool fillsOnTouch, long low, long filled)
    {
        var desk = new HouseDesk(Settings with { FillsOnTouch = fillsOnTouch });
        desk.Bar(100, 110, 95, 100);
        var bid = desk.Bid(90, 1);
        desk.Bar(100, 105, low, 104);
        Assert.Equal(filled, desk.FilledOf(bid));
        Assert.All(desk.Fills, fill => Assert.Equal(90, fill.Price));
    }

    [Fact]
    public void marketable_limit_order_must_fill_at_the_open_and_not_at_its_limit()
    {
        var desk = new HouseDesk(Settings);
        desk.Bar(100, 100, 100, 100);
        var bid = desk.Bid(120, 2);
        desk.Bar(103, 104, 102, 103);
        Assert.Equal([(bid, 103, 2)], desk.Fills);
    }

    [Fact]
    public void fills_must_not_exceed_the_volume()
    {
        var desk = new HouseDesk(Settings);
        desk.Bar(100, 100, 100, 100, 8);
        var bid = desk.Bid(99, 100);
        desk.Bar(98, 98, 90, 95, 8);
        Assert.Equal(8, desk.FilledOf(bid));
    }

    [Fact]
    public void nearer_extreme_must_come_first()
    {
        foreach (var (open, expected) in new[] { (95L, OrderSide.Buy), (108L, OrderSide.Sell) })
        {
            var desk = new HouseDesk(Settings);
            desk.Bar(100, 100, 100, 100);
            var (bid, ask) = (desk.Bid(92, 1), desk.Ask(109, 1));
            desk.Bar(open, 110, 90, 100);
            Assert.Equal(expected == OrderSide.Buy ? [bid, ask] : [ask, bid], desk.Fills.Select(fill => fill.Order));
        }
    }

    [Fact]
    public void stop_must_fill_next_to_its_trigger_when_the_bar_passes_it()
    {
        var desk = new HouseDesk(Settings);
        desk.Bar(100, 100, 100, 100);
        var stop = desk.Submit(OrderSide.Sell, OrderType.Stop, 2, trigger: 95);
        desk.Bar(100, 101, 80, 90);
        Assert.Equal([(stop, 94, 2)], desk.Fills);
    }

    [Fact]
    public void stop_must_fill_at_the_open_when_the_price_jumps_over_its_trigger()
    {
        var desk = new HouseDesk(Settings);
        desk.Bar(100, 100, 100, 100);
        var stop = desk.Submit(OrderSide.Sell, OrderType.Stop, 2, trigger: 95);
        desk.Bar(85, 101, 80, 90);
        Assert.Equal([(stop, 84, 2)], desk.Fills);
    }

    [Fact]
    public void bracket_must_enter_at_the_open_and_leave_by_the_first_price_reached()
    {
        var desk = new HouseDesk(Settings);
        desk.Bar(100, 100, 100, 100);
        List<EngineEvent> events = [];
        EngineOrder[] bracket =
        [
            new(901, 0, 1, OrderSide.Buy, OrderType.Market, 5),
            new(902, 0, 1, OrderSide.Sell, OrderType.Limit, 5, Limit: 110),
            new(903, 0, 1, OrderSide.Sell, OrderType.Stop, 5, Trigger: 90),
        ];
        desk.House.SubmitList(ContingencyKind.OneTriggersOneCancelsOther, bracket, 1, events);
        desk.Bar(102, 112, 80, 85); // nearer to the high
        Assert.Equal([(901, 102, 5), (902, 110, 5)], desk.Fills);
        Assert.Contains(desk.Events, happened => happened is { Kind: EngineEventKind.Canceled, OrderId: 903 });
        Assert.True(desk.House.IsQuiet(0));
    }

    [Fact]
    public void held_order_must_meet_the_first_quote_when_the_feed_becomes_finer()
    {
        var desk = new HouseDesk(Settings);
        desk.Bar(100, 100, 100, 100);
        var buy = desk.Buy(3);
        desk.Quote(200, 202);
        Assert.Equal([(buy, 202, 3)], desk.Fills);
        Assert.True(desk.House.IsQuiet(0));
    }

    [Fact]
    public void held_order_must_be_cancelable_and_reducible()
    {
        var desk = new HouseDesk(Settings);
        desk.Bar(100, 100, 100, 100);
        var (canceled, reduced) = (desk.Buy(3), desk.Buy(5));
        desk.Cancel(canceled);
        List<EngineEvent> events = [];
        desk.House.Reduce(0, reduced, 2, 9, events);
        Assert.Equal(2, desk.House.Remaining(0, reduced));
        desk.House.Reduce(0, reduced, 2, 9, events);
        Assert.Equal([EngineEventKind.Reduced, EngineEventKind.Rejected], events.Select(happened => happened.Kind));
        desk.Bar(101, 101, 101, 101);
        Assert.Equal([(reduced, 101, 2)], desk.Fills);
    }

    [Fact]
    public void fill_or_kill_must_expire_at_the_open_when_it_does_not_fit()
    {
        var desk = new HouseDesk(Settings with { DepthUnits = 4 });
        desk.Bar(100, 100, 100, 100);
        var order = desk.Submit(OrderSide.Buy, OrderType.Limit, 5, 200, life: TimeInForce.FillOrKill);
        desk.Bar(100, 100, 100, 100);
        Assert.Contains(desk.Events, happened => happened is { Kind: EngineEventKind.Expired, Reason: EngineReason.NotFillable } && happened.OrderId == order);
        Assert.True(desk.House.IsQuiet(0));
    }
}
