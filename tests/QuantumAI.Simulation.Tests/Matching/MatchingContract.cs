using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Tests.Matching;

/// <summary>What any matching engine must do; each engine has a class that inherits it.</summary>
public abstract partial class MatchingContract
{
    private MatchingDesk? _desk;

    private MatchingDesk Desk => _desk ??= new MatchingDesk(Create(3));

    protected abstract IMatchingEngine Create(int symbols);

    [Fact]
    public void order_must_rest_when_nothing_crosses()
    {
        Assert.Equal(["accepted 1"], Desk.Submit(MatchingDesk.Buy(1, 5, 99)));
        Assert.Equal(["accepted 2"], Desk.Submit(MatchingDesk.Sell(2, 7, 101)));

        Assert.Equal(("5@99", "7@101"), (Desk.Side(OrderSide.Buy), Desk.Side(OrderSide.Sell)));
        Assert.Equal((99, 101, 0), (Desk.Engine.Best(0, OrderSide.Buy), Desk.Engine.Best(0, OrderSide.Sell), Desk.Engine.LastPrice(0)));
        Assert.Equal((5, 7, 0), (Desk.Engine.Remaining(0, 1), Desk.Engine.Remaining(0, 2), Desk.Engine.Remaining(1, 1)));
    }

    [Fact]
    public void trade_must_be_at_the_makers_price_best_price_first_then_the_oldest()
    {
        Desk.Place(MatchingDesk.Sell(1, 5, 102), MatchingDesk.Sell(2, 5, 101), MatchingDesk.Sell(3, 5, 101), MatchingDesk.Sell(4, 5, 103));

        Assert.Equal(
            ["accepted 9", "traded 9 with 2: 5@101, left 7 and 0", "traded 9 with 3: 5@101, left 2 and 0", "traded 9 with 1: 2@102, left 0 and 3"],
            Desk.Submit(MatchingDesk.Buy(9, 12, 102)));
        Assert.Equal(("3@102 5@103", ""), (Desk.Side(OrderSide.Sell), Desk.Side(OrderSide.Buy)));
        Assert.Equal(102, Desk.Engine.LastPrice(0));
    }

    [Fact]
    public void sell_must_meet_the_highest_bid_and_rest_with_what_is_left()
    {
        Desk.Place(MatchingDesk.Buy(1, 5, 99), MatchingDesk.Buy(2, 5, 100), MatchingDesk.Buy(3, 5, 98));

        Assert.Equal(
            ["accepted 9", "traded 9 with 2: 5@100, left 7 and 0", "traded 9 with 1: 5@99, left 2 and 0"], Desk.Submit(MatchingDesk.Sell(9, 12, 99)));
        Assert.Equal(("2@99", "5@98"), (Desk.Side(OrderSide.Sell), Desk.Side(OrderSide.Buy)));
    }

    [Fact]
    public void trade_must_name_both_accounts_sides_and_its_number_per_symbol()
    {
        Desk.Place(MatchingDesk.Sell(1, 5, 100), MatchingDesk.Sell(2, 5, 100) with { Symbol = 1 });
        Desk.Submit(MatchingDesk.Buy(3, 2, 100));
        Desk.Submit(MatchingDesk.Buy(4, 2, 100));

        Assert.Equal(
            new EngineEvent(EngineEventKind.Traded, 0, 4, 1, OrderSide.Buy, 1, 2, 2, 100, 2, 0, 1, EngineReason.None, Desk.Nanos), Desk.Events[1]);
        Desk.Submit(MatchingDesk.Buy(5, 2, 100) with { Symbol = 1 });
        Assert.Equal((1, 2L, 1L), (Desk.Events[1].Symbol, Desk.Events[1].MakerOrderId, Desk.Events[1].TradeId));
    }

    [Fact]
    public void market_order_must_take_every_price_and_expire_when_the_book_is_empty()
    {
        Desk.Place(MatchingDesk.Sell(1, 5, 101), MatchingDesk.Sell(2, 5, 900));

        Assert.Equal(
            ["accepted 9", "traded 9 with 1: 5@101, left 7 and 0", "traded 9 with 2: 5@900, left 2 and 0", "expired 9 with 2 left: NoLiquidity"],
            Desk.Submit(MatchingDesk.Market(9, OrderSide.Buy, 12)));
        Assert.Equal(["accepted 10", "expired 10 with 1 left: NoLiquidity"], Desk.Submit(MatchingDesk.Market(10, OrderSide.Sell, 1)));
    }

