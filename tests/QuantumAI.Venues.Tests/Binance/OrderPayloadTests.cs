using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Tests.Binance;

public sealed class OrderPayloadTests
{
    private const string Refused = """{"code":-2011,"msg":"Unknown order sent."}""";

    [Fact]
    public void shortest_answer_must_name_the_order_and_nothing_more()
    {
        var order = SpotOrders.Order(Open(PayloadSamples.Acknowledged));
        Assert.Equal(new OrderKey("BTCUSDT", 28, null, "mine-1", null, 1_507_725_176_595_000_000), order.Key);
        Assert.Null(order.State);
    }

    [Fact]
    public void longest_answer_must_tell_every_fill()
    {
        var order = SpotOrders.Order(Open(PayloadSamples.Filled));
        Assert.Equal((SpotOrderStatus.Filled, Money.Whole(39_990)), (order.State!.Status.Value, order.State.QuoteFilled!.Value));
        Assert.Null(order.State.QuoteQuantity);
        Assert.Equal(
            [new OrderFillRow(new(4000, 0), new(1, 0), Money.Whole(4), "USDT", 56), new OrderFillRow(new(3999, 0), new(9, 0), Money.Parse("0.01"), "BNB", 57)], order.Fills);
    }

    /// <summary>Orders before mid-2018 have no figure there.</summary>
    [Fact]
    public void negative_quote_quantity_must_be_read_as_unknown() =>
        Assert.Null(SpotOrders.Order(Open(PayloadSamples.Filled.Replace("39990.00000000", "-1.00000000", StringComparison.Ordinal))).State!.QuoteFilled);

    [Theory]
    [InlineData("FILLED", "HALF_FILLED", "status")]
    [InlineData("MARKET", "PEGGED", "type")]
    [InlineData("SELL", "SHORT", "side")]
    [InlineData("GTC", "GTX", "timeInForce")]
    [InlineData("\"NONE\"", "\"EXPIRE_ALL\"", "selfTradePreventionMode")]
    public void unknown_word_must_stay_a_word_and_never_become_another(string known, string unknown, string field)
    {
        var state = SpotOrders.Order(Open(PayloadSamples.Filled.Replace(known, unknown, StringComparison.Ordinal))).State!;
        var (isUnknown, text) = field switch
        {
            "status" => (state.Status.Value == SpotOrderStatus.Unknown, state.Status.Text),
            "type" => (state.Type.Value == SpotOrderType.Unknown, state.Type.Text),
            "side" => (state.Side.Value == SpotSide.Unknown, state.Side.Text),
            "timeInForce" => (state.TimeInForce.Value == SpotTimeInForce.Unknown, state.TimeInForce.Text),
            _ => (state.SelfTrade.Value == SpotSelfTrade.Unknown, state.SelfTrade.Text),
        };
        Assert.Equal((true, unknown.Trim('"')), (isUnknown, text));
    }

    [Theory]
    [InlineData("\"UNKNOWN\"")]
    [InlineData("\"UNSPECIFIED\"")]
    [InlineData("\"filled\"")]
    [InlineData("\"\"")]
    public void own_words_must_not_be_taken_from_the_venue(string word) =>
        Assert.Equal(SpotOrderStatus.Unknown, SpotOrders.Order(Open(PayloadSamples.Filled.Replace("\"FILLED\"", word, StringComparison.Ordinal))).State!.Status.Value);

