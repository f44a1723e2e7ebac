using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Errors;

namespace QuantumAI.Venues.Tests.Binance;

public sealed class ErrorTests
{
    [Theory]
    [InlineData(500, null, VenueOutcome.OutcomeUnknown)]
    [InlineData(503, -1013, VenueOutcome.OutcomeUnknown)]
    [InlineData(504, null, VenueOutcome.OutcomeUnknown)]
    [InlineData(429, -1003, VenueOutcome.RateLimited)]
    [InlineData(418, null, VenueOutcome.RateLimited)]
    [InlineData(403, null, VenueOutcome.RateLimited)]
    [InlineData(403, -2015, VenueOutcome.NotSent)]
    [InlineData(409, -2021, VenueOutcome.Split)]
    [InlineData(400, null, VenueOutcome.OutcomeUnknown)]
    [InlineData(400, -1013, VenueOutcome.NotSent)]
    [InlineData(400, -2010, VenueOutcome.Rejected)]
    [InlineData(400, -2022, VenueOutcome.Split)]
    [InlineData(400, -1021, VenueOutcome.Clock)]
    [InlineData(400, -1015, VenueOutcome.RateLimited)]
    [InlineData(400, -1006, VenueOutcome.OutcomeUnknown)]
    [InlineData(400, -1007, VenueOutcome.OutcomeUnknown)]
    [InlineData(400, -1008, VenueOutcome.OutcomeUnknown)]
    [InlineData(400, -9999, VenueOutcome.Rejected)]
    [InlineData(401, -2015, VenueOutcome.NotSent)]
    [InlineData(302, null, VenueOutcome.OutcomeUnknown)]
    public void answer_must_prove_no_more_than_it_says(int status, int? code, VenueOutcome outcome) => Assert.Equal(outcome, HttpOutcome.Of(status, code));

    [Fact]
    public void every_code_must_have_an_outcome_and_a_message_and_a_status()
    {
        Assert.True(SpotErrors.All.Count > 70);
        Assert.All(Enum.GetValues<SpotErrorCode>().Where(code => code != SpotErrorCode.None), code => Assert.NotNull(SpotErrors.Find((int)code)));
        Assert.All(SpotErrors.All, rule =>
        {
            Assert.NotEqual(VenueOutcome.Unspecified, rule.Outcome);
            for (var form = 0; form < rule.Messages.Count; form++)
                Assert.DoesNotContain("{", SpotErrors.Make(rule.Code, form, "a", "b").Message, StringComparison.Ordinal);
            Assert.Equal(rule.Outcome, HttpOutcome.Of(HttpOutcome.StatusOf(rule.Code), (int)rule.Code));
        });
    }

    [Fact]
    public void broken_filter_must_be_named_so_that_it_is_read_back()
    {
        var terms = OrderTerms.Market(OrderSide.Buy, new(1, 0));
        foreach (var kind in Enum.GetValues<FilterKind>().Where(FilterFailures.IsVenues))
            Assert.Equal(kind, FilterFailures.Read(FilterFailures.Of(new FilterFault(kind, new OrderFault("f", "r", "v")), terms).Message));
        Assert.Equal("Filter failure: PERCENT_PRICE_BY_SIDE", FilterFailures.Of(FilterKind.PercentPriceBySide).Message);
        Assert.Equal(-2038, FilterFailures.Of(new FilterFault(FilterKind.MaxNumOrderAmends, default), terms).Code);
        Assert.Equal(EngineMessages.MarketClosed, FilterFailures.Of(new FilterFault(FilterKind.SymbolStatus, default), terms).Message);
        Assert.Null(FilterFailures.Read("Filter failure: MOOD"));
        Assert.Null(FilterFailures.Read("Unknown order sent."));
    }

    [Fact]
    public void limit_must_be_told_with_its_figures() => Assert.Equal(
        new Venues.Binance.Parsing.VenueError(-1003, "Too much request weight used; current limit is 6000 request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API."),
        SpotErrors.Make(SpotErrorCode.TooManyRequests, 1, 6000, "1 MINUTE"));
}
