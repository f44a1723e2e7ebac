using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Matching;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>Each kind of order, and each request with its answers.</summary>
public sealed class VenueOrderTests
{
    private const long Lot = 1_000_000;
    private readonly VenueDesk _desk = new(feePpm: 0);

    public VenueOrderTests() => _desk.Quote(4_999_900, 5_000_000);

    [Fact]
    public void limit_must_rest_and_fill_at_its_own_price_when_the_market_comes_to_it()
    {
        Accepted(_desk.Place("o1", Limit(OrderSide.Buy, 4_900_000)));
        Assert.Empty(_desk.Quote(4_999_900, 5_000_000));
        Assert.Equal(4_900_000, Filled(_desk.Quote(4_800_000, 4_850_000)).Price.Units); // maker: the price that it asked for
        Assert.Equal(VenueOrderStatus.Filled, _desk.Venue.Find("o1")!.Status);
    }

    [Fact]
    public void limit_must_fill_at_the_markets_price_when_it_crosses_on_arrival()
    {
        Accepted(_desk.Place("o1", Limit(OrderSide.Buy, 5_100_000)));
        Assert.Equal("510.00000000", _desk["USDT"].Locked.ToString()); // limit × quantity
        Assert.Equal(5_010_000, Filled(_desk.Quote(5_000_000, 5_010_000)).Price.Units);
        Assert.Equal(("99499.00000000", "0.00000000"), (_desk["USDT"].Free.ToString(), _desk["USDT"].Locked.ToString()));
    }

    [Fact]
    public void immediate_or_cancel_must_be_canceled_when_nothing_is_offered_at_its_price()
    {
        Accepted(_desk.Place("o1", Limit(OrderSide.Buy, 4_900_000) with { TimeInForce = TimeInForce.ImmediateOrCancel }));
        Canceled("nothing more", _desk.Quote(4_999_900, 5_000_000));
        Assert.Equal(Money.Zero, _desk["USDT"].Locked);
    }

    [Fact]
    public void fill_or_kill_must_be_canceled_whole_when_the_depth_is_not_enough()
    {
        var desk = Shallow();
        Accepted(desk.Place("o1", Limit(OrderSide.Buy, 5_100_000, 2 * Lot) with { TimeInForce = TimeInForce.FillOrKill }));
        Canceled("fill-or-kill", desk.Quote(4_999_900, 5_000_000));
        Assert.Empty(desk.Venue.TradesOf("o1"));
    }

    [Fact]
    public void market_order_must_fill_what_there_is_and_expire_with_the_rest()
    {
        var desk = Shallow();
        desk.Submit("o1", OrderSide.Buy, 3 * Lot);
        var reports = desk.Quote(4_999_900, 5_000_000);
        Assert.Equal(Lot, Assert.IsType<VenueFilled>(reports[0]).Trade.Quantity.Units);
        Assert.Equal("nothing more could be matched", Assert.IsType<VenueExpired>(reports[1]).Reason);
        Assert.Equal((VenueOrderStatus.Expired, Lot, Money.Zero), (desk.Venue.Find("o1")!.Status, desk.Venue.Find("o1")!.Filled.Units, desk["USDT"].Locked));
    }

    [Fact]
    public void market_purchase_must_expire_when_the_market_has_become_too_dear()
    {
        Accepted(_desk.Submit("o1", OrderSide.Buy, 200 * Lot)); // all there is
        Assert.Equal("insufficient balance", Assert.IsType<VenueExpired>(Assert.Single(_desk.Quote(5_000_000, 5_000_001))).Reason);
        Assert.Equal(Money.Whole(100_000), _desk["USDT"].Free);
    }

    [Fact]
    public void good_till_date_must_expire_with_the_first_event_at_its_date()
    {
        Accepted(_desk.Place("o1", Limit(OrderSide.Buy, 4_900_000) with { TimeInForce = TimeInForce.GoodTilDate, ExpiresNanos = 4 }));
        Assert.Empty(_desk.Quote(4_999_900, 5_000_000));
        Assert.Empty(_desk.Quote(299_900, 300_000, instrument: 1));
        Assert.Equal("its date has passed", Assert.IsType<VenueExpired>(Assert.Single(_desk.Quote(299_900, 300_000, instrument: 1))).Reason);
    }