    [Theory]
    [InlineData("\"executedQty\":\"10.00000000\",", "", "executedQty", "must be there, was absent or null")]
    [InlineData("\"10.00000000\"", "10", "origQty", "must be a decimal number in quotes, was 10")]
    [InlineData("\"4000.00000000\"", "\"4e3\"", "fills[0].price", "must be a plain decimal number, was \"4e3\"")]
    [InlineData("\"4000.00000000\"", "\"NaN\"", "fills[0].price", "must be a plain decimal number, was \"NaN\"")]
    [InlineData("\"4000.00000000\"", "\"0.0\"", "fills[0].price", "must be positive, was \"0.0\"")]
    [InlineData("\"9.00000000\"", "\"-9\"", "fills[1].qty", "must not be negative, was \"-9\"")]
    [InlineData("\"9.00000000\"", "\"0.00000000000001\"", "fills[1].qty", "must have at most 12 decimals")]
    [InlineData("\"9.00000000\"", "\"12345678901234567890\"", "fills[1].qty", "must have at most 18 digits")]
    [InlineData("28", "28.5", "orderId", "must be a whole number without quotes, was 28.5")]
    [InlineData("28", "\"28\"", "orderId", "must be a whole number without quotes, was \"28\"")]
    [InlineData("28", "99999999999999999999", "orderId", "must be a whole number without quotes")]
    [InlineData("1507725176595,\"price", "-5,\"price", "transactTime", "must be a Unix time in milliseconds or microseconds before 2262, was -5")]
    [InlineData("\"mine-1\"", "7", "clientOrderId", "must be text, was 7")]
    [InlineData("\"mine-1\"", "\"\\ud800\"", "clientOrderId", "must be valid Unicode")]
    [InlineData("[{\"price\"", "{\"a\":[{\"price\"", "", "must be whole JSON")]
    [InlineData("\"orderId\":28", "\"orderId\":28,\"orderId\":29", "", "must be whole JSON that names each field once")]
    public void order_must_be_refused_with_its_place_when_it_breaks_a_rule(string part, string broken, string place, string rule)
    {
        var at = PayloadSamples.Filled.IndexOf(part, StringComparison.Ordinal);
        var refused = Assert.Throws<PayloadException>(() => SpotOrders.Order(Open(PayloadSamples.Filled[..at] + broken + PayloadSamples.Filled[(at + part.Length)..])));
        Assert.Equal("order", refused.Payload);
        Assert.Equal(place, refused.Place);
        Assert.Contains(rule, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><body>403 Forbidden</body></html>", "must be JSON, not a web page, was <html>")]
    [InlineData("  \n", "must be JSON, was empty")]
    [InlineData("{\"symbol\":\"BTC", "must be whole JSON")]
    [InlineData("[]", "must be an object, was []")]
    [InlineData("null", "must be an object, was null")]
    [InlineData("{} {}", "must be whole JSON")]
    public void answer_must_be_refused_when_it_is_something_else(string body, string rule) =>
        Assert.Contains(rule, Assert.Throws<PayloadException>(() => SpotOrders.Order(Open(body))).Message, StringComparison.Ordinal);

    [Fact]
    public void message_must_not_carry_control_characters_of_the_payload()
    {
        var refused = Assert.Throws<PayloadException>(() => SpotOrders.Order(Open("{\"symbol\":\u001b[31m\r\n}")));
        Assert.DoesNotContain(refused.Message, char.IsControl);
    }

    [Fact]
    public void replacement_must_tell_both_halves_when_both_succeed()
    {
        var report = SpotOrders.CancelReplace(Open(PayloadSamples.Replaced));
        Assert.Null(report.Error);
        Assert.Equal(("old", "cancel-1", 10L), (report.Cancel.Report!.Key.OriginalClientOrderId, report.Cancel.Report.Key.ClientOrderId, report.NewOrder.Report!.Key.OrderId));
    }

    [Theory]
    [InlineData("SUCCESS", "FAILURE", -2021)]
    [InlineData("FAILURE", "SUCCESS", -2021)]
    [InlineData("FAILURE", "FAILURE", -2022)]
    [InlineData("FAILURE", "NOT_ATTEMPTED", -2022)]
    public void replacement_must_keep_its_halves_apart_when_one_fails(string cancel, string placed, int code)
    {
        var report = SpotOrders.CancelReplace(Open(PayloadSamples.HalfReplaced(Answer(cancel), Answer(placed), code, cancel, placed)));
        Assert.Equal(code, report.Error!.Code);
        foreach (var (half, result) in new[] { (report.Cancel, cancel), (report.NewOrder, placed) })
        {
            Assert.Equal(result, half.Result.Text);
            Assert.Equal((result == "SUCCESS", result == "FAILURE"), (half.Report is not null, half.Error?.Code == -2011));
        }
    }

    [Theory]
    [InlineData("MAYBE", "null", "data.newOrderResult")]
    [InlineData("SUCCESS", "null", "data.newOrderResponse")]
    [InlineData("NOT_ATTEMPTED", """{"code":-1,"msg":"x"}""", "data.newOrderResponse")]
    public void replacement_must_be_refused_when_a_half_has_no_outcome(string result, string answer, string place) =>
        Assert.Equal(place, Assert.Throws<PayloadException>(() => SpotOrders.CancelReplace(Open(PayloadSamples.HalfReplaced(Refused, answer, -2022, "FAILURE", result)))).Place);

    private static string Answer(string result) => result switch { "SUCCESS" => PayloadSamples.Acknowledged, "FAILURE" => Refused, _ => "null" };

    private static WireValue Open(string json) => Payload.Open("order", Encoding.UTF8.GetBytes(json));
}
