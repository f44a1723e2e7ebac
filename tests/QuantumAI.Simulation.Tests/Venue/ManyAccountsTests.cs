using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>Two accounts on one venue: they trade with each other, and each has money, ids and fees of its own.</summary>
public sealed class ManyAccountsTests
{
    private const long Lot = 1_000_000;
    private readonly MarketHall _hall = new(new PaperVenueSettings(
        0, 500, new FeeSchedule([new FeeRates(0, 0), new FeeRates(1_000, 2_000)]), Entry: EntryPolicy.AtOnce));

    [Fact]
    public void orders_of_two_accounts_must_trade_with_each_other_under_one_trade_id()
    {
        Assert.IsType<VenueAccepted>(Assert.Single(_hall.Place("alice", "o1", MarketHall.Limit(OrderSide.Sell, 5_000_000, Lot))).Report);
        var told = _hall.Place("bob", "o1", MarketHall.Limit(OrderSide.Buy, 5_010_000, 3 * Lot));

        Assert.Equal([2, 1, 2], told.Select(entry => entry.Account));
        var made = Assert.IsType<VenueFilled>(told[1].Report).Trade;
        var taken = Assert.IsType<VenueFilled>(told[2].Report).Trade;
        Assert.Equal((1, true, OrderSide.Sell, 5_000_000L, Lot), (made.TradeId, made.IsMaker, made.Side, made.Price.Units, made.Quantity.Units));
        Assert.Equal((1, false, OrderSide.Buy, made.Price, made.Quantity), (taken.TradeId, taken.IsMaker, taken.Side, taken.Price, taken.Quantity));
        Assert.Equal((VenueOrderStatus.Filled, VenueOrderStatus.Open), (told[1].Order!.Status is VenueOrderStatus.Open ? VenueOrderStatus.Filled : default, told[2].Order!.Status));
        Assert.Equal(Lot, told[2].Order!.Filled.Units);
    }

    [Fact]
    public void account_must_pay_the_fee_of_its_own_tier()
    {
        _hall.Place("alice", "a", MarketHall.Limit(OrderSide.Sell, 5_000_000, Lot));
        var told = _hall.Place("bob", "b", MarketHall.Limit(OrderSide.Buy, 5_000_000, Lot));
        Assert.Equal(Money.Zero, ((VenueFilled)told[1].Report).Trade.Fee);
        Assert.Equal(Money.Parse("0.00002"), ((VenueFilled)told[2].Report).Trade.Fee);
    }

    [Fact]
    public void account_must_not_see_or_end_the_orders_of_another()
    {
        _hall.Place("alice", "o1", MarketHall.Limit(OrderSide.Sell, 5_000_000, Lot));
        Assert.Null(_hall["bob"].Find("o1"));
        Assert.Null(_hall["bob"].FindNumber(1));
        Assert.IsType<VenueCancelRefused>(Assert.Single(_hall.Cancel("bob", "o1")).Report);
        Assert.NotNull(_hall["alice"].FindNumber(1));
        Assert.Single(_hall["alice"].OpenOrders);
    }

    [Fact]
    public void history_must_be_read_by_symbol_from_an_id_on()
    {
        for (var i = 1; i <= 5; i++)
        {
            _hall.Place("alice", $"a{i}", MarketHall.Limit(OrderSide.Sell, 5_000_000, Lot));
            _hall.Place("bob", $"b{i}", MarketHall.Limit(OrderSide.Buy, 5_000_000, Lot));
        }

        Assert.Equal([3L, 4L], _hall["alice"].Trades("BTCUSDT", 3, most: 2).Select(trade => trade.TradeId));
        Assert.Equal(["b2", "b3"], _hall["bob"].Orders("BTCUSDT", 3, most: 2).Select(order => order.ClientOrderId));
        Assert.Equal([5L], _hall["bob"].TradesOf(10).Select(trade => trade.TradeId));
        Assert.Empty(_hall["bob"].Trades("ETHUSDT", 0, 10));
    }

    [Theory]
    [InlineData(SelfTradePrevention.ExpireMaker, "maker Expired, taker Open")]
    [InlineData(SelfTradePrevention.ExpireTaker, "maker Open, taker Expired")]
    [InlineData(SelfTradePrevention.ExpireBoth, "maker Expired, taker Expired")]
    [InlineData(SelfTradePrevention.Decrement, "maker Expired, taker Open")]
    public void self_trade_must_be_prevented_within_an_account_and_be_told(SelfTradePrevention mode, string expected)
    {
        _hall.Place("alice", "maker", MarketHall.Limit(OrderSide.Sell, 5_000_000, Lot));
        _hall.Place("alice", "taker", MarketHall.Limit(OrderSide.Buy, 5_000_000, 3 * Lot) with { SelfTrade = mode });

        var alice = _hall["alice"];
        Assert.Equal(expected, $"maker {alice.Find("maker")!.Status}, taker {alice.Find("taker")!.Status}");
        var prevention = Assert.Single(alice.Preventions("BTCUSDT", 0, 10));
        Assert.Equal((1L, 2L, 1L, mode, 5_000_000L), (prevention.PreventionId, prevention.TakerOrder, prevention.MakerOrder, prevention.Mode, prevention.Price.Units));
        Assert.Equal(prevention.MakerQuantity.Units, alice.Find("maker")!.Prevented?.Units ?? 0);
        Assert.Equal(prevention.TakerQuantity.Units, alice.Find("taker")!.Prevented?.Units ?? 0);
        if (mode == SelfTradePrevention.Decrement)
            Assert.Equal((2 * Lot, 3 * Lot), (alice.Find("taker")!.Quantity.Units, alice.Find("taker")!.Asked!.Value.Units));
    }

