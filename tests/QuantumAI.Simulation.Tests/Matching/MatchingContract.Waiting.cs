using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Tests.Matching;

public abstract partial class MatchingContract
{
    [Theory]
    [InlineData(OrderSide.Buy, OrderType.Stop, 105, 104)]
    [InlineData(OrderSide.Sell, OrderType.Stop, 95, 96)]
    [InlineData(OrderSide.Buy, OrderType.TakeProfit, 95, 96)]
    [InlineData(OrderSide.Sell, OrderType.TakeProfit, 105, 104)]
    public void waiting_order_must_become_a_market_order_when_the_last_price_reaches_its_trigger(
        OrderSide side, OrderType type, long trigger, long notYet)
    {
        Desk.TradeAt(100);
        Desk.Place(MatchingDesk.Waiting(1, side, type, 3, trigger));
        Desk.TradeAt(notYet);
        Assert.Equal(3, Desk.Engine.Remaining(0, 1));

        Desk.TradeAt(trigger);

        Assert.Equal(["triggered 1", "expired 1 with 3 left: NoLiquidity"], Desk.Events.Select(MatchingDesk.Line).Skip(2));
        Assert.Equal(0, Desk.Engine.Remaining(0, 1));
    }

    [Theory]
    [InlineData(OrderSide.Buy, OrderType.StopLimit, 105)]
    [InlineData(OrderSide.Sell, OrderType.StopLimit, 95)]
    [InlineData(OrderSide.Buy, OrderType.TakeProfitLimit, 95)]
    [InlineData(OrderSide.Sell, OrderType.TakeProfitLimit, 105)]
    public void waiting_order_with_a_limit_must_rest_when_it_is_triggered_and_nothing_crosses(OrderSide side, OrderType type, long trigger)
    {
        Desk.TradeAt(100);
        Desk.Place(MatchingDesk.Waiting(1, side, type, 3, trigger, limit: trigger));

        Desk.TradeAt(trigger);

        Assert.Equal("triggered 1", MatchingDesk.Line(Desk.Events[^1]));
        Assert.Equal($"3@{trigger}", Desk.Side(side));
    }

    [Fact]
    public void market_order_must_trade_at_no_worse_price_than_its_protection()
    {
        Desk.Place(MatchingDesk.Sell(1, 2, 100), MatchingDesk.Sell(2, 2, 101));

        Desk.Submit(MatchingDesk.Market(3, OrderSide.Buy, 4) with { Limit = 100 });

        Assert.Equal("expired 3 with 2 left: NoLiquidity", MatchingDesk.Line(Desk.Events[^1]));
        Assert.Equal(2, Desk.Engine.Remaining(0, 2));
    }

    [Fact]
    public void waiting_order_must_keep_its_protection_until_it_is_live()
    {
        Desk.TradeAt(100);
        Desk.Place(MatchingDesk.Waiting(1, OrderSide.Buy, OrderType.Stop, 2, 105, limit: 106), MatchingDesk.Sell(2, 2, 107));

        Desk.TradeAt(105);

        Assert.Equal("expired 1 with 2 left: NoLiquidity", MatchingDesk.Line(Desk.Events[^1]));
    }

    [Fact]
    public void trailing_stop_that_is_put_back_must_go_on_from_its_best_price()
    {
        Desk.Place(MatchingDesk.Trailing(1, OrderSide.Sell, 1, ppm: 100_000) with { TrailingBest = 200 });
        Assert.Equal(200, Desk.Engine.TrailingBest(0, 1));
        Desk.TradeAt(181);
        Assert.Equal(1, Desk.Engine.Remaining(0, 1));

        Desk.TradeAt(180);

        Assert.Equal(0, Desk.Engine.Remaining(0, 1));
    }

