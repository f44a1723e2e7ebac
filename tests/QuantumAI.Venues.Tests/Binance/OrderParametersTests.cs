using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Tests.Binance;

public sealed class OrderParametersTests
{
    private static readonly Instrument Btc = new("BTCUSDT", "BTC", "USDT", 2, 1, 5, 1, 1, Money.Whole(5));

    [Fact]
    public void Prop_order_must_be_read_as_it_was_written() => Prop.ForAll(Arb.From(OrderGen.Tickets(Btc)), ticket =>
    {
        var query = ParameterText.Of(OrderParameters.Write(ticket));
        Assert.True(ParameterText.TryRead(query, out var sent));
        Assert.True(OrderParameters.TryRead(new RequestParameters(sent), Find, SelfTradePrevention.None, out var read, out var error), error?.Message);
        Assert.True(ticket.Leg.QuoteQuantity is not null || OrderShape.FaultOf(ticket.Leg.Terms, Btc) is null);
        Assert.Equal(ticket, read);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Prop_order_list_must_be_read_as_it_was_written() => Prop.ForAll(Arb.From(OrderGen.Lists(Btc)), ticket =>
    {
        Assert.True(OrderListParameters.TryRead(
            ticket.Kind, new RequestParameters([], OrderListParameters.Write(ticket)), Find, SelfTradePrevention.None, out var read, out var error), error?.Message);
        Assert.Equal(ticket with { Legs = [] }, read with { Legs = [] }, (left, right) => left.ToString() == right.ToString());
        Assert.Equal(ticket.Legs, read.Legs);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1", -1102, "Mandatory parameter 'price' was not sent, was empty/null, or malformed.")]
    [InlineData("side=BUY&type=LIMIT", -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.")]
    [InlineData("symbol=&side=BUY&type=LIMIT", -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.")]
    [InlineData("symbol=XRPUSDT&side=BUY&type=MARKET&quantity=1", -1121, "Invalid symbol.")]
    [InlineData("symbol=BTCUSDT&side=LONG&type=MARKET&quantity=1", -1117, "Invalid side.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=ICEBERG&quantity=1", -1116, "Invalid orderType.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&quantity=1&price=1", -1115, "Invalid timeInForce.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&timeInForce=GTC&quantity=1", -1106, "Parameter 'timeInForce' sent when not required.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&price=1", -1106, "Parameter 'price' sent when not required.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1&stopPrice=1", -1106, "Parameter 'stopPrice' sent when not required.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1e3", -1100, "Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=-1", -1100, "Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=", -1102, "Mandatory parameter 'quantity' was not sent, was empty/null, or malformed.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&newClientOrderId=", -1105, "Parameter 'newClientOrderId' was empty.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&newClientOrderId=a%20b", -1100, "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.000000001", -1111, "Parameter 'quantity' has too much precision.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=99999999999999999999", -1108, "Parameter 'quantity' overflowed.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0", -1013, "Invalid quantity.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.000001", -1013, "Filter failure: LOT_SIZE")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1.001", -1013, "Filter failure: PRICE_FILTER")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=STOP_LOSS&quantity=1", -1102, "Param 'stopPrice' or 'trailingDelta' must be sent, but both were empty/null!")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&colour=red", -1104, "Not all sent parameters were read; read '4' parameter(s) but was sent '5'.")]
    [InlineData("symbol=BTCUSDT&symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1", -1101, "Duplicate values for a parameter detected.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&quoteOrderQty=1", -1128, "Combination of optional parameters invalid.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=1&quoteOrderQty=1", -1106, "Parameter 'quoteOrderQty' sent when not required.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&selfTradePreventionMode=TRANSFER", -1130, "Data sent for parameter 'selfTradePreventionMode' is not valid.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&strategyType=5", -1134, "`strategyType` was less than 1000000.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&quantity=1&price=1&icebergQty=0.5", -1014, "Unsupported order combination.")]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=1&icebergQty=1.5", -1013, "IcebergQty exceeds QTY.")]
    public void order_must_be_refused_with_the_documented_error(string query, int code, string message)
    {
        var error = ErrorOf(query);
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("side=SELL&aboveType=LIMIT_MAKER&abovePrice=3&belowType=LIMIT_MAKER&belowPrice=1", -1168)]
    [InlineData("side=SELL&aboveType=STOP_LOSS&aboveStopPrice=3&belowType=TAKE_PROFIT&belowStopPrice=1", -1197)]
    [InlineData("side=BUY&aboveType=TAKE_PROFIT&aboveStopPrice=3&belowType=STOP_LOSS&belowStopPrice=1", -1196)]
    [InlineData("side=BUY&aboveType=LIMIT_MAKER&abovePrice=3&belowType=TAKE_PROFIT&belowStopPrice=1", -1165)]
    [InlineData("side=SELL&aboveType=TAKE_PROFIT&aboveStopPrice=3&belowType=LIMIT_MAKER&belowPrice=1", -1166)]
    [InlineData("side=SELL&aboveType=MARKET&belowType=STOP_LOSS&belowStopPrice=1", -1158)]
    [InlineData("side=SELL&aboveType=LIMIT_MAKER&belowType=STOP_LOSS&belowStopPrice=1", -1102)]
    [InlineData("side=SELL&aboveType=LIMIT_MAKER&abovePrice=3&belowType=STOP_LOSS_LIMIT&belowStopPrice=1&belowPrice=1&belowTimeInForce=IOC&belowIcebergQty=0.5", -1160)]
    public void order_list_must_be_refused_with_the_documented_code(string query, int code)
    {
        ParameterText.TryRead("symbol=BTCUSDT&quantity=1&" + query, out var sent);
        Assert.False(OrderListParameters.TryRead(ContingencyKind.OneCancelsOther, new RequestParameters(sent!), Find, SelfTradePrevention.None, out _, out var error));
        Assert.Equal(code, error.Code);
    }

    [Fact]
    public void query_must_win_over_the_body()
    {
        ParameterText.TryRead("symbol=BTCUSDT&side=BUY", out var query);
        ParameterText.TryRead("side=SELL&type=MARKET&quantity=2&timestamp=1&recvWindow=5", out var body);
        Assert.True(OrderParameters.TryRead(new RequestParameters(query!, body), Find, SelfTradePrevention.ExpireBoth, out var ticket, out _));
        Assert.Equal((OrderSide.Buy, SelfTradePrevention.ExpireBoth), (ticket.Leg.Terms.Side, ticket.Leg.Terms.SelfTrade));
    }

    [Fact]
    public void order_must_not_be_written_when_the_venue_has_none_like_it()
    {
        OrderTerms[] without =
        [
            new(OrderSide.Buy, OrderType.Limit, new(1, 5), new Price(1, 2), TimeInForce: TimeInForce.GoodTilDate, ExpiresNanos: 5),
            new(OrderSide.Buy, OrderType.Market, new(1, 5), TimeInForce: TimeInForce.FillOrKill),
            new(OrderSide.Buy, OrderType.StopLimit, new(1, 5), new Price(1, 2), new Price(1, 2), IsPostOnly: true),
            new(OrderSide.Buy, OrderType.TrailingStop, new(1, 5), TrailingPpm: 150),
        ];
        Assert.All(without, terms => Assert.NotNull(OrderParameters.WhyNot(terms)));
        Assert.All(without, terms => Assert.Throws<ArgumentException>(() => OrderParameters.Write(new OrderTicket("BTCUSDT", new OrderLeg(terms)))));
    }

    private static VenueError ErrorOf(string query)
    {
        Assert.True(ParameterText.TryRead(query, out var sent));
        try
        {
            Assert.False(OrderParameters.TryRead(new RequestParameters(sent), Find, SelfTradePrevention.None, out _, out var error));
            return error!;
        }
        catch (RequestRefusedException refused)
        {
            return refused.Error;
        }
    }

    private static Instrument? Find(string symbol) => symbol == Btc.Symbol ? Btc : null;
}