    [Fact]
    public void immediate_or_cancel_must_leave_nothing_behind()
    {
        Desk.Place(MatchingDesk.Sell(1, 5, 101), MatchingDesk.Sell(2, 5, 102));

        Assert.Equal(
            ["accepted 9", "traded 9 with 1: 5@101, left 7 and 0", "canceled 9 with 7 left: NoLiquidity"],
            Desk.Submit(MatchingDesk.Buy(9, 12, 101) with { TimeInForce = TimeInForce.ImmediateOrCancel }));
        Assert.Equal("", Desk.Side(OrderSide.Buy));
    }

    [Theory]
    [InlineData(10, 102, true)]
    [InlineData(11, 102, false)]
    [InlineData(6, 101, false)]
    [InlineData(5, 101, true)]
    public void fill_or_kill_must_be_filled_whole_or_rejected(long quantity, long limit, bool isFilled)
    {
        Desk.Place(MatchingDesk.Sell(1, 5, 101), MatchingDesk.Sell(2, 5, 102));

        var lines = Desk.Submit(MatchingDesk.Buy(9, quantity, limit) with { TimeInForce = TimeInForce.FillOrKill });

        if (isFilled)
            Assert.Equal(0, Desk.Events[^1].Remaining);
        else
            Assert.Equal(["rejected 9 NotFillable"], lines);
        Assert.Equal(isFilled ? 10 - quantity : 10, Desk.Engine.Remaining(0, 1) + Desk.Engine.Remaining(0, 2));
    }

    [Fact]
    public void fill_or_kill_market_order_must_look_at_the_whole_book()
    {
        Desk.Place(MatchingDesk.Sell(1, 5, 101), MatchingDesk.Sell(2, 5, 900));

        Assert.Equal(["rejected 9 NotFillable"], Desk.Submit(MatchingDesk.Market(9, OrderSide.Buy, 11) with { TimeInForce = TimeInForce.FillOrKill }));
        Assert.Equal(3, Desk.Submit(MatchingDesk.Market(9, OrderSide.Buy, 10) with { TimeInForce = TimeInForce.FillOrKill }).Length);
    }

    [Fact]
    public void post_only_must_be_rejected_when_it_would_match_own_orders_included()
    {
        Desk.Place(MatchingDesk.Sell(1, 5, 101));

        Assert.Equal(["rejected 9 WouldMatch"], Desk.Submit(MatchingDesk.Buy(9, 1, 101) with { IsPostOnly = true }));
        Assert.Equal(["rejected 9 WouldMatch"], Desk.Submit(MatchingDesk.Buy(9, 1, 101, account: 2) with { IsPostOnly = true }));
        Assert.Equal(["accepted 9"], Desk.Submit(MatchingDesk.Buy(9, 1, 100) with { IsPostOnly = true }));
    }

    [Fact]
    public void iceberg_must_show_slices_and_go_to_the_end_of_its_level_with_each()
    {
        Desk.Place(MatchingDesk.Sell(1, 10, 101) with { Display = 4 }, MatchingDesk.Sell(2, 3, 101));
        Assert.Equal("7@101", Desk.Side(OrderSide.Sell));

        Assert.Equal(
            [
                "accepted 9", "traded 9 with 1: 4@101, left 8 and 6", "traded 9 with 2: 3@101, left 5 and 0",
                "traded 9 with 1: 4@101, left 1 and 2", "traded 9 with 1: 1@101, left 0 and 1",
            ],
            Desk.Submit(MatchingDesk.Buy(9, 12, 101)));
        Assert.Equal(("1@101", 1), (Desk.Side(OrderSide.Sell), Desk.Engine.Remaining(0, 1)));
    }

