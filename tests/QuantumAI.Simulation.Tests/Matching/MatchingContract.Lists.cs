using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Tests.Matching;

public abstract partial class MatchingContract
{
    /// <summary>Last price 100; sells 4 at 110 or, from 90 on, at the market.</summary>
    private string[] SubmitRivals()
    {
        Desk.TradeAt(100);
        return Desk.SubmitList(
            ContingencyKind.OneCancelsOther, MatchingDesk.Sell(1, 4, 110, account: 4), MatchingDesk.Waiting(2, OrderSide.Sell, OrderType.Stop, 4, 90));
    }

    /// <summary>Last price 100; a buy of 4 at 99, then a profit at 110 and a loss at 90.</summary>
    private string[] SubmitBracket()
    {
        Desk.TradeAt(100);
        return Desk.SubmitList(
            ContingencyKind.OneTriggersOneCancelsOther, MatchingDesk.Buy(1, 4, 99, account: 4), MatchingDesk.Sell(2, 4, 110, account: 4),
            MatchingDesk.Waiting(3, OrderSide.Sell, OrderType.Stop, 4, 90));
    }

    [Fact]
    public void rival_must_be_canceled_at_the_first_trade_and_the_rest_goes_on()
    {
        Assert.Equal(["accepted 1", "accepted 2"], SubmitRivals());

        Assert.Equal(
            ["accepted 9", "traded 9 with 1: 1@110, left 0 and 3", "canceled 2 with 4 left: OtherOfList"], Desk.Submit(MatchingDesk.Buy(9, 1, 110)));
        Assert.Equal("3@110", Desk.Side(OrderSide.Sell));
        Assert.Equal(["canceled 1 with 3 left: Requested"], Desk.Cancel(1));
    }

