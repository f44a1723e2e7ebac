using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

public sealed class PaperVenueTests
{
    private const long OneBitcoin = 100_000_000;
    private readonly VenueDesk _desk = new();

    [Fact]
    public void purchase_must_fill_at_the_ask_of_the_next_event_with_the_fee_in_the_base_asset()
    {
        _desk.Quote(4_999_900, 5_000_000);
        Assert.IsType<VenueAccepted>(_desk.Submit("o1", OrderSide.Buy, OneBitcoin));
        var trade = Assert.IsType<VenueFilled>(Assert.Single(_desk.Quote(5_010_000, 5_020_000))).Trade;
        Assert.Equal(
            ("50200.00", "50200.00000000", "0.00100000", "BTC"),
            (trade.Price.ToString(), trade.QuoteQuantity.ToString(), trade.Fee.ToString(), trade.FeeAsset));
        Assert.Equal(("49800.00000000", "0.00000000"), (_desk["USDT"].Free.ToString(), _desk["USDT"].Locked.ToString()));
        Assert.Equal("0.99900000", _desk["BTC"].Free.ToString());
        Assert.Equal(VenueOrderStatus.Filled, _desk.Venue.Find("o1")!.Status);
        Assert.Equal([trade], _desk.Venue.TradesOf("o1"));
    }

    [Fact]
    public void sale_must_fill_at_the_bid_with_the_fee_in_the_quote_asset()
    {
        Buy("o1", OneBitcoin);
        _desk.Submit("o2", OrderSide.Sell, 50_000_000);
        Assert.Equal("0.50000000", _desk["BTC"].Locked.ToString());
        var trade = Assert.IsType<VenueFilled>(Assert.Single(_desk.Quote(5_100_000, 5_200_000))).Trade;
        Assert.Equal(("51000.00", "25.50000000", "USDT"), (trade.Price.ToString(), trade.Fee.ToString(), trade.FeeAsset));
        Assert.Equal("75474.50000000", _desk["USDT"].Free.ToString());
        Assert.Equal(("0.49900000", "0.00000000"), (_desk["BTC"].Free.ToString(), _desk["BTC"].Locked.ToString()));
    }

    [Fact]
    public void fee_must_be_rounded_up()
    {
        var desk = new VenueDesk(feePpm: 333);
        desk.Quote(4_999_900, 5_000_000);
        desk.Submit("o1", OrderSide.Buy, 1_000);
        Assert.Equal(new Money(1), Assert.IsType<VenueFilled>(Assert.Single(desk.Quote(4_999_900, 5_000_000))).Trade.Fee); // 0.333 units
    }