    [Fact]
    public void iceberg_must_keep_its_place_while_its_slice_lasts()
    {
        Desk.Place(MatchingDesk.Sell(1, 10, 101) with { Display = 4 }, MatchingDesk.Sell(2, 3, 101), MatchingDesk.Buy(3, 3, 101));

        Assert.Equal(["accepted 4", "traded 4 with 1: 1@101, left 0 and 6"], Desk.Submit(MatchingDesk.Buy(4, 1, 101)));
        Assert.Equal(["accepted 5", "traded 5 with 2: 1@101, left 0 and 2"], Desk.Submit(MatchingDesk.Buy(5, 1, 101)));
    }

    [Fact]
    public void taking_iceberg_must_match_all_of_it_and_rest_with_a_slice()
    {
        Desk.Place(MatchingDesk.Sell(1, 10, 101));

        Assert.Equal(["accepted 9", "traded 9 with 1: 10@101, left 5 and 0"], Desk.Submit(MatchingDesk.Buy(9, 15, 101) with { Display = 2 }));
        Assert.Equal(("2@101", 5), (Desk.Side(OrderSide.Buy), Desk.Engine.Remaining(0, 9)));
    }

    [Fact]
    public void fill_or_kill_must_count_what_an_iceberg_hides()
    {
        Desk.Place(MatchingDesk.Sell(1, 10, 101) with { Display = 1 });

        Assert.Equal(["rejected 9 NotFillable"], Desk.Submit(MatchingDesk.Buy(9, 11, 101) with { TimeInForce = TimeInForce.FillOrKill }));
        Assert.Equal(11, Desk.Submit(MatchingDesk.Buy(9, 10, 101) with { TimeInForce = TimeInForce.FillOrKill }).Length);
    }

    [Fact]
    public void ahead_must_be_what_is_shown_before_an_order_at_its_price()
    {
        Desk.Place(
            MatchingDesk.Sell(1, 10, 101) with { Display = 4 }, MatchingDesk.Sell(2, 3, 101), MatchingDesk.Sell(3, 1, 101), MatchingDesk.Sell(4, 9, 100),
            MatchingDesk.Waiting(5, OrderSide.Buy, OrderType.Stop, 1, 120));

        Assert.Equal(
            (0, 4, 7, 0, -1, -1),
            (Desk.Engine.AheadOf(0, 1), Desk.Engine.AheadOf(0, 2), Desk.Engine.AheadOf(0, 3), Desk.Engine.AheadOf(0, 4), Desk.Engine.AheadOf(0, 5),
                Desk.Engine.AheadOf(0, 6)));
    }

    [Fact]
    public void depth_must_write_no_more_levels_than_there_is_room_for()
    {
        Desk.Place(MatchingDesk.Sell(1, 1, 101), MatchingDesk.Sell(2, 2, 102), MatchingDesk.Sell(3, 3, 103));
        var levels = new (long Price, long Quantity)[2];

        Assert.Equal(2, Desk.Engine.Depth(0, OrderSide.Sell, levels));
        Assert.Equal([(101, 1), (102, 2)], levels);
        Assert.Equal(0, Desk.Engine.Depth(1, OrderSide.Sell, levels));
    }

    [Fact]
    public void hash_must_tell_books_apart_by_their_priority()
    {
        var other = new MatchingDesk(Create(3));
        Assert.Equal(Desk.Engine.StateHash(), other.Engine.StateHash());
        Desk.Place(MatchingDesk.Sell(1, 1, 101), MatchingDesk.Sell(2, 1, 101));
        other.Place(MatchingDesk.Sell(2, 1, 101), MatchingDesk.Sell(1, 1, 101));

        Assert.NotEqual(Desk.Engine.StateHash(), other.Engine.StateHash());
        _ = (Desk.Cancel(1), other.Cancel(1));
        Assert.Equal(Desk.Engine.StateHash(), other.Engine.StateHash());
    }
}

public sealed class NaiveMatchingEngineTests : MatchingContract
{
    protected override IMatchingEngine Create(int symbols) => new NaiveMatchingEngine(symbols);
}

public sealed class MatchingEngineTests : MatchingContract
{
    protected override IMatchingEngine Create(int symbols) => new MatchingEngine(symbols, capacity: 1);
}