    [Fact]
    public void trigger_must_be_refused_when_the_last_price_has_reached_it()
    {
        Desk.Place(MatchingDesk.Waiting(1, OrderSide.Buy, OrderType.Stop, 1, 100));
        Desk.TradeAt(90);

        Assert.Equal(["rejected 2 WouldTrigger"], Desk.Submit(MatchingDesk.Waiting(2, OrderSide.Buy, OrderType.Stop, 1, 90)));
        Assert.Equal(["rejected 2 WouldTrigger"], Desk.Submit(MatchingDesk.Waiting(2, OrderSide.Sell, OrderType.StopLimit, 1, 91, 91)));
        Assert.Equal(["rejected 2 WouldTrigger"], Desk.Submit(MatchingDesk.Waiting(2, OrderSide.Sell, OrderType.TakeProfit, 1, 90)));
        Assert.Equal(["accepted 2"], Desk.Submit(MatchingDesk.Waiting(2, OrderSide.Buy, OrderType.Stop, 1, 91)));
    }

    [Fact]
    public void triggers_must_fire_after_the_takers_matching_the_longest_waiting_first_and_cascades_last()
    {
        Desk.TradeAt(100);
        Desk.Place(
            MatchingDesk.Waiting(1, OrderSide.Sell, OrderType.Stop, 1, 98), MatchingDesk.Waiting(2, OrderSide.Sell, OrderType.Stop, 1, 99),
            MatchingDesk.Waiting(3, OrderSide.Sell, OrderType.Stop, 1, 97), MatchingDesk.Buy(11, 1, 98), MatchingDesk.Buy(12, 1, 97),
            MatchingDesk.Buy(13, 2, 96));

        Assert.Equal(
            [
                "accepted 9", "traded 9 with 11: 1@98, left 0 and 0",
                "triggered 1", "traded 1 with 12: 1@97, left 0 and 0",
                "triggered 2", "traded 2 with 13: 1@96, left 0 and 1",
                "triggered 3", "traded 3 with 13: 1@96, left 0 and 0",
            ],
            Desk.Submit(MatchingDesk.Sell(9, 1, 98)));
    }

    [Fact]
    public void each_price_of_a_sweep_must_count()
    {
        Desk.TradeAt(100);
        Desk.Place(
            MatchingDesk.Waiting(1, OrderSide.Buy, OrderType.TakeProfitLimit, 1, 95, 90), MatchingDesk.Waiting(2, OrderSide.Buy, OrderType.StopLimit, 1, 102, 91),
            MatchingDesk.Sell(11, 1, 95), MatchingDesk.Sell(12, 1, 103));

        Assert.Equal(
            ["accepted 9", "traded 9 with 11: 1@95, left 1 and 0", "traded 9 with 12: 1@103, left 0 and 0", "triggered 1", "triggered 2"],
            Desk.Submit(MatchingDesk.Market(9, OrderSide.Buy, 2)));
        Assert.Equal("1@91 1@90", Desk.Side(OrderSide.Buy));
    }

    [Fact]
    public void triggered_order_must_be_canceled_when_it_is_post_only_and_would_match()
    {
        Desk.TradeAt(100);
        Desk.Place(
            MatchingDesk.Waiting(1, OrderSide.Buy, OrderType.StopLimit, 1, 101, 105) with { IsPostOnly = true },
            MatchingDesk.Waiting(2, OrderSide.Buy, OrderType.StopLimit, 9, 101, 105) with { TimeInForce = TimeInForce.FillOrKill },
            MatchingDesk.Waiting(3, OrderSide.Buy, OrderType.StopLimit, 9, 101, 105) with { TimeInForce = TimeInForce.ImmediateOrCancel },
            MatchingDesk.Sell(11, 5, 101));

        Assert.Equal(
            [
                "accepted 9", "traded 9 with 11: 1@101, left 0 and 4", "triggered 1", "canceled 1 with 1 left: WouldMatch",
                "triggered 2", "canceled 2 with 9 left: NotFillable",
                "triggered 3", "traded 3 with 11: 4@101, left 5 and 0", "canceled 3 with 5 left: NoLiquidity",
            ],
            Desk.Submit(MatchingDesk.Buy(9, 1, 101)));
    }