    [Fact]
    public void post_only_must_be_rejected_when_it_would_match_and_expire_when_it_does_on_arrival()
    {
        var terms = Limit(OrderSide.Buy, 5_000_000) with { IsPostOnly = true };
        Assert.StartsWith("POST_ONLY", Assert.IsType<VenueRejected>(_desk.Place("o1", terms)).Reason, StringComparison.Ordinal);
        Accepted(_desk.Place("o2", terms with { Limit = Price(4_999_999) }));
        Assert.Equal("o2", Assert.IsType<VenueExpired>(Assert.Single(_desk.Quote(4_990_000, 4_995_000))).ClientOrderId);
    }

    [Fact]
    public void stop_must_trigger_and_fill_at_the_market()
    {
        Stock();
        Accepted(_desk.Place("o1", new OrderTerms(OrderSide.Sell, OrderType.Stop, Quantity(Lot), Trigger: Price(4_900_000))));
        Assert.Empty(_desk.Quote(4_950_000, 4_950_100));
        var reports = _desk.Quote(4_890_000, 4_890_100);
        Assert.IsType<VenueTriggered>(reports[0]);
        Assert.Equal(4_890_000, Assert.IsType<VenueFilled>(reports[1]).Trade.Price.Units);
        Assert.True(_desk.Venue.Find("o1")!.IsTriggered);
    }

    [Fact]
    public void stop_must_be_rejected_when_its_trigger_is_reached_already_and_be_live_when_that_happens_on_its_way()
    {
        Stock();
        _desk.Quote(4_990_000, 4_990_100);
        var terms = new OrderTerms(OrderSide.Sell, OrderType.Stop, Quantity(Lot), Trigger: Price(4_990_000));
        Assert.StartsWith("TRIGGER", Assert.IsType<VenueRejected>(_desk.Place("o1", terms)).Reason, StringComparison.Ordinal);
        Accepted(_desk.Place("o2", terms with { Trigger = Price(4_980_000) }));
        var reports = _desk.Quote(4_970_000, 4_970_100);
        Assert.IsType<VenueTriggered>(reports[0]);
        Assert.Equal(4_970_000, Assert.IsType<VenueFilled>(reports[1]).Trade.Price.Units);
    }

    [Fact]
    public void stop_purchase_must_pay_no_more_than_it_has_locked()
    {
        Accepted(_desk.Place("o1", new OrderTerms(OrderSide.Buy, OrderType.Stop, Quantity(Lot), Trigger: Price(5_100_000))));
        Assert.Equal("535.50000000", _desk["USDT"].Locked.ToString()); // the trigger and 5 %
        _desk.Quote(4_999_900, 5_000_000);
        var reports = _desk.Quote(5_600_000, 5_600_100);
        Assert.IsType<VenueTriggered>(reports[0]);
        Assert.Equal("insufficient balance", Assert.IsType<VenueExpired>(reports[1]).Reason);
    }

    [Fact]
    public void trailing_stop_must_follow_the_price_and_trigger_at_its_distance()
    {
        Stock();
        Accepted(_desk.Place("o1", new OrderTerms(OrderSide.Sell, OrderType.TrailingStop, Quantity(Lot), TrailingPpm: 10_000)));
        _desk.Quote(5_000_000, 5_000_100);
        _desk.Quote(5_500_000, 5_500_000 + 100);
        Assert.Equal(5_500_100, _desk.Venue.Find("o1")!.TrailingBest!.Value.Units);
        Assert.Empty(_desk.Quote(5_450_000, 5_450_100));
        Assert.Equal(5_440_000, Assert.IsType<VenueFilled>(_desk.Quote(5_440_000, 5_440_100)[1]).Trade.Price.Units);
    }

    [Fact]
    public void iceberg_must_fill_whole_over_all_its_slices()
    {
        Accepted(_desk.Place("o1", Limit(OrderSide.Buy, 4_900_000, 10 * Lot) with { Display = Quantity(3 * Lot) }));
        _desk.Quote(4_999_900, 5_000_000);
        var reports = _desk.Quote(4_800_000, 4_850_000);
        Assert.Equal(10 * Lot, reports.Cast<VenueFilled>().Sum(filled => filled.Trade.Quantity.Units));
    }

