using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Tests.Liquidity;

public sealed class QuoteLiquidityTests
{
    [Fact]
    public void market_order_must_pay_the_other_side_up_to_its_size()
    {
        var desk = new HouseDesk();
        desk.Quote(100, 102, bidSize: 5, askSize: 7);
        var (buy, sell) = (desk.Buy(9), desk.Sell(4));
        Assert.Equal([(buy, 102, 7), (sell, 100, 4)], desk.Fills);
        var ended = Assert.Single(desk.Events, happened => happened.Kind == EngineEventKind.Expired);
        Assert.Equal((buy, EngineReason.NoLiquidity, 2), (ended.OrderId, ended.Reason, ended.Quantity));
    }

    [Fact]
    public void consumed_size_must_stay_away_until_price_or_size_changes()
    {
        var desk = new HouseDesk();
        desk.Quote(100, 102, askSize: 10);
        desk.Buy(6);
        desk.Quote(99, 102, askSize: 10); // the other side moved
        Assert.Equal(4, desk.FilledOf(desk.Buy(10)));
        desk.Quote(99, 102, askSize: 8);
        Assert.Equal(8, desk.FilledOf(desk.Buy(10)));
        desk.Quote(99, 103, askSize: 8);
        desk.Quote(99, 102, askSize: 8); // there and back: shown anew
        Assert.Equal(8, desk.FilledOf(desk.Buy(10)));
    }

    [Fact]
    public void unknown_size_must_be_the_configured_depth()
    {
        var (endless, shallow) = (new HouseDesk(), new HouseDesk(new LiquiditySettings(DepthUnits: 3)));
        endless.Quote(100, 102, 0, 0);
        shallow.Quote(100, 102, 0, 0);
        Assert.Equal(1_000_000, endless.FilledOf(endless.Buy(1_000_000)));
        Assert.Equal(3, shallow.FilledOf(shallow.Buy(1_000_000)));
    }

    [Fact]
    public void shown_size_must_not_matter_when_sizes_are_ignored()
    {
        var desk = new HouseDesk(new LiquiditySettings(IgnoresSizes: true));
        desk.Quote(100, 102, 1, 1);
        Assert.Equal(500, desk.FilledOf(desk.Buy(500)));
    }

    [Theory]
    [InlineData(0, 102)]
    [InlineData(103, 102)]
    [InlineData(100, 0)]
    public void quote_must_take_the_house_away_when_it_is_crossed_or_one_sided(long bid, long ask)
    {
        var desk = new HouseDesk();
        desk.Quote(100, 102);
        var resting = desk.Bid(99, 1);
        desk.Quote(bid, ask);
        desk.Buy(1);
        var sell = desk.Submit(OrderSide.Sell, OrderType.Market, 2, account: 2);
        Assert.Equal([(sell, 99, 1), (resting, 99, 1)], desk.Fills); // clients among themselves
    }

    [Fact]
    public void limit_order_must_fill_at_its_price_when_the_market_comes_to_it()
    {
        var desk = new HouseDesk();
        desk.Quote(100, 102);
        var bid = desk.Bid(99, 15);
        desk.Quote(98, 100);
        Assert.Empty(desk.Fills);
        desk.Quote(97, 99, askSize: 10);
        Assert.Equal([(bid, 99, 10)], desk.Fills);
        desk.Quote(97, 99, askSize: 10); // the same quote: nothing new
        desk.Quote(97, 98, askSize: 4);
        Assert.Equal([(bid, 99, 10), (bid, 99, 4)], desk.Fills);
    }

    [Fact]
    public void print_must_take_what_stands_ahead_before_the_client()
    {
        var desk = new HouseDesk();
        desk.Quote(100, 102, bidSize: 10);
        var bid = desk.Bid(100, 5);
        Assert.Equal(10, desk.AheadOf(bid));
        desk.Print(100, 8);
        Assert.Empty(desk.Fills);
        desk.Print(100, 4);
        Assert.Equal([(bid, 100, 2)], desk.Fills);
        desk.Print(100, 9, sells: false); // buyers take asks
        Assert.Equal(2, desk.FilledOf(bid));
    }