    [Fact]
    public void fee_must_be_rounded_up_to_what_the_base_asset_can_express()
    {
        var whole = Samples.Bitcoin with { QuantityScale = 2, LotStepUnits = 1, MinQuantityUnits = 1, MinNotional = Money.Zero };
        var desk = new VenueDesk(feePpm: 1_000, instruments: [whole]);
        desk.Quote(100, 200);
        desk.Submit("o1", OrderSide.Buy, 100);
        Assert.Equal("0.01000000", Assert.IsType<VenueFilled>(Assert.Single(desk.Quote(100, 200))).Trade.Fee.ToString());
        Assert.Equal("0.99000000", desk["BTC"].Free.ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void order_must_not_fill_on_an_event_that_the_decision_had_seen(long sequence)
    {
        _desk.Quote(1, 2);
        _desk.Quote(4_999_900, 5_000_000);
        _desk.Submit("o1", OrderSide.Buy, 1_000); // rests on event 2
        var seen = MarketEvent.Quote(0, 0, 0, 4_000_000, 4_000_100, 1, 1);
        Assert.Empty(_desk.HappensAgain(seen, sequence));
        Assert.Equal(VenueOrderStatus.Open, _desk.Venue.Find("o1")!.Status);
        Assert.Single(_desk.HappensAgain(seen, 3));
    }

    [Fact]
    public void order_must_not_fill_on_another_instrument()
    {
        _desk.Quote(4_999_900, 5_000_000);
        _desk.Submit("o1", OrderSide.Buy, 1_000);
        Assert.Empty(_desk.Quote(299_900, 300_000, instrument: 1));
    }

    [Theory]
    [InlineData(5_000_000, 4_999_999)]
    [InlineData(0, 5_000_000)]
    [InlineData(5_000_000, 0)]
    [InlineData(0, 0)]
    [InlineData(-1, 5_000_000)]
    public void crossed_or_one_sided_quote_must_fill_nothing(long bid, long ask)
    {
        _desk.Quote(4_999_900, 5_000_000);
        _desk.Submit("o1", OrderSide.Buy, 1_000);
        Assert.Empty(_desk.Quote(bid, ask));
        Assert.Equal("50000.00", Assert.IsType<VenueFilled>(Assert.Single(_desk.Quote(4_999_900, 5_000_000))).Trade.Price.ToString());
    }

    [Theory]
    [InlineData(5_000_000, 4_997_500, 5_002_500)]
    [InlineData(5_000_001, 4_997_500, 5_002_502)]
    [InlineData(1, 1, 2)]
    [InlineData(1_999, 1_998, 2_000)]
    public void spread_model_must_round_outwards_when_the_feed_shows_no_spread(long price, long bid, long ask)
    {
        foreach (var byTrade in new[] { true, false })
        {
            var desk = new VenueDesk(feePpm: 0, halfSpreadPpm: 500, deposit: 1_000_000);
            IReadOnlyList<VenueReport> Show(long units) => byTrade ? desk.Trade(units) : desk.Quote(units, units);
            Show(price);
            desk.Submit("buy", OrderSide.Buy, OneBitcoin);
            Assert.Equal(ask, PriceOf(Show(price)));
            desk.Submit("sell", OrderSide.Sell, OneBitcoin);
            Assert.Equal(bid, PriceOf(Show(price)));
        }
    }

    [Fact]
    public void spread_model_must_keep_to_the_tick_of_the_instrument()
    {
        var desk = new VenueDesk(feePpm: 0, halfSpreadPpm: 500);
        desk.Trade(300_000, instrument: 1);
        desk.Submit("buy", OrderSide.Buy, OneBitcoin, instrument: 1);
        Assert.Equal(300_155, PriceOf(desk.Trade(300_001, instrument: 1))); // 300,151.0005, in steps of 5
        desk.Submit("sell", OrderSide.Sell, OneBitcoin, instrument: 1);
        Assert.Equal(299_850, PriceOf(desk.Trade(300_001, instrument: 1))); // 299,850.9995
    }

    [Fact]
    public void trades_must_not_fill_when_the_feed_has_quotes()
    {
        _desk.Quote(4_999_900, 5_000_000);
        _desk.Submit("o1", OrderSide.Buy, 1_000);
        Assert.Empty(_desk.Trade(4_000_000));
        Assert.Single(_desk.Quote(4_999_900, 5_000_000));
    }

    [Fact]
    public void order_must_be_rejected_when_it_breaks_a_rule_of_the_venue()
    {
        _desk.Quote(4_999_900, 5_000_000);
        Rejected("LOT_SIZE", _desk.Submit("small", OrderSide.Buy, 999));
        Rejected("LOT_SIZE", _desk.Submit("odd", OrderSide.Buy, 1_001));
        Rejected("LOT_SIZE", _desk.Submit("zero", OrderSide.Buy, 0));
        Rejected("LOT_SIZE", _desk.Submit("negative", OrderSide.Buy, -1_000));
        Rejected("order type", _desk.Submit("type", OrderSide.Buy, 1_000, type: OrderType.Unspecified));
        Rejected("unknown symbol", _desk.SubmitUnknownSymbol("symbol"));
        Rejected("insufficient balance", _desk.Submit("rich", OrderSide.Buy, (2 * OneBitcoin) + 1_000));
        Rejected("insufficient balance", _desk.Submit("short", OrderSide.Sell, 1_000));
        Assert.Equal(Money.Whole(100_000), _desk["USDT"].Free);
        Assert.Equal(VenueOrderStatus.Rejected, _desk.Venue.Find("small")!.Status);
        Assert.Empty(_desk.Quote(4_999_900, 5_000_000));
        Assert.IsType<VenueAccepted>(_desk.Submit("all", OrderSide.Buy, 2 * OneBitcoin));
    }

    [Fact]
    public void known_id_must_be_refused_whatever_became_of_it()
    {
        Buy("filled", 1_000);
        _desk.Submit("open", OrderSide.Buy, 1_000);
        _desk.Submit("rejected", OrderSide.Buy, 1);
        var before = _desk.Dump();
        foreach (var id in new[] { "filled", "open", "rejected" })
            Rejected("duplicate", _desk.Submit(id, OrderSide.Buy, 1_000));
        Assert.Equal(before, _desk.Dump());
    }

    [Fact]
    public void order_must_expire_and_release_its_money_when_the_price_ran_away()
    {
        _desk.Quote(4_999_900, 5_000_000);
        _desk.Submit("o1", OrderSide.Buy, 2 * OneBitcoin);
        Assert.IsType<VenueExpired>(Assert.Single(_desk.Quote(5_000_000, 5_000_001)));
        Assert.Equal((Money.Whole(100_000), Money.Zero), (_desk["USDT"].Free, _desk["USDT"].Locked));
        Assert.Equal(VenueOrderStatus.Expired, _desk.Venue.Find("o1")!.Status);
        Assert.Empty(_desk.Quote(1, 2));
    }

    [Fact]
    public void orders_must_fill_in_the_order_in_which_they_came()
    {
        _desk.Quote(4_999_900, 5_000_000);
        foreach (var id in new[] { "o3", "o1", "o2" })
            _desk.Submit(id, OrderSide.Buy, 1_000);
        var fills = _desk.Quote(4_999_900, 5_000_000).Cast<VenueFilled>().Select(filled => (filled.Trade.ClientOrderId, filled.Trade.TradeId));
        Assert.Equal([("o3", 1), ("o1", 2), ("o2", 3)], fills);
    }

    private static long PriceOf(IReadOnlyList<VenueReport> reports) => Assert.IsType<VenueFilled>(Assert.Single(reports)).Trade.Price.Units;

    private static void Rejected(string why, VenueReport report) =>
        Assert.Contains(why, Assert.IsType<VenueRejected>(report).Reason, StringComparison.Ordinal);

    private void Buy(string id, long units)
    {
        _desk.Quote(4_999_900, 5_000_000);
        _desk.Submit(id, OrderSide.Buy, units);
        Assert.IsType<VenueFilled>(Assert.Single(_desk.Quote(4_999_900, 5_000_000)));
    }
}
