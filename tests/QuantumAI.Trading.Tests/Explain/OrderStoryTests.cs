using System.Text;
using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Explain;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Tests.Explain;

public sealed class OrderStoryTests
{
    [Fact]
    public void Story_must_fold_the_books_after_each_event()
    {
        var story = new StoryStream().Buy("a-1").Add(new OrderAccepted("a-1", "77")).Fill("a-1", 1, 40_000).Fill("a-1", 2, 60_000).Story("a-1");

        Assert.Equal(["Submitted", "Accepted", "PartiallyFilled", "Filled"], story.Events.Select(told => told.Order.Status.ToString()));
        Assert.Equal(["9900", "9900", "9900", "9900"], story.Events.Select(told => told.Books.Quote.Free.ToString().Split('.')[0]));
        Assert.Equal(["100", "100", "60", "0"], story.Events.Select(told => told.Books.Quote.Locked.ToString().Split('.')[0]));
        Assert.Equal(["0.00000", "0.00000", "0.39960", "0.99900"], story.Events.Select(told => told.Books.Position.Quantity.ToString()));
        Assert.Equal((Money.Parse("0.001"), Money.Zero), (story.Fees["BTC"], story.Realised));
        Assert.Equal((1_000_000_000L, 2_000_000_000L), (story.NanosTo<OrderAccepted>(), story.NanosTo<OrderFilled>()));
        Assert.Equal(Money.Whole(10_000), story.Before.Quote.Free);
    }

