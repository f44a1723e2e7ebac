using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Liquidity;

namespace QuantumAI.Simulation.Tests.Liquidity;

public sealed class TradeLiquidityTests
{
    [Fact]
    public void house_must_quote_around_the_last_price_rounded_outwards()
    {
        var desk = new HouseDesk(new LiquiditySettings(HalfSpreadPpm: 500, DepthUnits: 50));
        desk.Print(10_001, 3);
        Assert.Equal([(9_995, 50)], desk.Book(OrderSide.Buy));
        Assert.Equal([(10_007, 50)], desk.Book(OrderSide.Sell));
        desk.Print(20_000, 3);
        Assert.Equal([(19_990, 50)], desk.Book(OrderSide.Buy));
    }

    [Fact]
    public void limit_order_inside_the_spread_must_fill_by_the_printed_quantity()
    {
        var desk = new HouseDesk(new LiquiditySettings(HalfSpreadPpm: 500));
        desk.Print(10_000, 1);
        var bid = desk.Bid(9_999, 10);
        desk.Print(9_999, 4);
        Assert.Equal([(bid, 9_999, 4)], desk.Fills);
        desk.Print(9_999, 3, sells: false);
        Assert.Equal(4, desk.FilledOf(bid));
        desk.Print(9_990, 1); // through it by more than the half spread
        Assert.Equal(10, desk.FilledOf(bid));
    }

    [Fact]
    public void stop_must_find_the_house_around_the_price_that_triggers_it()
    {
        var desk = new HouseDesk(new LiquiditySettings(HalfSpreadPpm: 500));
        desk.Print(10_000, 1);
        var stop = desk.Submit(OrderSide.Sell, OrderType.Stop, 5, trigger: 9_900);
        desk.Print(9_901, 1);
        Assert.Empty(desk.Fills);
        desk.Print(9_000, 1);
        Assert.Equal([(stop, 8_995, 5)], desk.Fills);
    }

    [Fact]
    public void quotes_must_take_over_when_they_come()
    {
        var desk = new HouseDesk();
        desk.Print(10_000, 1);
        desk.Quote(9_999, 10_001, 5, 5);
        desk.Print(9_000, 1); // a print of a feed with quotes moves no quote
        var buy = desk.Buy(5);
        Assert.Equal([(buy, 10_001, 5)], desk.Fills);
    }

    [Fact]
    public void house_must_stand_a_tick_away_without_a_spread()
    {
        var desk = new HouseDesk(new LiquiditySettings(HalfSpreadPpm: 0, DepthUnits: 9));
        desk.Print(10_000, 1);
        Assert.Equal([(9_999, 9)], desk.Book(OrderSide.Buy));
        Assert.Equal([(10_001, 9)], desk.Book(OrderSide.Sell));
    }
}
