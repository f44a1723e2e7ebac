using QuantumAI.Domain;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Tests.Matching;

public abstract partial class MatchingContract
{
    [Theory]
    [InlineData(SymbolState.Halted)]
    [InlineData(SymbolState.CancelOnly)]
    public void symbol_that_does_not_trade_must_refuse_orders_and_take_cancels(SymbolState state)
    {
        Desk.Place(
            MatchingDesk.Sell(1, 5, 101), MatchingDesk.Sell(2, 5, 102), MatchingDesk.Buy(3, 1, 90) with { TimeInForce = TimeInForce.GoodTilDate, ExpiresNanos = 2_000 });
        Desk.Engine.SetState(0, state);

        Assert.Equal(["rejected 9 SymbolNotTrading"], Desk.Submit(MatchingDesk.Buy(9, 1, 101)));
        Assert.Equal(["rejected 9 SymbolNotTrading"], Desk.Submit(MatchingDesk.Waiting(9, OrderSide.Buy, OrderType.Stop, 1, 105)));
        Assert.Equal(
            ["rejected 8 SymbolNotTrading", "rejected 9 SymbolNotTrading"],
            Desk.SubmitList(ContingencyKind.OneTriggersOther, MatchingDesk.Buy(8, 1, 101), MatchingDesk.Buy(9, 1, 101)));
        Assert.Equal(["canceled 1 with 5 left: Requested"], Desk.Cancel(1));
        Assert.Equal(["reduced 2 by 1, left 4"], Desk.Reduce(2, 4));
        Assert.Equal(["expired 3 with 1 left: DatePassed"], Desk.Advance(2_000));
        Assert.Equal(["accepted 10"], Desk.Submit(MatchingDesk.Buy(10, 1, 101) with { Symbol = 1 }));

        Desk.Engine.SetState(0, SymbolState.Trading);
        Assert.Equal(["accepted 9", "traded 9 with 2: 1@102, left 0 and 3"], Desk.Submit(MatchingDesk.Buy(9, 1, 102)));
    }

    [Fact]
    public void unknown_state_must_be_refused_as_a_defect() =>
        Assert.Throws<InvariantViolationException>(() => Desk.Engine.SetState(0, SymbolState.Unspecified));

    [Fact]
    public void state_must_be_part_of_the_hash()
    {
        var before = Desk.Engine.StateHash();
        Desk.Engine.SetState(2, SymbolState.Halted);

        Assert.NotEqual(before, Desk.Engine.StateHash());
    }

    [Fact]
    public void id_must_be_refused_while_it_is_in_use_and_taken_again_afterwards()
    {
        Desk.Place(MatchingDesk.Buy(1, 5, 99));

        Assert.Equal(["rejected 1 DuplicateOrderId"], Desk.Submit(MatchingDesk.Buy(1, 5, 98)));
        Assert.Equal(["rejected 1 DuplicateOrderId"], Desk.Submit(MatchingDesk.Buy(1, 5, 98) with { Symbol = 1 }));
        Desk.Cancel(1);
        Assert.Equal(["accepted 1"], Desk.Submit(MatchingDesk.Buy(1, 5, 98)));
    }

    [Fact]
    public void cancel_must_be_refused_when_the_order_is_not_there()
    {
        Desk.Place(MatchingDesk.Buy(1, 5, 99));

        Assert.Equal(["rejected 2 UnknownOrder"], Desk.Cancel(2));
        Assert.Equal(["rejected 1 UnknownOrder"], Desk.Cancel(1, symbol: 1));
        Assert.Equal(["rejected 2 UnknownOrder"], Desk.Reduce(2, 1));
        Assert.Equal(["canceled 1 with 5 left: Requested"], Desk.Cancel(1));
        Assert.Equal(["rejected 1 UnknownOrder"], Desk.Cancel(1));
    }

    [Theory]
    [InlineData(7, null)]
    [InlineData(4, null)]
    [InlineData(3, "BadQuantity")]
    [InlineData(10, "BadQuantity")]
    [InlineData(0, "BadQuantity")]
    [InlineData(long.MaxValue, "BadQuantity")]
    [InlineData(long.MinValue, "BadQuantity")]
    public void reduction_must_leave_less_than_there_was_and_more_than_is_filled(long quantity, string? refusal)
    {
        Desk.Place(MatchingDesk.Sell(1, 10, 101), MatchingDesk.Buy(2, 3, 101));

        var lines = Desk.Reduce(1, quantity);

        Assert.Equal([refusal is null ? $"reduced 1 by {10 - quantity}, left {quantity - 3}" : $"rejected 1 {refusal}"], lines);
        Assert.Equal(refusal is null ? quantity - 3 : 7, Desk.Engine.Remaining(0, 1));
    }

    [Fact]
    public void reduction_must_keep_the_place_in_the_queue_and_take_hidden_quantity_first()
    {
        Desk.Place(MatchingDesk.Sell(1, 10, 101) with { Display = 4 }, MatchingDesk.Sell(2, 5, 101));
        Desk.Reduce(1, 5);
        Assert.Equal("9@101", Desk.Side(OrderSide.Sell));
        Desk.Reduce(1, 2);
        Assert.Equal("7@101", Desk.Side(OrderSide.Sell));

        Assert.Equal(
            ["accepted 9", "traded 9 with 1: 2@101, left 1 and 0", "traded 9 with 2: 1@101, left 0 and 4"], Desk.Submit(MatchingDesk.Buy(9, 3, 101)));
    }