    [Fact]
    public void own_orders_must_not_trade_with_each_other()
    {
        Stock();
        Accepted(_desk.Place("maker", Limit(OrderSide.Sell, 5_050_000)));
        _desk.Quote(4_999_900, 5_100_000);
        Accepted(_desk.Place("taker", Limit(OrderSide.Buy, 5_060_000)));
        var reports = _desk.Quote(4_999_900, 5_100_000);
        Assert.Equal([new VenuePrevented("maker", 1, 3, new Price(5_050_000, 2), Quantity(Lot)), new VenueExpired("maker", "self-trade prevention")], reports);
        Assert.Equal(VenueOrderStatus.Open, _desk.Venue.Find("taker")!.Status);
    }

    [Fact]
    public void order_must_be_rejected_when_it_breaks_a_filter()
    {
        Rejected("LOT_SIZE: quantity must be a multiple of", _desk.Place("lot", Limit(OrderSide.Buy, 4_900_000, 1_500)));
        Rejected("PRICE_FILTER: ", new VenueDesk().Place("tick", Limit(OrderSide.Buy, 4_900_001), instrument: 1));
        Rejected("FORM: limit is needed", _desk.Place("form", new OrderTerms(OrderSide.Buy, OrderType.Limit, Quantity(Lot))));
        Rejected("EXPIRES: ", _desk.Place("date", Limit(OrderSide.Buy, 4_900_000) with { TimeInForce = TimeInForce.GoodTilDate, ExpiresNanos = 1 }));
        Rejected("insufficient balance", _desk.Place("dear", Limit(OrderSide.Buy, 5_000_000, 201 * Lot)));
        var valued = new VenueDesk(instruments: [QuantumAI.TestKit.Samples.Bitcoin]);
        Rejected("MIN_NOTIONAL: value must be at least 5", valued.Place("small", Limit(OrderSide.Buy, 4_900_000, 1_000)));
    }

    [Fact]
    public void cancel_must_end_an_open_order_and_be_refused_for_all_others()
    {
        Accepted(_desk.Place("arriving", Limit(OrderSide.Buy, 4_900_000)));
        Canceled("requested", _desk.Cancel("arriving"));
        Accepted(_desk.Place("resting", Limit(OrderSide.Buy, 4_900_000)));
        _desk.Quote(4_999_900, 5_000_000);
        Canceled("requested", _desk.Cancel("resting"));
        Assert.Equal(Money.Whole(100_000), _desk["USDT"].Free);
        Assert.Equal("the order has ended: Canceled", Assert.IsType<VenueCancelRefused>(Assert.Single(_desk.Cancel("resting"))).Reason);
        Assert.Equal("unknown order", Assert.IsType<VenueCancelRefused>(Assert.Single(_desk.Cancel("never"))).Reason);
        Assert.Empty(_desk.Quote(4_800_000, 4_800_100));
    }

    [Fact]
    public void amendment_must_make_an_order_smaller_and_give_back_what_it_locked()
    {
        Accepted(_desk.Place("o1", Limit(OrderSide.Buy, 4_900_000, 4 * Lot)));
        _desk.Quote(4_999_900, 5_000_000);
        Assert.Equal(3 * Lot, Assert.IsType<VenueAmended>(Assert.Single(_desk.Amend("o1", 3 * Lot))).Quantity.Units);
        Assert.Equal("1470.00000000", _desk["USDT"].Locked.ToString());
        foreach (var units in new[] { 3 * Lot, 5 * Lot, 0, -1 })
            Assert.StartsWith("AMEND", Assert.IsType<VenueAmendRefused>(Assert.Single(_desk.Amend("o1", units))).Reason, StringComparison.Ordinal);
        Assert.StartsWith("LOT_SIZE", Assert.IsType<VenueAmendRefused>(Assert.Single(_desk.Amend("o1", 1_500))).Reason, StringComparison.Ordinal);
        Assert.Equal("unknown order", Assert.IsType<VenueAmendRefused>(Assert.Single(_desk.Amend("never", Lot))).Reason);
        Assert.Equal(3 * Lot, Filled(_desk.Quote(4_800_000, 4_850_000)).Quantity.Units);
    }

