using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.Tests.PaperServer;

/// <summary>Single orders through the calls that place, change and query them.</summary>
public sealed class OrderCallTests
{
    private readonly ExchangeDesk _desk = new();

    [Fact]
    public void market_order_must_be_filled_and_told_in_full()
    {
        var report = _desk.Market("BUY", "0.5");

        Assert.Equal("FILLED", report.State!.Status.Text);
        Assert.Equal(Money.Parse("5000.5"), report.State.QuoteFilled);
        var fill = Assert.Single(report.Fills);
        Assert.Equal((Money.Parse("0.0005"), "BTC"), (fill.Commission, fill.CommissionAsset));
        Assert.Equal(Money.Parse("0.4995"), _desk.Balance("BTC").Free);
        Assert.Equal(Money.Parse("94999.5"), _desk.Balance("USDT").Free);
        Assert.Equal([SpotExecution.New, SpotExecution.Trade], _desk.Told.OfType<OrderTold>().Select(told => told.Kind));
        Assert.Contains(_desk.Told.OfType<BalancesTold>(), told => told.Account == 1);
    }

    [Fact]
    public void market_order_must_spend_at_most_the_amount_when_it_names_one()
    {
        var report = SpotOrders.Order(_desk.Done(
            "POST", "/api/v3/order", ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "MARKET"), ("quoteOrderQty", "1000"), ("strategyId", 9)));

