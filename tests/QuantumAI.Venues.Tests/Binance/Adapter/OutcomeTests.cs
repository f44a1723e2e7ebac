using QuantumAI.Venues.Binance.Gateway;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Transport;
using static QuantumAI.Venues.Tests.Binance.Adapter.ScriptedRest;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

public sealed class OutcomeTests
{
    private static readonly SpotCall Repeatable = SpotCalls.Order("BTCUSDT", "a");
    private static readonly SpotCall Once = Repeatable with { IsRepeatable = false };

    [Theory]
    [InlineData(400, -1013, "Filter failure: LOT_SIZE", OrderProof.Refused)]
    [InlineData(400, -2010, "Account has insufficient balance for requested action.", OrderProof.Refused)]
    [InlineData(400, -2010, "Duplicate order sent.", OrderProof.Nothing)]
    [InlineData(401, -2015, "Invalid API-key, IP, or permissions for action.", OrderProof.Refused)]
    [InlineData(400, -1021, "Timestamp for this request is outside of the recvWindow.", OrderProof.Refused)]
    [InlineData(429, -1003, "Too many requests queued.", OrderProof.Refused)]
    [InlineData(429, -1015, "Too many new orders.", OrderProof.Refused)]
    [InlineData(400, -9999, "a code that nobody has documented", OrderProof.Refused)]
    [InlineData(500, -1000, "An unknown error occurred while processing the request.", OrderProof.Nothing)]
    [InlineData(500, -1006, "An unexpected response was received from the message bus. Execution status unknown.", OrderProof.Nothing)]
    [InlineData(500, -1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown.", OrderProof.Nothing)]
    [InlineData(503, -1008, "Server is currently overloaded with other requests. Please try again in a few minutes.", OrderProof.Nothing)]
    [InlineData(503, -2010, "a body may name any code: the status goes first", OrderProof.Nothing)]
    public void error_must_prove_what_the_table_says_for_a_new_order(int status, int code, string message, OrderProof proof) =>
        Assert.Equal(proof, OrderOutcomes.OfNew(CallOutcome.Read(Error(status, code, message))));

    [Theory]
    [InlineData(400, "<html>bad gateway</html>")]
    [InlineData(403, "<html>firewall</html>")]
    [InlineData(429, "slow down")]
    [InlineData(502, "")]
    [InlineData(302, "")]
    [InlineData(400, "{\"code\":-2010")]
    public void answer_that_is_not_the_venues_must_prove_nothing(int status, string body) =>
        Assert.Equal(OrderProof.Nothing, OrderOutcomes.OfNew(CallOutcome.Read(Reply(status, body))));

    [Fact]
    public void missing_answer_must_prove_nothing_and_a_refusal_before_sending_everything()
    {
        Assert.Equal(OrderProof.Nothing, OrderOutcomes.OfNew(CallOutcome.Read(RestReply.Unanswered("reset"))));
        Assert.Equal(OrderProof.Refused, OrderOutcomes.OfNew(SpotAnswer.NotSent("no room")));
        Assert.Equal(OrderProof.Nothing, OrderOutcomes.OfCancel(SpotAnswer.NotSent("no room")));
    }

    [Theory]
    [InlineData(400, -2011, "Unknown order sent.", OrderProof.Refused)]
    [InlineData(400, -1022, "Signature for this request is not valid.", OrderProof.Nothing)]
    [InlineData(429, -1003, "Too many requests queued.", OrderProof.Nothing)]
    [InlineData(500, -1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown.", OrderProof.Nothing)]
    [InlineData(400, -9999, "not documented", OrderProof.Nothing)]
    public void error_must_prove_what_the_table_says_for_a_cancel(int status, int code, string message, OrderProof proof) =>
        Assert.Equal(proof, OrderOutcomes.OfCancel(CallOutcome.Read(Error(status, code, message))));

    [Fact]
    public void halves_of_a_cancel_replace_must_be_judged_alone()
    {
        const string Partly = """
            {"code":-2021,"msg":"Order cancel-replace partially failed.","data":{"cancelResult":"SUCCESS","newOrderResult":"FAILURE",
             "cancelResponse":{"symbol":"BTCUSDT","orderId":7,"orderListId":-1,"clientOrderId":"c","origClientOrderId":"a"},"newOrderResponse":{"code":-2010,"msg":"Duplicate order sent."}}}
            """;
        Assert.Equal((OrderProof.Done, OrderProof.Nothing), OrderOutcomes.OfCancelReplace(CallOutcome.Read(Reply(409, Partly))));
        Assert.Equal(
            (OrderProof.Done, OrderProof.Refused),
            OrderOutcomes.OfCancelReplace(CallOutcome.Read(Reply(409, Partly.Replace("Duplicate order sent.", "Account has insufficient balance for requested action.", StringComparison.Ordinal)))));
        Assert.Equal((OrderProof.Nothing, OrderProof.Nothing), OrderOutcomes.OfCancelReplace(CallOutcome.Read(Reply(409, "{\"code\":-2021"))));
        Assert.Equal((OrderProof.Nothing, OrderProof.Nothing), OrderOutcomes.OfCancelReplace(CallOutcome.Read(RestReply.Unanswered("reset"))));
    }

    [Fact]
    public void order_must_never_be_repeated_and_a_read_a_few_times()
    {
        foreach (var reply in new[] { RestReply.Unanswered("reset"), Error(500, -1007, ""), Error(429, -1003, ""), Error(400, -1021, "") })
        {
            Assert.Equal(CallStep.Deliver, CallOutcome.StepAfter(Once, CallOutcome.Read(reply), 1, 0));
            Assert.NotEqual(CallStep.Deliver, CallOutcome.StepAfter(Repeatable, CallOutcome.Read(reply), 1, 0));
            Assert.Equal(CallStep.Deliver, CallOutcome.StepAfter(Repeatable, CallOutcome.Read(reply), CallOutcome.SendsMost, 0));
        }

        Assert.Equal(CallStep.Deliver, CallOutcome.StepAfter(Repeatable, CallOutcome.Read(Error(400, -1021, "")), 2, 1));
    }

    [Theory]
    [InlineData(429, "7", 10)]
    [InlineData(429, "40", 40)]
    [InlineData(418, null, 120)]
    [InlineData(418, "600", 600)]
    [InlineData(200, null, 0)]
    [InlineData(503, "5", 5)]
    public void everybody_must_wait_as_long_as_the_venue_says(int status, string? retryAfter, int seconds)
    {
        var reply = retryAfter is null ? Error(status, -1003, "") : Error(status, -1003, "", ("retry-after", retryAfter));
        Assert.Equal(TimeSpan.FromSeconds(seconds), CallOutcome.StopAfter(reply));
    }

    [Fact]
    public void firewall_must_stop_everybody() => Assert.Equal(TimeSpan.FromMinutes(5), CallOutcome.StopAfter(Reply(403, "<html>")));
}
