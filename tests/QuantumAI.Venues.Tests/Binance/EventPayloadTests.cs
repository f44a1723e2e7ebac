using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Tests.Binance;

public sealed class EventPayloadTests
{
    [Fact]
    public void trade_must_be_told_with_its_fee_in_a_third_asset()
    {
        var delivered = UserEvents.Read(Utf8(PayloadSamples.Execution));
        var report = Assert.IsType<ExecutionReport>(delivered.Event);
        Assert.Equal((3L, 17L, "BNB", true), (delivered.SubscriptionId, report.TradeId, report.CommissionAsset, report.IsMaker));
        Assert.Equal((Money.Parse("0.001"), new DecimalNumber(1026441, 7)), (report.Commission, report.LastPrice));
        Assert.Null(report.Prevention);
    }

    [Theory]
    [InlineData("\"t\":17", "\"t\":-1", "t")]
    [InlineData("\"l\":\"1.00000000\"", "\"l\":\"0.00000000\"", "l")]
    [InlineData("\"L\":\"0.10264410\"", "\"L\":\"0.00000000\"", "L")]
    [InlineData("\"N\":\"BNB\"", "\"N\":null", "n")]
    [InlineData("\"z\":\"1.00000000\",", "", "z")]
    public void trade_must_be_refused_when_it_lacks_what_a_fill_needs(string part, string broken, string field) =>
        Assert.Equal("event." + field, Assert.Throws<PayloadException>(() => UserEvents.Read(Utf8(PayloadSamples.Execution.Replace(part, broken, StringComparison.Ordinal)))).Place);

    [Fact]
    public void prevention_must_be_told_when_the_venue_tells_it()
    {
        var text = PayloadSamples.Execution.Replace("\"V\":\"NONE\"", "\"V\":\"EXPIRE_MAKER\",\"v\":3,\"A\":\"3.0\",\"B\":\"1.0\",\"u\":1,\"U\":37,\"Cs\":\"BTCUSDT\",\"eR\":\"OCO_TRIGGER\"", StringComparison.Ordinal);
        var report = (ExecutionReport)UserEvents.Read(Utf8(text)).Event;
        Assert.Equal(new PreventionDetail(3, new(3, 0), new(1, 0), 1, 37, "BTCUSDT"), report.Prevention);
        Assert.Equal("OCO_TRIGGER", report.ExpiryReason);
    }

    [Fact]
    public void events_must_be_told_apart_by_name()
    {
        var list = Assert.IsType<ListStatusReport>(UserEvents.Read(Utf8(PayloadSamples.ListStatus)).Event);
        Assert.Equal((2L, "list-1", SpotContingency.Oco, "a", 18L), (list.ListId, list.ListClientOrderId, list.Contingency.Value, list.Orders[0].ClientOrderId, list.Orders[1].OrderId));
        var position = Assert.IsType<AccountPosition>(UserEvents.Read(Utf8(PayloadSamples.Position)).Event);
        Assert.Equal(new AssetBalance("ETH", Money.Whole(10_000), Money.Parse("0.5")), Assert.Single(position.Balances));
        Assert.Equal(
            new ExternalLockUpdate(1_581_557_507_324_000_000, "NEO", Money.Whole(-10), 1_581_557_507_268_000_000),
            UserEvents.Read("""{"e":"externalLockUpdate","E":1581557507324,"a":"NEO","d":"-10.00000000","T":1581557507268}"""u8).Event);
        Assert.IsType<EventStreamTerminated>(UserEvents.Read("""{"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1728973001334}}"""u8).Event);
        Assert.Equal(new UnknownUserEvent(1_000_000, "newThing"), UserEvents.Read("""{"e":"newThing","E":1,"x":[1]}"""u8).Event);
    }