    [Theory]
    [InlineData(QueueModel.Pessimistic, 10)]
    [InlineData(QueueModel.Optimistic, 4)]
    [InlineData(QueueModel.Proportional, 7)]
    public void shrinking_level_must_leave_ahead_or_behind_by_the_queue_model(QueueModel queue, long ahead)
    {
        var desk = new HouseDesk(new LiquiditySettings(Queue: queue));
        desk.Quote(100, 102, bidSize: 10);
        var bid = desk.Bid(100, 1);
        desk.Quote(100, 102, bidSize: 20); // ten more behind
        Assert.Equal(10, desk.AheadOf(bid));
        desk.Quote(100, 102, bidSize: 14);
        Assert.Equal(ahead, desk.AheadOf(bid));
        Assert.Equal((100L, 15L), desk.Book(OrderSide.Buy)[0]);
    }

    [Fact]
    public void locked_quote_must_get_the_spread_of_a_last_price()
    {
        var desk = new HouseDesk(new LiquiditySettings(HalfSpreadPpm: 500));
        desk.Quote(10_001, 10_001);
        var (buy, sell) = (desk.Buy(1), desk.Sell(1));
        Assert.Equal([(buy, 10_007, 1), (sell, 9_995, 1)], desk.Fills); // 10,006.0005 and 9,995.9995
    }

    [Fact]
    public void slippage_must_be_added_against_the_taker()
    {
        var desk = new HouseDesk(new LiquiditySettings(SlippagePpm: 1_000, SlippageTicks: 2));
        desk.Quote(10_000, 10_100);
        var (buy, sell) = (desk.Buy(1), desk.Sell(1));
        Assert.Equal([(buy, 10_113, 1), (sell, 9_988, 1)], desk.Fills); // 10,102 and 0.1 %, 9,998 less 0.1 %
    }

    [Fact]
    public void stop_must_trigger_on_quotes_when_the_feed_has_no_trades()
    {
        var desk = new HouseDesk();
        desk.Quote(100, 102);
        var stop = desk.Submit(OrderSide.Sell, OrderType.Stop, 3, trigger: 95);
        desk.Quote(96, 98);
        Assert.Empty(desk.Fills);
        desk.Quote(94, 96);
        Assert.Equal([(stop, 94, 3)], desk.Fills);
    }

    [Fact]
    public void stop_must_trigger_on_prints_only_when_the_feed_has_trades()
    {
        var desk = new HouseDesk();
        desk.Quote(100, 102);
        desk.Print(100, 1);
        var stop = desk.Submit(OrderSide.Sell, OrderType.Stop, 3, trigger: 95);
        desk.Quote(94, 96);
        Assert.Empty(desk.Fills);
        desk.Print(94, 1);
        Assert.Equal([(stop, 94, 3)], desk.Fills);
    }

    [Fact]
    public void stop_must_be_refused_when_the_last_price_that_was_only_remembered_has_reached_it()
    {
        var desk = new HouseDesk();
        desk.Quote(100, 102);
        desk.Print(101, 1);
        desk.Submit(OrderSide.Sell, OrderType.Stop, 1, trigger: 101);
        Assert.Contains(desk.Events, happened => happened is { Kind: EngineEventKind.Rejected, Reason: EngineReason.WouldTrigger });
        Assert.True(desk.House.IsQuiet(0));
    }

    [Fact]
    public void one_of_two_orders_must_cancel_the_other_when_the_market_reaches_it()
    {
        var desk = new HouseDesk();
        desk.Quote(100, 102);
        List<EngineEvent> events = [];
        EngineOrder[] pair = [new(901, 0, 1, OrderSide.Sell, OrderType.Limit, 5, Limit: 110), new(902, 0, 1, OrderSide.Sell, OrderType.Stop, 5, Trigger: 90)];
        desk.House.SubmitList(ContingencyKind.OneCancelsOther, pair, 5, events);
        desk.Quote(110, 112, bidSize: 5);
        Assert.Equal([(901, 110, 5)], desk.Fills);
        Assert.Contains(desk.Events, happened => happened is { Kind: EngineEventKind.Canceled, Reason: EngineReason.OtherOfList, OrderId: 902 });
        Assert.True(desk.House.IsQuiet(0));
    }

    [Fact]
    public void house_must_come_back_when_a_halted_symbol_trades_again()
    {
        var desk = new HouseDesk();
        desk.Quote(100, 102);
        var bid = desk.Bid(90, 1);
        desk.House.SetState(0, SymbolState.Halted);
        desk.Quote(80, 82);
        Assert.Equal(0, desk.FilledOf(bid));
        desk.House.SetState(0, SymbolState.Trading);
        desk.Quote(80, 83);
        Assert.Equal(1, desk.FilledOf(bid));
    }
}