        Assert.Equal("0.09999", report.State!.Filled.ToString().TrimEnd('0'));
        Assert.Equal(Money.Whole(1_000), report.State.QuoteQuantity);
        Assert.Equal(9, report.State.StrategyId);
        Assert.Equal(Money.Whole(1_000), _desk.Order(report.Key.OrderId).State!.QuoteQuantity);
    }

    [Theory]
    [InlineData("ACK", false, false)]
    [InlineData("RESULT", true, false)]
    [InlineData("FULL", true, true)]
    public void answer_must_have_the_form_that_was_asked_for(string form, bool hasState, bool hasFills)
    {
        var report = SpotOrders.Order(_desk.Done(
            "POST", "/api/v3/order", ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "MARKET"), ("quantity", "0.1"), ("newOrderRespType", form)));
        Assert.Equal((hasState, hasFills), (report.State is not null, report.Fills.Count > 0));
    }

    [Fact]
    public void order_must_rest_and_be_canceled()
    {
        var placed = _desk.Limit("BUY", "9000.00", "0.1", more: ("newClientOrderId", "mine"));
        Assert.Equal("NEW", placed.State!.Status.Text);
        Assert.Equal(Money.Whole(900), _desk.Balance("USDT").Locked);
        Assert.Single(SpotOrders.Orders(_desk.Done("GET", "/api/v3/openOrders")));

        var canceled = SpotOrders.Order(_desk.Done("DELETE", "/api/v3/order", ("symbol", "BTCUSDT"), ("origClientOrderId", "mine"), ("newClientOrderId", "stop")));

        Assert.Equal(("stop", "mine", "CANCELED"), (canceled.Key.ClientOrderId, canceled.Key.OriginalClientOrderId, canceled.State!.Status.Text));
        Assert.Equal(Money.Zero, _desk.Balance("USDT").Locked);
        var told = _desk.Told.OfType<OrderTold>().Last();
        Assert.Equal((SpotExecution.Canceled, "stop"), (told.Kind, told.ClientId));
        Assert.Equal(-2011, _desk.Refused("DELETE", "/api/v3/order", ("symbol", "BTCUSDT"), ("origClientOrderId", "mine")).Code);
    }

    [Fact]
    public void order_must_be_found_by_both_names_only_when_they_agree()
    {
        var placed = _desk.Limit("BUY", "9000.00", "0.1", more: ("newClientOrderId", "mine"));
        Assert.Equal("mine", _desk.Order(placed.Key.OrderId).Key.ClientOrderId);
        Assert.Equal(-2039, _desk.Refused("GET", "/api/v3/order", ("symbol", "BTCUSDT"), ("orderId", placed.Key.OrderId), ("origClientOrderId", "other")).Code);
        Assert.Equal(-2013, _desk.Refused("GET", "/api/v3/order", ("symbol", "BTCUSDT"), ("orderId", 99)).Code);
        Assert.Equal(-2013, _desk.Refused("GET", "/api/v3/order", ("symbol", "ETHUSDT"), ("orderId", placed.Key.OrderId)).Code);
        Assert.Equal(-1102, _desk.Refused("GET", "/api/v3/order", ("symbol", "BTCUSDT")).Code);
    }

    [Theory]
    [InlineData("LIMIT", "9000.00", "1100", null, "GTC", -1013, "Filter failure: NOTIONAL")]
    [InlineData("LIMIT", "9000.00", "100", null, "GTC", -2010, "Account has insufficient balance for requested action.")]
    [InlineData("LIMIT", "9000.001", "0.1", null, "GTC", -1013, "Filter failure: PRICE_FILTER")]
    [InlineData("LIMIT", "9000.00", "0.000001", null, "GTC", -1013, "Filter failure: LOT_SIZE")]
    [InlineData("LIMIT", "9000.00", "0.0001", null, "GTC", -1013, "Filter failure: NOTIONAL")]
    [InlineData("LIMIT", "1.00", "10", null, "GTC", -1013, "Filter failure: PERCENT_PRICE_BY_SIDE")]
    [InlineData("LIMIT_MAKER", "10001.00", "0.1", null, null, -2010, "Order would immediately match and take.")]
    [InlineData("STOP_LOSS", null, "0.1", "9000.00", null, -2010, "Order would trigger immediately.")]
    [InlineData("LIMIT", "9000.00", "0.1", null, "DAY", -1115, "Invalid timeInForce.")]
    [InlineData("ICEBERG", "9000.00", "0.1", null, "GTC", -1116, "Invalid orderType.")]
    [InlineData("LIMIT", "9000.00", "-1", null, "GTC", -1100, null)]
    [InlineData("LIMIT", "9000.00", "1e5", null, "GTC", -1100, null)]
    [InlineData("LIMIT", "9000.00", "99999999999999999999", null, "GTC", -1108, null)]
    public void order_must_be_refused_with_the_venues_words(
        string type, string? price, string quantity, string? stop, string? life, int code, string? message)
    {
        var parameters = new List<(string, object)> { ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", type), ("quantity", quantity) };
        if (price is not null)
            parameters.Add(("price", price));
        if (stop is not null)
            parameters.Add(("stopPrice", stop));
        if (life is not null)
            parameters.Add(("timeInForce", life));

        var error = _desk.Refused("POST", "/api/v3/order", [.. parameters]);
        Assert.Equal(code, error.Code);
        if (message is not null)
            Assert.Equal(message, error.Message);
        var test = _desk.Refused("POST", "/api/v3/order/test", [.. parameters]);
        Assert.Equal(error, test);
        Assert.Empty(SpotOrders.Orders(_desk.Done("GET", "/api/v3/allOrders", ("symbol", "BTCUSDT"))));
    }

    [Fact]
    public void client_id_must_be_taken_again_once_its_order_has_ended()
    {
        _desk.Limit("BUY", "9000.00", "0.1", more: ("newClientOrderId", "mine"));
        var error = _desk.Refused(
            "POST", "/api/v3/order", ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "MARKET"), ("quantity", "0.1"), ("newClientOrderId", "mine"));
        Assert.Equal((-2010, "Duplicate order sent."), (error.Code, error.Message));
        _desk.Done("DELETE", "/api/v3/openOrders", ("symbol", "BTCUSDT"));
        _desk.Limit("BUY", "9000.00", "0.1", more: ("newClientOrderId", "mine"));
    }

    [Theory]
    [InlineData("IOC", "10001.00", "6", "EXPIRED", 5)]
    [InlineData("FOK", "10001.00", "6", "EXPIRED", 0)]
    [InlineData("GTC", "10001.00", "6", "PARTIALLY_FILLED", 5)]
    public void time_in_force_must_decide_what_is_left(string life, string price, string quantity, string status, long filled)
    {
        var report = SpotOrders.Order(_desk.Done(
            "POST", "/api/v3/order", ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", life), ("price", price), ("quantity", quantity)));
        Assert.Equal(status, report.State!.Status.Text);
        Assert.True(report.State.Filled.TryToUnits(0, out var whole));
        Assert.Equal(filled, whole);
    }

    [Fact]
    public void stop_must_work_once_the_market_reaches_it()
    {
        var stop = SpotOrders.Order(_desk.DoneAs(
            "other", "POST", "/api/v3/order", ("symbol", "BTCUSDT"), ("side", "SELL"), ("type", "STOP_LOSS"), ("quantity", "1"), ("stopPrice", "9950.00")));
        Assert.False(_desk.Order(stop.Key.OrderId, "other").State!.IsWorking);

        _desk.Now += UnixNanos.PerSecond;
        _desk.Book(9_940_00, 9_950_00);
        _desk.Print(9_945_00);

        var done = _desk.Order(stop.Key.OrderId, "other");
        Assert.Equal(("FILLED", true, _desk.Now), (done.State!.Status.Text, done.State.IsWorking, done.State.WorkingNanos));
    }

    [Fact]
    public void amendment_must_keep_the_place_and_rename()
    {
        var first = _desk.Limit("SELL", "10000.00", "0.5", "other", ("newClientOrderId", "a"));
        _desk.Limit("SELL", "10000.00", "0.5", "other");
        var amended = SpotOrders.Amend(_desk.DoneAs(
            "other", "PUT", "/api/v3/order/amend/keepPriority", ("symbol", "BTCUSDT"), ("orderId", first.Key.OrderId), ("newQty", "0.2"), ("newClientOrderId", "b")));

        Assert.Equal(("a", "b"), (amended.Order.Key.OriginalClientOrderId, amended.Order.Key.ClientOrderId));
        Assert.Equal(SpotExecution.Replaced, _desk.Told.OfType<OrderTold>().Last().Kind);
        _desk.Market("BUY", "0.2");
        Assert.Equal("FILLED", _desk.Order(first.Key.OrderId, "other").State!.Status.Text);
        Assert.NotEqual("[]", System.Text.Encoding.UTF8.GetString(
            _desk.RunAs("other", "GET", "/api/v3/order/amendments", ("symbol", "BTCUSDT"), ("orderId", first.Key.OrderId)).Body.Span));
    }

    [Theory]
    [InlineData("0.5", "The requested action would change no state; rejecting")]
    [InlineData("0.6", "Order amend (quantity increase) is not supported.")]
    public void amendment_must_be_refused_when_it_makes_nothing_smaller(string quantity, string message)
    {
        var order = _desk.Limit("BUY", "9000.00", "0.5");
        var error = _desk.Refused("PUT", "/api/v3/order/amend/keepPriority", ("symbol", "BTCUSDT"), ("orderId", order.Key.OrderId), ("newQty", quantity));
        Assert.Equal((-2038, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("EXPIRE_TAKER", "EXPIRED_IN_MATCH", "NEW")]
    [InlineData("EXPIRE_MAKER", "NEW", "EXPIRED_IN_MATCH")]
    [InlineData("EXPIRE_BOTH", "EXPIRED_IN_MATCH", "EXPIRED_IN_MATCH")]
    public void own_orders_must_not_meet(string mode, string taker, string maker)
    {
        var resting = _desk.Limit("SELL", "10000.00", "0.5", "other");
        var coming = _desk.Limit("BUY", "10000.00", "0.5", "other", ("selfTradePreventionMode", mode));

        Assert.Equal((taker, maker), (_desk.Order(coming.Key.OrderId, "other").State!.Status.Text, _desk.Order(resting.Key.OrderId, "other").State!.Status.Text));
        var match = Assert.Single(SpotAccount.PreventedMatches(
            _desk.DoneAs("other", "GET", "/api/v3/myPreventedMatches", ("symbol", "BTCUSDT"), ("orderId", resting.Key.OrderId))));
        Assert.Equal((coming.Key.OrderId, resting.Key.OrderId, mode), (match.TakerOrderId, match.MakerOrderId, match.SelfTrade.Text));
        Assert.Contains(_desk.Told.OfType<OrderTold>(), told => told.Kind == SpotExecution.TradePrevention);
    }

    [Fact]
    public void clients_must_keep_all_money_between_them_when_they_trade()
    {
        foreach (var quantity in new[] { "0.1", "0.03", "0.00077" })
            _desk.Limit("SELL", "10000.01", quantity, "other");
        _desk.Limit("BUY", "10000.01", "0.13");

        var trades = SpotAccount.Trades(_desk.Done("GET", "/api/v3/myTrades", ("symbol", "BTCUSDT")));
        var others = SpotAccount.Trades(_desk.DoneAs("other", "GET", "/api/v3/myTrades", ("symbol", "BTCUSDT")));
        Assert.Equal(trades.Select(trade => (trade.TradeId, trade.QuoteQuantity)), others.Select(trade => (trade.TradeId, trade.QuoteQuantity)));
        var feesInUsdt = others.Aggregate(Money.Zero, (sum, trade) => sum + trade.Commission);
        var feesInBtc = trades.Aggregate(Money.Zero, (sum, trade) => sum + trade.Commission);
        var (mine, theirs) = (_desk.Balance("USDT"), _desk.Balance("USDT", "other"));
        Assert.Equal(Money.Whole(200_000), mine.Free + mine.Locked + theirs.Free + theirs.Locked + feesInUsdt);
        var (myCoins, theirCoins) = (_desk.Balance("BTC"), _desk.Balance("BTC", "other"));
        Assert.Equal(Money.Whole(10), myCoins.Free + myCoins.Locked + theirCoins.Free + theirCoins.Locked + feesInBtc);
    }
}