    [Fact]
    public void stream_messages_must_be_told_apart_bare_and_combined()
    {
        Assert.IsType<ServerShutdownMessage>(StreamMessages.Read("""{"e":"serverShutdown","E":1770123456789}"""u8));
        Assert.Equal("!serverShutdown", Assert.IsType<ServerShutdownMessage>(StreamMessages.Read("""{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770123456789}}"""u8)).Stream);
        var aggregate = Assert.IsType<AggregateTradeMessage>(StreamMessages.Read("""{"e":"aggTrade","E":1672515782136,"s":"BNBBTC","a":12345,"p":"0.001","q":"100","f":100,"l":105,"T":1672515782136000,"m":true,"M":true}"""u8));
        Assert.Equal(new AggregateTrade(12345, new(1, 3), new(100, 0), 100, 105, 1_672_515_782_136_000_000, true), aggregate.Trade);
        Assert.IsType<TradeMessage>(StreamMessages.Read("""{"e":"trade","E":1672515782136,"s":"BNBBTC","t":12345,"p":"0.001","q":"100","T":1672515782136,"m":true,"M":true}"""u8));
        Assert.IsType<DepthUpdateMessage>(StreamMessages.Read("""{"e":"depthUpdate","E":1672515782136,"s":"BNBBTC","U":157,"u":160,"b":[["0.0024","10"]],"a":[["0.0026","0"]]}"""u8));
        var tickers = Assert.IsType<TickerListMessage>(StreamMessages.Read("""[{"e":"24hrMiniTicker","E":1672515782136,"s":"BNBBTC","c":"0.0025","o":"0.0010","h":"0.0025","l":"0.0010","v":"10000","q":"18"}]"""u8));
        Assert.IsType<MiniTickerMessage>(Assert.Single(tickers.Tickers));
        Assert.Equal("futureThing", Assert.IsType<UnknownStreamMessage>(StreamMessages.Read("""{"e":"futureThing","E":1}"""u8)).Name);
        Assert.Equal(["a@trade"], Assert.IsType<StreamAnswer>(StreamMessages.Read("""{"result":["a@trade"],"id":3}"""u8)).Streams);
        Assert.Equal(2, Assert.IsType<StreamAnswer>(StreamMessages.Read("""{"code":2,"msg":"Invalid request: too many parameters","id":1}"""u8)).Error!.Code);
    }

    [Fact]
    public void websocket_api_error_must_carry_code_and_halves()
    {
        var answer = WsApiMessage.Read("""{"id":7,"status":409,"error":{"code":-2021,"msg":"Order cancel-replace partially failed.","data":{"cancelResult":"FAILURE","newOrderResult":"SUCCESS","cancelResponse":{"code":-2011,"msg":"Unknown order sent."},"newOrderResponse":{"symbol":"BTCUSDT","orderId":11,"orderListId":-1,"clientOrderId":"c","transactTime":1648540168818}}},"rateLimits":[]}"""u8).Answer!;
        Assert.Equal(("7", 409, -2021), (answer.Id, answer.Status, answer.Error!.Code));
        var halves = SpotOrders.CancelReplace(answer.ErrorData!.Value, answer.Error);
        Assert.Equal((-2011, 11L), (halves.Cancel.Error!.Code, halves.NewOrder.Report!.Key.OrderId));
    }

    [Theory]
    [InlineData("""{"id":"a","status":200,"result":{},"error":{"code":-1,"msg":"x"}}""", "error")]
    [InlineData("""{"id":"a","status":400}""", "status")]
    [InlineData("""{"id":"a","result":{}}""", "status")]
    [InlineData("""{"id":true,"status":200}""", "id")]
    public void websocket_api_answer_must_be_refused_when_it_contradicts_itself(string frame, string place) =>
        Assert.Equal(place, Assert.Throws<PayloadException>(() => WsApiMessage.Read(Utf8(frame))).Place);

    [Fact]
    public void account_and_trades_must_be_read_exactly()
    {
        var account = SpotAccount.Account(Payload.Open("account", Utf8(PayloadSamples.Account)));
        Assert.Equal((true, false, "SPOT", 354937868L), (account.CanTrade, account.CanWithdraw, account.AccountType, account.Uid!.Value));
        Assert.Equal(new AssetBalance("BTC", Money.Parse("4723846.89208129"), Money.Parse("0.00000001")), Assert.Single(account.Balances));
        var trade = Assert.Single(SpotAccount.Trades(Payload.Open("myTrades", Utf8(PayloadSamples.MyTrades))));
        Assert.Equal((28457L, 1_499_865_549_590_123_000L, Money.Parse("10.1")), (trade.TradeId, trade.TimeNanos, trade.Commission));
    }

    [Fact]
    public void missing_permission_must_be_unknown_and_a_missing_right_to_withdraw_refused()
    {
        var key = SpotAccount.KeyPermissions(Payload.Open("key", """{"ipRestrict":true,"createTime":1,"enableReading":true,"enableWithdrawals":false}"""u8));
        Assert.Null(key.CanTradeSpotAndMargin);
        Assert.Equal("enableWithdrawals", Assert.Throws<PayloadException>(() => SpotAccount.KeyPermissions(Payload.Open("key", """{"ipRestrict":true,"createTime":1,"enableReading":true}"""u8))).Place);
    }

    [Theory]
    [InlineData("24271522807.76838630", "24271522807.76838630")]
    [InlineData("1234567890123456789012345678.12345678", "1234567890123456789012345678.12345678")]
    [InlineData("-0.1", "-0.10000000")]
    [InlineData("5.000000000000", "5.00000000")]
    public void amount_must_be_exact_however_wide(string text, string expected)
    {
        Assert.True(WireAmount.TryParse(Utf8(text), out var amount));
        Assert.Equal(expected, amount.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1e5")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.000000001")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("１")]
    public void amount_must_be_refused_when_it_is_none(string text) => Assert.False(WireAmount.TryParse(Utf8(text), out _));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