    [Fact]
    public void trailing_sell_must_follow_the_highest_price_and_fire_at_its_distance()
    {
        Desk.TradeAt(1_000);
        Desk.Place(MatchingDesk.Trailing(1, OrderSide.Sell, 1, ppm: 10_000)); // 990
        Desk.TradeAt(991);
        Desk.TradeAt(1_100); // 1089
        Desk.TradeAt(1_090);
        Assert.Equal(1, Desk.Engine.Remaining(0, 1));

        Desk.TradeAt(1_089);

        Assert.Equal(["triggered 1", "expired 1 with 1 left: NoLiquidity"], Desk.Events.Select(MatchingDesk.Line).Skip(2));
    }

    [Fact]
    public void trailing_buy_must_follow_the_lowest_price_and_round_up()
    {
        Desk.TradeAt(1_000);
        Desk.Place(MatchingDesk.Trailing(1, OrderSide.Buy, 1, ppm: 10_000));
        Desk.TradeAt(950); // 959.5
        Desk.TradeAt(959);
        Assert.Equal(1, Desk.Engine.Remaining(0, 1));

        Desk.TradeAt(960);

        Assert.Equal(0, Desk.Engine.Remaining(0, 1));
    }

    [Theory]
    [InlineData(OrderSide.Sell, 1_050, 1_049, 1_040)]
    [InlineData(OrderSide.Buy, 950, 951, 960)]
    public void trailing_must_begin_at_its_activation_price(OrderSide side, long activation, long notYet, long fires)
    {
        Desk.TradeAt(1_000);
        Desk.Place(MatchingDesk.Trailing(1, side, 1, ppm: 9_500, activation));
        foreach (var price in (long[])[notYet, 1_000, side == OrderSide.Sell ? 500 : 1_500, activation])
            Desk.TradeAt(price);
        Assert.Equal(1, Desk.Engine.Remaining(0, 1));

        Desk.TradeAt(fires);

        Assert.Equal(0, Desk.Engine.Remaining(0, 1));
    }

    [Fact]
    public void trailing_must_begin_at_the_first_trade_when_there_was_none()
    {
        Desk.Place(MatchingDesk.Trailing(1, OrderSide.Sell, 1, ppm: 10_000), MatchingDesk.Trailing(2, OrderSide.Buy, 1, ppm: 10_000));
        Desk.TradeAt(1_000);
        Assert.Equal((1, 1), (Desk.Engine.Remaining(0, 1), Desk.Engine.Remaining(0, 2)));

        Desk.TradeAt(1_010);
        Assert.Equal((1, 0), (Desk.Engine.Remaining(0, 1), Desk.Engine.Remaining(0, 2)));
        Desk.TradeAt(999); // 1% below 1010 is 999.9
        Assert.Equal(0, Desk.Engine.Remaining(0, 1));
    }

    [Fact]
    public void waiting_order_must_be_reducible_and_cancelable()
    {
        Desk.Place(
            MatchingDesk.Waiting(1, OrderSide.Buy, OrderType.Stop, 9, 105), MatchingDesk.Waiting(2, OrderSide.Buy, OrderType.Stop, 9, 105),
            MatchingDesk.Trailing(3, OrderSide.Sell, 9, ppm: 10_000));

        Assert.Equal(["reduced 1 by 5, left 4"], Desk.Reduce(1, 4));
        Assert.Equal(["canceled 2 with 9 left: Requested"], Desk.Cancel(2));
        Assert.Equal(["canceled 3 with 9 left: Requested"], Desk.Cancel(3));
        Desk.TradeAt(105);
        Assert.Equal(["triggered 1", "expired 1 with 4 left: NoLiquidity"], Desk.Events.Select(MatchingDesk.Line).Skip(2));
    }
}