    [Fact]
    public void dated_orders_must_expire_by_date_then_by_id()
    {
        Desk.Place(
            Dated(4, 2_000), Dated(2, 3_000), Dated(3, 2_000), Dated(5, 4_000), Dated(1, 3_000) with { Symbol = 2 });
        Assert.Equal([], Desk.Advance(1_999));

        Assert.Equal(
            [
                "expired 3 with 1 left: DatePassed", "expired 4 with 1 left: DatePassed", "expired 1 with 1 left: DatePassed",
                "expired 2 with 1 left: DatePassed",
            ],
            Desk.Advance(3_000));
        Assert.Equal("1@50", Desk.Side(OrderSide.Buy));
        Assert.Equal(["rejected 9 DatePassed"], Desk.Submit(Dated(9, 3_000)));
    }

    [Theory]
    [InlineData(SelfTradePrevention.None, "traded 9 with 1: 4@101, left 4 and 0|traded 9 with 2: 2@101, left 2 and 0")]
    [InlineData(SelfTradePrevention.ExpireTaker, "averted 9 with 1: 4@101|prevented 9: 8, left 0")]
    [InlineData(SelfTradePrevention.ExpireMaker, "averted 9 with 1: 4@101|prevented 1: 4, left 0|traded 9 with 2: 2@101, left 6 and 0")]
    [InlineData(SelfTradePrevention.ExpireBoth, "averted 9 with 1: 4@101|prevented 1: 4, left 0|prevented 9: 8, left 0")]
    [InlineData(SelfTradePrevention.Decrement, "averted 9 with 1: 4@101|prevented 1: 4, left 0|prevented 9: 4, left 4|traded 9 with 2: 2@101, left 2 and 0")]
    public void own_order_must_be_met_by_the_takers_mode(SelfTradePrevention mode, string expected)
    {
        Desk.Place(MatchingDesk.Sell(1, 4, 101, account: 1), MatchingDesk.Sell(2, 2, 101));

        Assert.Equal(["accepted 9", .. expected.Split('|')], Desk.Submit(MatchingDesk.Buy(9, 8, 101) with { SelfTrade = mode }));
    }

    [Fact]
    public void decrement_must_take_an_icebergs_slice_and_give_its_place_up()
    {
        Desk.Place(MatchingDesk.Sell(1, 10, 101, account: 1) with { Display = 3 }, MatchingDesk.Sell(2, 1, 101));

        Assert.Equal(
            ["accepted 9", "averted 9 with 1: 3@101", "prevented 1: 3, left 7", "prevented 9: 3, left 1", "traded 9 with 2: 1@101, left 0 and 0"],
            Desk.Submit(MatchingDesk.Buy(9, 4, 101) with { SelfTrade = SelfTradePrevention.Decrement }));
        Assert.Equal("3@101", Desk.Side(OrderSide.Sell));
    }

    [Theory]
    [InlineData(SelfTradePrevention.None, 2, true)]
    [InlineData(SelfTradePrevention.ExpireMaker, 2, true)]
    [InlineData(SelfTradePrevention.ExpireMaker, 6, true)]
    [InlineData(SelfTradePrevention.ExpireMaker, 7, false)]
    [InlineData(SelfTradePrevention.ExpireTaker, 2, true)]
    [InlineData(SelfTradePrevention.ExpireTaker, 3, false)]
    [InlineData(SelfTradePrevention.ExpireBoth, 3, false)]
    [InlineData(SelfTradePrevention.Decrement, 2, true)]
    [InlineData(SelfTradePrevention.Decrement, 3, false)]
    public void fill_or_kill_must_look_past_own_orders_only_where_they_expire(SelfTradePrevention mode, long quantity, bool isFilled)
    {
        // Two are shown before the own order, two more are hidden behind it, and two follow at the next price.
        Desk.Place(
            MatchingDesk.Sell(1, 4, 101) with { Display = 2 }, MatchingDesk.Sell(2, 9, 101, account: 1), MatchingDesk.Sell(3, 2, 102));
        var before = Desk.Engine.StateHash();

        var lines = Desk.Submit(MatchingDesk.Buy(9, quantity, 102) with { SelfTrade = mode, TimeInForce = TimeInForce.FillOrKill });

        Assert.Equal(isFilled ? "accepted 9" : "rejected 9 NotFillable", lines[0]);
        Assert.Equal(isFilled ? quantity : 0, Desk.Events.Where(e => e.Kind == EngineEventKind.Traded).Sum(e => e.Quantity));
        Assert.Equal(!isFilled, before == Desk.Engine.StateHash());
    }

    private static EngineOrder Dated(long id, long expiresNanos) =>
        MatchingDesk.Buy(id, 1, 50) with { TimeInForce = TimeInForce.GoodTilDate, ExpiresNanos = expiresNanos };
}