    [Theory]
    [InlineData(SymbolState.Halted)]
    [InlineData(SymbolState.CancelOnly)]
    public void halted_symbol_must_take_cancels_only_and_go_on_afterwards(SymbolState state)
    {
        Accepted(_desk.Place("arriving", Limit(OrderSide.Buy, 5_100_000)));
        _desk.Venue.SetState("BTCUSDT", state);
        Rejected("SYMBOL_STATUS", _desk.Submit("o1", OrderSide.Buy, Lot));
        Accepted(_desk.Place("ether", new OrderTerms(OrderSide.Buy, OrderType.Limit, Quantity(Lot), new Price(10_000, 2)), instrument: 1));
        Assert.Empty(_desk.Quote(4_999_900, 5_000_000));
        Assert.IsType<VenueCanceled>(Assert.Single(_desk.Cancel("arriving")));
        _desk.Venue.SetState("BTCUSDT", SymbolState.Trading);
        Accepted(_desk.Submit("o2", OrderSide.Buy, Lot));
        Assert.Equal("o2", Filled(_desk.Quote(4_999_900, 5_000_000)).ClientOrderId);
    }

    [Fact]
    public void maker_and_taker_must_pay_their_own_rates()
    {
        var desk = new VenueDesk(settings: new PaperVenueSettings(0, 500, FeeSchedule.Flat(makerPpm: 100, takerPpm: 1_000)));
        desk.Quote(4_999_900, 5_000_000);
        desk.Place("maker", Limit(OrderSide.Buy, 4_900_000));
        desk.Submit("taker", OrderSide.Buy, Lot);
        Assert.Equal(new Money(1_000), Filled(desk.Quote(4_999_900, 5_000_000)).Fee);
        Assert.Equal(new Money(100), Filled(desk.Quote(4_800_000, 4_850_000)).Fee);
    }

    [Fact]
    public void order_on_bars_must_fill_at_the_next_open()
    {
        var desk = new VenueDesk(feePpm: 0, halfSpreadPpm: 0);
        desk.Bar(4_900_000, 5_100_000, 4_800_000, 5_000_000, 1_000 * Lot);
        Accepted(desk.Submit("o1", OrderSide.Buy, Lot));
        Accepted(desk.Place("o2", Limit(OrderSide.Buy, 4_500_000)));
        var fills = desk.Bar(4_990_000, 5_100_000, 4_450_000, 5_000_000, 1_000 * Lot).Cast<VenueFilled>().Select(filled => (filled.Trade.ClientOrderId, filled.Trade.Price.Units));
        Assert.Equal([("o1", 4_990_000), ("o2", 4_500_000)], fills);
    }

    private static VenueDesk Shallow()
    {
        var desk = new VenueDesk(settings: new PaperVenueSettings(0, 500, Liquidity: new LiquiditySettings(DepthUnits: Lot, IgnoresSizes: true)));
        desk.Quote(4_999_900, 5_000_000);
        return desk;
    }

    private static Price Price(long units) => new(units, 2);

    private static Quantity Quantity(long units) => new(units, 8);

    private static OrderTerms Limit(OrderSide side, long limit, long units = Lot) => new(side, OrderType.Limit, Quantity(units), Price(limit));

    private static void Accepted(VenueReport report) => Assert.IsType<VenueAccepted>(report);

    private static void Rejected(string why, VenueReport report) =>
        Assert.StartsWith(why, Assert.IsType<VenueRejected>(report).Reason, StringComparison.Ordinal);

    private static void Canceled(string why, IReadOnlyList<VenueReport> reports) =>
        Assert.StartsWith(why, Assert.IsType<VenueCanceled>(Assert.Single(reports)).Reason, StringComparison.Ordinal);

    private static VenueTrade Filled(IReadOnlyList<VenueReport> reports) => Assert.IsType<VenueFilled>(Assert.Single(reports)).Trade;

    private void Stock()
    {
        _desk.Submit("stock", OrderSide.Buy, 100 * Lot);
        Filled(_desk.Quote(4_999_900, 5_000_000));
    }
}
