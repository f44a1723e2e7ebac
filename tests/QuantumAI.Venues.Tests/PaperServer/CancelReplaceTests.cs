using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Limits;

namespace QuantumAI.Venues.Tests.PaperServer;

/// <summary>Both halves of a cancel-replace in every mode: the matrix of the venue's documentation.</summary>
public sealed class CancelReplaceTests
{
    [Theory]
    [InlineData("STOP_ON_FAILURE", true, "9100.00", 0, "SUCCESS", "SUCCESS")]
    [InlineData("STOP_ON_FAILURE", false, "9100.00", -2022, "FAILURE", "NOT_ATTEMPTED")]
    [InlineData("STOP_ON_FAILURE", true, "1.00", -2021, "SUCCESS", "FAILURE")]
    [InlineData("ALLOW_FAILURE", true, "9100.00", 0, "SUCCESS", "SUCCESS")]
    [InlineData("ALLOW_FAILURE", false, "9100.00", -2021, "FAILURE", "SUCCESS")]
    [InlineData("ALLOW_FAILURE", true, "1.00", -2021, "SUCCESS", "FAILURE")]
    [InlineData("ALLOW_FAILURE", false, "1.00", -2022, "FAILURE", "FAILURE")]
    public void halves_must_be_told_each(string mode, bool isThere, string price, int code, string cancel, string placed)
    {
        var desk = new ExchangeDesk();
        var order = desk.Limit("BUY", "9000.00", "0.1");
        var reply = Replace(desk, mode, isThere ? order.Key.OrderId : 77, price);

        Assert.Equal(code, reply.Error?.Code ?? 0);
        var report = SpotOrders.CancelReplace(Payload.Open("halves", reply.Body.Span), reply.Error);
        Assert.Equal((cancel, placed), (report.Cancel.Result.Text, report.NewOrder.Result.Text));
        if (code != 0)
            Assert.Equal(code == -2021 ? 409 : 400, HttpOutcome.StatusOf((SpotErrorCode)code));
        var isRefused = cancel == "SUCCESS" && placed == "FAILURE";
        Assert.Equal(isRefused, desk.Told.OfType<OrderTold>().Any(told => told.Kind == SpotExecution.Rejected));
    }

    [Theory]
    [InlineData("DO_NOTHING", -1015)]
    [InlineData("CANCEL_ONLY", -2021)]
    public void full_order_budget_must_stop_the_new_half(string mode, int code)
    {
        var desk = new ExchangeDesk(limits: new ExchangeLimits(OrdersPer10Seconds: 1));
        var order = desk.Limit("BUY", "9000.00", "0.1");
        var reply = Replace(desk, "STOP_ON_FAILURE", order.Key.OrderId, "9100.00", ("orderRateLimitExceededMode", mode));
        Assert.Equal(code, reply.Error?.Code);
        Assert.Equal(code == -1015 ? "NEW" : "CANCELED", desk.Order(order.Key.OrderId).State!.Status.Text);
    }

    [Fact]
    public void orders_must_be_counted_by_account_and_interval()
    {
        var desk = new ExchangeDesk(limits: new ExchangeLimits(OrdersPer10Seconds: 2));
        desk.Limit("BUY", "9000.00", "0.1");
        desk.Limit("BUY", "9000.00", "0.1");
        var reply = desk.Run("POST", "/api/v3/order", ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "MARKET"), ("quantity", "0.1"));
        Assert.Equal((-1015, "Too many new orders; current limit is 2 orders per 10 SECOND."), (reply.Error!.Code, reply.Error.Message));
        Assert.Equal(10 * UnixNanos.PerSecond, reply.RetryAfterNanos);
        desk.Limit("BUY", "9000.00", "0.1", "other");
        desk.Now += 10 * UnixNanos.PerSecond;
        desk.Limit("BUY", "9000.00", "0.1");
        Assert.Equal([1, 3], SpotAccount.RateLimits(desk.Done("GET", "/api/v3/rateLimit/order")).Select(limit => (int)limit.Count!));
    }

    private static CallReply Replace(ExchangeDesk desk, string mode, long orderId, string price, params (string Name, object Value)[] more) => desk.Run(
        "POST", "/api/v3/order/cancelReplace",
        [
            ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"), ("price", price), ("quantity", "0.1"),
            ("cancelReplaceMode", mode), ("cancelOrderId", orderId), .. more,
        ]);
}