    [Fact]
    public void own_order_must_be_passed_and_another_account_met()
    {
        _hall.Place("alice", "own", MarketHall.Limit(OrderSide.Sell, 5_000_000, Lot));
        _hall.Place("bob", "other", MarketHall.Limit(OrderSide.Sell, 5_000_000, Lot));
        var told = _hall.Place("alice", "taker", MarketHall.Limit(OrderSide.Buy, 5_000_000, Lot));
        Assert.Equal(2, told.Count(entry => entry.Report is VenueFilled));
        Assert.Equal(VenueOrderStatus.Filled, _hall["bob"].Find("other")!.Status);
        Assert.Equal((VenueOrderStatus.Expired, PaperVenue.SelfTradePrevented), (_hall["alice"].Find("own")!.Status, _hall["alice"].Find("own")!.Reason));
    }

    [Fact]
    public void cancel_must_give_its_own_id_back()
    {
        _hall.Place("alice", "o1", MarketHall.Limit(OrderSide.Sell, 5_000_000, Lot));
        Assert.Equal(new VenueCanceled("o1", PaperVenue.Requested, "c1"), Assert.Single(_hall.Cancel("alice", "o1", "c1")).Report);
    }

    [Theory]
    [InlineData(ClientIdRule.OnceForEver, false)]
    [InlineData(ClientIdRule.OnceAmongOpen, true)]
    public void client_id_must_be_taken_again_by_the_rule_only(ClientIdRule rule, bool isTaken)
    {
        var hall = new MarketHall(new PaperVenueSettings(0, 500, Entry: EntryPolicy.AtOnce, ClientIds: rule));
        hall.Place("alice", "o1", MarketHall.Limit(OrderSide.Sell, 5_000_000, Lot));
        Assert.IsType<VenueRejected>(hall.Place("alice", "o1", MarketHall.Limit(OrderSide.Sell, 5_000_000, Lot))[0].Report);
        hall.Cancel("alice", "o1");
        var again = hall.Place("alice", "o1", MarketHall.Limit(OrderSide.Sell, 5_100_000, Lot))[0];
        Assert.Equal(isTaken, again.Report is VenueAccepted);
        Assert.Equal(isTaken ? 5_100_000 : 5_000_000, hall["alice"].Find("o1")!.Terms.Limit!.Value.Units);
        Assert.Equal(VenueOrderStatus.Canceled, hall["alice"].FindNumber(1)!.Status);
        hall.Restart();
        Assert.Equal(isTaken ? 5_100_000 : 5_000_000, hall["alice"].Find("o1")!.Terms.Limit!.Value.Units);
    }

    [Fact]
    public void depth_must_show_the_house_less_what_was_taken_and_the_clients()
    {
        var hall = new MarketHall(new PaperVenueSettings(0, 500, Liquidity: new(), Entry: EntryPolicy.AtOnce));
        hall.Quote(4_999_000, 5_000_000, 5 * Lot);
        Assert.Equal("5@5000000", hall.Side(OrderSide.Sell, Lot));
        hall.Place("alice", "take", MarketHall.Limit(OrderSide.Buy, 5_000_000, 2 * Lot));
        hall.Place("alice", "bid", MarketHall.Limit(OrderSide.Buy, 4_999_500, Lot));
        hall.Place("bob", "ask", MarketHall.Limit(OrderSide.Sell, 5_000_000, Lot));
        hall.Place("bob", "iceberg", MarketHall.Limit(OrderSide.Sell, 5_000_100, 4 * Lot) with { Display = new Quantity(Lot, 8) });
        Assert.Equal("4@5000000 1@5000100", hall.Side(OrderSide.Sell, Lot));
        Assert.Equal("1@4999500 5@4999000", hall.Side(OrderSide.Buy, Lot));

        // Far from every client the house is only remembered: it is shown all the same.
        hall.Quote(4_998_000, 5_000_050, 7 * Lot);
        Assert.Equal("1@4999500 7@4998000", hall.Side(OrderSide.Buy, Lot));
        Assert.Equal("1@5000000 7@5000050 1@5000100", hall.Side(OrderSide.Sell, Lot));
        var levels = new (long, long)[10];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            hall.Venue.Depth(0, OrderSide.Sell, levels);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