    [Theory]
    [InlineData("reject", "REJECTED by the venue: no such symbol")]
    [InlineData("expire", "expired: too old to send")]
    [InlineData("unknown", "OUTCOME UNKNOWN: no answer")]
    [InlineData("never", "never arrived")]
    [InlineData("cancel", "cancel requested: halted by anna")]
    [InlineData("refuse", "cancel refused by the venue: too late")]
    [InlineData("amend", "amended to 0.50000")]
    public void Text_must_say_what_became_of_an_order(string end, string words)
    {
        var stream = new StoryStream().Buy("a-1");
        _ = end switch
        {
            "reject" => stream.Add(new OrderRejected("a-1", "no such symbol")),
            "expire" => stream.Add(new OrderExpired("a-1", "too old to send")),
            "unknown" => stream.Add(new OrderOutcomeUnknown("a-1", "no answer")),
            "never" => stream.Add(new OrderOutcomeUnknown("a-1", "no answer")).Add(new OrderNeverArrived("a-1")),
            "cancel" => stream.Add(new OrderCancelRequested("a-1", "halted by anna")).Add(new OrderCanceled("a-1", "halted by anna")),
            "refuse" => stream.Add(new OrderCancelRequested("a-1", "x")).Add(new OrderCancelRefused("a-1", "too late")),
            _ => stream.Add(new OrderAccepted("a-1", "1")).Add(new OrderAmendRequested("a-1", new Quantity(50_000, 5))).Add(new OrderAmended("a-1", new Quantity(50_000, 5))),
        };
        Assert.Contains(words, StoryText.Render(stream.Story("a-1")), StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_must_be_said_to_be_missing_when_an_earlier_release_wrote_the_journal()
    {
        var story = new StoryStream().Buy("a-1", checks: null).Story("a-1");
        Assert.Contains("an earlier release wrote it", StoryText.Render(story), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(StoryJson.Render(story)).RootElement.GetProperty("risk").GetProperty("checks").ValueKind);
    }

    [Fact]
    public void Held_child_must_be_told_with_its_list_and_its_release()
    {
        OrderListPlace Place(int place) => new("a-1", ContingencyKind.OneTriggersOther, place);
        var stream = new StoryStream().Buy("a-1", list: Place(0)).Buy("a-2", list: Place(1), isHeld: true)
            .Fill("a-1", 1, 100_000).Add(new OrderReleased("a-2", new Price(9_900, 2), Money.Whole(100), 9), AccountCause.Trigger("a-2", 9));
        var text = StoryText.Render(stream.Story("a-2"));

        Assert.Contains("held here until its condition is met", text, StringComparison.Ordinal);
        Assert.Contains("place 1 of a-1, one triggers other", text, StringComparison.Ordinal);
        Assert.Contains("place 0                a-1: buy 1.00000 BTCUSDT, limit, limit 100.00, good til canceled → filled", text, StringComparison.Ordinal);
        Assert.Contains("released: the price reached 99.00 (market event #9), 100.00000000 set aside", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Adopted_order_must_be_told_without_an_approval()
    {
        var terms = new OrderTerms(OrderSide.Buy, OrderType.Limit, new Quantity(100_000, 5), new Price(10_000, 2));
        var story = new StoryStream().Add(new OrderAdopted("web_x", "88", "aurora", "BTCUSDT", terms, new Price(10_000, 2), Money.Whole(100), "a stranger's")).Story("88");
        var text = StoryText.Render(story);
        Assert.Contains("found at the venue: a stranger's", text, StringComparison.Ordinal);
        Assert.Contains("RISK  not asked", text, StringComparison.Ordinal);
        Assert.Contains("still open", text, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(StoryJson.Render(story)).RootElement.GetProperty("risk").ValueKind);
    }

    [Fact]
    public void Json_must_stay_within_its_bound_and_count_what_it_left_out_when_an_order_has_many_fills()
    {
        var stream = new StoryStream().Buy("a-1", checks: string.Join('\n', Enumerable.Range(0, 400).Select(i => $"Rule{i}: {new string('\u0001', 3_000)}")));
        for (var trade = 1; trade <= 1_000; trade++)
            stream.Fill("a-1", trade, 100);
        var json = StoryJson.Render(stream.Story("a-1"));

        Assert.InRange(Encoding.UTF8.GetByteCount(json), 2, StoryJson.MostBytes);
        var story = JsonDocument.Parse(json).RootElement;
        Assert.Equal(1_001, story.GetProperty("events").GetArrayLength() + story.GetProperty("eventsLeftOut").GetInt32());
        Assert.Equal((1_000, "Filled"), (story.GetProperty("fills").GetInt32(), story.GetProperty("status").GetString()));
        Assert.Equal(1_001, story.GetProperty("events")[story.GetProperty("events").GetArrayLength() - 1].GetProperty("sequence").GetInt64() - 2);
    }

    [Fact]
    public void Text_must_stay_in_its_lines_when_a_venue_writes_line_feeds_into_its_reason() =>
        Assert.DoesNotContain("\nFAKE", StoryText.Render(new StoryStream().Buy("a-1").Add(new OrderRejected("a-1", "no\nFAKE line\u001b[2J")).Story("a-1")), StringComparison.Ordinal);

    [Fact]
    public void Denial_must_be_told_with_what_was_kept_before_it()
    {
        OrderDenied Denied(int code, string rule) => new("aurora", "BTCUSDT", OrderSide.Buy, new Quantity(1, 5), code, rule, "too much");
        var stream = new StoryStream().Add(Denied(8, "AgentExposure")).Add(Denied(110, "AmountRange")).Add(Denied(8, "AgentExposure"));
        var denial = stream.Denial(4);
        Assert.Equal((3L, 2L), (denial.Number, denial.SameRule));
        Assert.EndsWith("Drawdown", KeptBefore(denial), StringComparison.Ordinal);
        Assert.EndsWith("PositionLimit", KeptBefore(stream.Denial(3)), StringComparison.Ordinal);
        Assert.Throws<OrderNotFoundException>(() => stream.Denial(1));
        Assert.Equal([2, 3, 4], stream.Index().Denials);
    }

    [Fact]
    public void Story_must_be_the_same_when_no_configuration_knows_the_instrument()
    {
        var stream = new StoryStream().Add(new OrderDenied("aurora", "BTCUSDT", OrderSide.Buy, new Quantity(1, 5), 8, "AgentExposure", "x"))
            .Buy("a-1").Add(new OrderAccepted("a-1", "77")).Fill("a-1", 1, 100_000);
        Assert.Equal(StoryText.Render(stream.Story("a-1")), StoryText.Render(stream.StoryWithoutInstruments("a-1")));
    }

    [Fact]
    public void Stream_must_be_refused_with_its_place_when_an_event_cannot_have_happened() => Assert.Contains(
        "stream account/test, sequence 5: OrderFilled cannot have happened there",
        Assert.Throws<InvalidDataException>(() => new StoryStream().Buy("a-1").Fill("a-1", 1, 60_000).Fill("a-1", 2, 60_000).Story("a-1")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a-9", "there is no order “a-9” among 2; the nearest is a-1")]
    [InlineData("78", "the nearest is 77 (the venue's id of a-1)")]
    [InlineData("", "is the beginning of 2 orders: a-1, a-2")]
    public void Order_must_be_refused_with_the_nearest_when_nothing_is_called_so(string text, string message) => Assert.Contains(
        message, Assert.Throws<OrderNotFoundException>(() => new StoryStream().Buy("a-1").Add(new OrderAccepted("a-1", "77")).Buy("a-2").Index().Find(text)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Exact_id_must_win_over_ids_that_begin_with_it()
    {
        var index = new StoryStream().Buy("a-1").Add(new OrderAccepted("a-1", "12")).Buy("a-12").Add(new OrderAccepted("a-12", "1")).Index();
        Assert.Equal(["a-1", "a-12", "a-1", "a-12"], ((string[])["a-1", "a-12", "12", "1"]).Select(index.Find));
    }

    private static string KeptBefore(DenialStory denial) => JsonDocument.Parse(StoryJson.Render(denial)).RootElement.GetProperty("keptBefore").GetString()!;
}