    [Fact]
    public void rival_must_be_canceled_when_the_other_is_triggered()
    {
        SubmitRivals();
        Desk.Place(MatchingDesk.Buy(11, 9, 90));

        Assert.Equal(
            [
                "accepted 9", "traded 9 with 11: 1@90, left 0 and 8", "triggered 2", "canceled 1 with 4 left: OtherOfList",
                "traded 2 with 11: 4@90, left 0 and 4",
            ],
            Desk.Submit(MatchingDesk.Sell(9, 1, 90)));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void rival_must_be_canceled_when_the_other_is_canceled(long canceled, long rival)
    {
        SubmitRivals();

        Assert.Equal([$"canceled {canceled} with 4 left: Requested", $"canceled {rival} with 4 left: OtherOfList"], Desk.Cancel(canceled));
        Assert.Equal("", Desk.Side(OrderSide.Sell));
    }

    [Fact]
    public void second_rival_must_never_enter_when_the_first_trades_at_once()
    {
        Desk.TradeAt(100);
        Desk.Place(MatchingDesk.Buy(11, 1, 99));

        Assert.Equal(
            ["accepted 1", "accepted 2", "traded 1 with 11: 1@99, left 3 and 0", "canceled 2 with 4 left: OtherOfList"],
            Desk.SubmitList(
                ContingencyKind.OneCancelsOther, MatchingDesk.Sell(1, 4, 99, account: 4), MatchingDesk.Waiting(2, OrderSide.Sell, OrderType.Stop, 4, 90)));
        Assert.Equal("3@99", Desk.Side(OrderSide.Sell));
    }

    [Fact]
    public void rival_must_stay_when_prevention_only_takes_a_part()
    {
        SubmitRivals();

        Assert.Equal(
            ["accepted 9", "averted 9 with 1: 1@110", "prevented 1: 1, left 3", "prevented 9: 1, left 0"],
            Desk.Submit(MatchingDesk.Buy(9, 1, 110, account: 4) with { SelfTrade = SelfTradePrevention.Decrement }));
        Assert.Equal(
            ["accepted 10", "averted 10 with 1: 1@110", "prevented 1: 3, left 0", "canceled 2 with 4 left: OtherOfList"],
            Desk.Submit(MatchingDesk.Buy(10, 1, 110, account: 4) with { SelfTrade = SelfTradePrevention.ExpireMaker }));
    }

    [Fact]
    public void whole_list_must_be_rejected_when_one_order_may_not_enter()
    {
        Desk.TradeAt(100);
        var stop = MatchingDesk.Waiting(2, OrderSide.Sell, OrderType.Stop, 4, 90);

        Assert.Equal(
            ["rejected 1 WouldTrigger", "rejected 2 WouldTrigger"],
            Desk.SubmitList(ContingencyKind.OneCancelsOther, MatchingDesk.Sell(1, 4, 110, account: 4), stop with { Trigger = 100 }));
        Assert.Equal(
            ["rejected 2 DuplicateOrderId", "rejected 2 DuplicateOrderId"],
            Desk.SubmitList(ContingencyKind.OneCancelsOther, MatchingDesk.Sell(2, 4, 110, account: 4), stop));
        Assert.Equal(
            ["rejected 1 NotFillable", "rejected 2 NotFillable"],
            Desk.SubmitList(
                ContingencyKind.OneTriggersOther, MatchingDesk.Buy(1, 4, 110, account: 4) with { TimeInForce = TimeInForce.FillOrKill }, stop));
        Assert.Equal("", Desk.Side(OrderSide.Sell));
        Assert.Equal((0, 0), (Desk.Engine.Remaining(0, 1), Desk.Engine.Remaining(0, 2)));
    }

    [Fact]
    public void child_must_enter_when_the_first_is_filled_whole_and_not_before()
    {
        Desk.SubmitList(ContingencyKind.OneTriggersOther, MatchingDesk.Buy(1, 4, 99, account: 4), MatchingDesk.Sell(2, 4, 105, account: 4));
        Assert.Equal(2, Desk.Submit(MatchingDesk.Sell(8, 3, 99)).Length);
        Assert.Equal(("", 4, -1), (Desk.Side(OrderSide.Sell), Desk.Engine.Remaining(0, 2), Desk.Engine.AheadOf(0, 2)));

        Assert.Equal(["accepted 9", "traded 9 with 1: 1@99, left 2 and 0", "triggered 2"], Desk.Submit(MatchingDesk.Sell(9, 3, 99)));
        Assert.Equal("2@99 4@105", Desk.Side(OrderSide.Sell));
    }

    [Fact]
    public void child_must_match_at_once_when_the_first_is_filled_at_once()
    {
        Desk.Place(MatchingDesk.Sell(11, 1, 100), MatchingDesk.Buy(12, 1, 90));

        Assert.Equal(
            ["accepted 1", "accepted 2", "traded 1 with 11: 1@100, left 0 and 0", "triggered 2", "traded 2 with 12: 1@90, left 0 and 0"],
            Desk.SubmitList(ContingencyKind.OneTriggersOther, MatchingDesk.Buy(1, 1, 100, account: 4), MatchingDesk.Sell(2, 1, 90, account: 4)));
    }

    [Fact]
    public void child_must_be_live_at_once_when_its_trigger_has_been_reached()
    {
        Desk.SubmitList(
            ContingencyKind.OneTriggersOther, MatchingDesk.Buy(1, 1, 99, account: 4), MatchingDesk.Waiting(2, OrderSide.Sell, OrderType.StopLimit, 1, 99, 98));

        Assert.Equal(["accepted 9", "traded 9 with 1: 1@99, left 0 and 0", "triggered 2"], Desk.Submit(MatchingDesk.Sell(9, 1, 99)));
        Assert.Equal("1@98", Desk.Side(OrderSide.Sell));
    }

    [Fact]
    public void child_must_end_with_the_first_and_the_first_goes_on_without_it()
    {
        Desk.SubmitList(ContingencyKind.OneTriggersOther, MatchingDesk.Buy(1, 4, 99, account: 4), MatchingDesk.Sell(2, 4, 105, account: 4));
        Desk.SubmitList(ContingencyKind.OneTriggersOther, MatchingDesk.Buy(3, 4, 99, account: 4), MatchingDesk.Sell(4, 4, 105, account: 4));

        Assert.Equal(["canceled 1 with 4 left: Requested", "canceled 2 with 4 left: OtherOfList"], Desk.Cancel(1));
        Assert.Equal(["canceled 4 with 4 left: Requested"], Desk.Cancel(4));
        Assert.Equal(["accepted 9", "traded 9 with 3: 4@99, left 0 and 0"], Desk.Submit(MatchingDesk.Sell(9, 4, 99)));
    }

    [Fact]
    public void child_must_be_canceled_when_prevention_ends_the_first()
    {
        Desk.SubmitList(ContingencyKind.OneTriggersOther, MatchingDesk.Buy(1, 4, 99, account: 4), MatchingDesk.Sell(2, 4, 105, account: 4));

        Assert.Equal(
            ["accepted 9", "averted 9 with 1: 4@99", "prevented 1: 4, left 0", "canceled 2 with 4 left: OtherOfList", "prevented 9: 4, left 0"],
            Desk.Submit(MatchingDesk.Sell(9, 4, 99, account: 4) with { SelfTrade = SelfTradePrevention.Decrement }));
    }

    [Fact]
    public void child_must_expire_by_its_own_date_while_it_waits()
    {
        Desk.SubmitList(
            ContingencyKind.OneTriggersOther, MatchingDesk.Buy(1, 4, 99, account: 4),
            MatchingDesk.Sell(2, 4, 105, account: 4) with { TimeInForce = TimeInForce.GoodTilDate, ExpiresNanos = 2_000 });

        Assert.Equal(["expired 2 with 4 left: DatePassed"], Desk.Advance(2_000));
        Assert.Equal(4, Desk.Engine.Remaining(0, 1));
    }

    [Fact]
    public void bracket_must_enter_as_rivals_when_the_first_is_filled()
    {
        Assert.Equal(["accepted 1", "accepted 2", "accepted 3"], SubmitBracket());
        Assert.Equal(["accepted 8", "traded 8 with 1: 4@99, left 0 and 0", "triggered 2"], Desk.Submit(MatchingDesk.Sell(8, 4, 99)));
        Assert.Equal("4@110", Desk.Side(OrderSide.Sell));

        Assert.Equal(
            ["accepted 9", "traded 9 with 2: 4@110, left 0 and 0", "canceled 3 with 4 left: OtherOfList"], Desk.Submit(MatchingDesk.Buy(9, 4, 110)));
    }

    [Fact]
    public void bracket_must_end_whole_with_its_first()
    {
        SubmitBracket();

        Assert.Equal(
            ["canceled 1 with 4 left: Requested", "canceled 2 with 4 left: OtherOfList", "canceled 3 with 4 left: OtherOfList"], Desk.Cancel(1));
    }

    [Fact]
    public void brackets_rival_must_go_with_the_other_before_the_first_is_filled()
    {
        SubmitBracket();

        Assert.Equal(["canceled 3 with 4 left: Requested", "canceled 2 with 4 left: OtherOfList"], Desk.Cancel(3));
        Assert.Equal(["accepted 8", "traded 8 with 1: 4@99, left 0 and 0"], Desk.Submit(MatchingDesk.Sell(8, 4, 99)));
    }

    [Fact]
    public void fill_or_kill_must_count_one_of_two_resting_rivals()
    {
        Desk.SubmitList(ContingencyKind.OneCancelsOther, MatchingDesk.Sell(1, 4, 111, account: 4), MatchingDesk.Sell(2, 3, 110, account: 4));

        Assert.Equal(["rejected 9 NotFillable"], Desk.Submit(MatchingDesk.Buy(9, 4, 111) with { TimeInForce = TimeInForce.FillOrKill }));
        Assert.Equal(
            ["accepted 9", "traded 9 with 2: 3@110, left 0 and 0", "canceled 1 with 4 left: OtherOfList"],
            Desk.Submit(MatchingDesk.Buy(9, 3, 111) with { TimeInForce = TimeInForce.FillOrKill }));
    }

    [Fact]
    public void ill_formed_list_must_be_refused_as_a_defect_of_the_caller()
    {
        var (buy, sell) = (MatchingDesk.Buy(1, 1, 90), MatchingDesk.Sell(2, 1, 110, account: 1));

        Assert.Throws<ArgumentOutOfRangeException>(() => Desk.SubmitList(ContingencyKind.Unspecified, buy, sell));
        Assert.Throws<ArgumentException>(() => Desk.SubmitList(ContingencyKind.OneTriggersOneCancelsOther, buy, sell));
        Assert.Throws<ArgumentException>(() => Desk.SubmitList(ContingencyKind.OneCancelsOther, buy, sell));
        Assert.Throws<ArgumentException>(() => Desk.SubmitList(ContingencyKind.OneTriggersOther, buy, sell with { Account = 2 }));
        Assert.Throws<ArgumentException>(() => Desk.SubmitList(ContingencyKind.OneTriggersOther, buy, sell with { Symbol = 2 }));
    }
}
