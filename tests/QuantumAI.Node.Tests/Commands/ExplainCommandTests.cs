using System.Text;
using System.Text.Json;
using QuantumAI.Node.Tests.Paper;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Commands;

/// <summary><c>quantum explain</c> over the journal of a real session.</summary>
public sealed class ExplainCommandTests : IAsyncLifetime
{
    private const int MostJsonBytes = 64 * 1024;
    private readonly TempFolder _folder = new();
    private JsonElement[] _events = [];
    private string _filled = "";

    public async ValueTask InitializeAsync()
    {
        (await PaperSession.RunAsync(_folder, "data", seed: 11, "6d")).Expect(0);
        var exported = (await QuantumProcess.RunAsync(_folder.Path, "journal", "export", "--data-dir", "data")).Expect(0).OutputLines;
        _events = [.. exported[..^1].Select(line => JsonDocument.Parse(line).RootElement).Where(stored => stored.GetProperty("stream").GetString() == "account/paper")];
        _filled = Payloads("OrderFilled").First().GetProperty("clientOrderId").GetString()!;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Text_must_tell_outcome_cause_checks_intent_reports_and_books()
    {
        var text = (await ExplainAsync(_filled)).Expect(0).Output;
        var fill = Payloads("OrderFilled").First(payload => payload.GetProperty("clientOrderId").GetString() == _filled);
        string[] parts =
        [
            $"{_filled}: buy ", "→ FILLED", "agent aurora decided at bar of ", "ema-12 ", "% of equity, at most ", "RISK  approved", "OrderForm ", "InsufficientBalance ",
            "INTENT", "good til canceled", "intended, durable before it is sent", "accepted, the venue's order ",
            $"filled {fill.GetProperty("quantity").GetString()} at {fill.GetProperty("price").GetString()} = {fill.GetProperty("quoteQuantity").GetString()} ",
            $"fee {fill.GetProperty("fee").GetString()} {fill.GetProperty("feeAsset").GetString()}, trade {fill.GetProperty("tradeId").GetInt64()}",
            "position ", "balance ", "locked",
        ];
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Issue_refusal_must_neither_steer_the_terminal_nor_fill_it_when_the_id_is_hostile()
    {
        var hostile = (await ExplainAsync("\u001b[31mred\r\nqa-1: buy 1 BTCUSDT → FILLED\u202e")).Expect(2);
        Assert.Contains("\\x1b[31mred\\x0d\\x0aqa-1", Assert.Single(hostile.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", hostile.Error, StringComparison.Ordinal);
        Assert.InRange((await ExplainAsync(new string('a', 10_000))).Expect(2).Error.Length, 100, 2_500);
    }

    [Fact]
    public async Task Issue_refusal_must_say_where_the_stream_ends_when_the_sequence_is_beyond_it() =>
        Assert.Contains("there is no event at sequence 99999999: the account's last is ", (await ExplainAsync("--at", "99999999")).Expect(2).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Json_must_be_one_object_with_exact_amounts_that_add_up()
    {
        var output = (await ExplainAsync(_filled, "--json")).Expect(0).Output;
        Assert.InRange(Encoding.UTF8.GetByteCount(output), 2, MostJsonBytes);
        var story = JsonDocument.Parse(output).RootElement;
        string[] keys =
        [
            "kind", "clientOrderId", "venueOrderId", "account", "agent", "symbol", "status", "isOpen", "filled", "quoteFilled", "quoteAsset", "averagePrice",
            "fills", "realised", "fees", "nanos", "why", "risk", "intent", "booksBefore", "eventsLeftOut", "events",
        ];
        Assert.Equal(keys, story.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("order", _filled, "Filled"), (Text(story, "kind"), Text(story, "clientOrderId"), Text(story, "status")));
        var events = story.GetProperty("events").EnumerateArray().ToArray();
        Assert.Equal(["OrderIntended", "OrderAccepted", "OrderFilled"], events.Select(told => Text(told, "type")));

        var (before, after) = (story.GetProperty("booksBefore"), events[^1].GetProperty("books"));
        var quote = Text(story, "quoteAsset");
        Assert.Equal(Free(before, quote) - decimal.Parse(Text(story, "quoteFilled")), Free(after, quote));
        var (baseAsset, fee) = (Text(events[^1], "feeAsset"), decimal.Parse(Text(events[^1], "fee")));
        Assert.Equal(Free(before, baseAsset) + decimal.Parse(Text(story, "filled")) - fee, Free(after, baseAsset));
        Assert.Equal(25, story.GetProperty("risk").GetProperty("checks").GetArrayLength());
    }

    [Fact]
    public async Task Order_must_be_found_by_the_venues_id_and_by_the_beginning_of_exactly_one()
    {
        var own = (await ExplainAsync(_filled)).Expect(0).Output;
        var venueId = Payloads("OrderAccepted").First(payload => payload.GetProperty("clientOrderId").GetString() == _filled).GetProperty("venueOrderId").GetString()!;
        Assert.Equal(own, (await ExplainAsync(venueId)).Expect(0).Output);

        var ids = Payloads("OrderIntended").Select(payload => payload.GetProperty("clientOrderId").GetString()!).ToArray();
        Assert.True(ids.Length >= 2, "the session ordered at least twice");
        var shared = ids[0][..^1];
        Assert.Contains($"“{shared}” is the beginning of {ids.Length} orders: {ids[0]}", (await ExplainAsync(shared)).Expect(2).Error, StringComparison.Ordinal);
        var sequence = _events.First(stored => Text(stored, "type") == "OrderFilled").GetProperty("sequence").GetInt64();
        Assert.Equal(own, (await ExplainAsync("--at", $"{sequence}")).Expect(0).Output);
    }

    [Fact]
    public async Task Unknown_order_must_end_with_code_2_and_name_the_nearest()
    {
        var refused = (await ExplainAsync(_filled + "x")).Expect(2);
        Assert.Empty(refused.Output);
        Assert.Contains($"there is no order “{_filled}x” among ", refused.Error, StringComparison.Ordinal);
        Assert.EndsWith($"; the nearest is {_filled}", refused.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain needs one of ORDER, --denied N and --at SEQUENCE", "")]
    [InlineData("explain needs one of ORDER, --denied N and --at SEQUENCE", "qa-1 --denied 1")]
    [InlineData("--denied must be at least 1", "--denied 0")]
    [InlineData("--at must be at least 1", "--at -3")]
    [InlineData("Unrecognized command or argument 'two'", "one two")]
    public async Task Wrong_arguments_must_end_with_code_2(string message, string arguments) => Assert.Contains(
        message, (await ExplainAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Expect(2).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Missing_journal_and_places_without_an_order_must_end_with_code_2()
    {
        Assert.Contains("there is no journal at ", (await QuantumProcess.RunAsync(_folder.Path, "explain", "qa-1", "--data-dir", "nowhere")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("neither about an order nor a denial", (await ExplainAsync("--at", "1")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no decision was ever denied", (await ExplainAsync("--denied", "1")).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Denial_must_be_told_with_rule_code_and_figures()
    {
        (await PaperSession.RunAsync(_folder, "tight", seed: 11, "6d", "--set", "risk.total-exposure=1%")).Expect(0);
        var text = (await QuantumProcess.RunAsync(_folder.Path, "explain", "--denied", "1", "--data-dir", "tight")).Expect(0).Output;
        Assert.Contains("by rule TotalExposure (code 9)", text, StringComparison.Ordinal);
        Assert.Contains("total exposure would be ", text, StringComparison.Ordinal);
        var denial = JsonDocument.Parse((await QuantumProcess.RunAsync(_folder.Path, "explain", "--denied", "1", "--data-dir", "tight", "--json")).Expect(0).Output).RootElement;
        Assert.Equal(("denial", "TotalExposure", 9), (Text(denial, "kind"), Text(denial, "rule"), denial.GetProperty("code").GetInt32()));
        Assert.EndsWith("DailyLoss, Drawdown, AgentExposure", Text(denial, "keptBefore"), StringComparison.Ordinal);
        Assert.Equal(denial.GetProperty("denials").GetInt64(), denial.GetProperty("denialsByRule").GetInt64());
        var many = (await QuantumProcess.RunAsync(_folder.Path, "explain", "--denied", "100000", "--data-dir", "tight")).Expect(2);
        Assert.Contains("--denied 100000: only ", many.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_journal_must_end_with_code_2_and_name_the_place()
    {
        var file = _folder["data/journal.db"];
        var bytes = await File.ReadAllBytesAsync(file);
        var at = bytes.AsSpan().IndexOf("\"quoteQuantity\""u8);
        bytes[at + 1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        var refused = (await ExplainAsync(_filled)).Expect(2);
        Assert.Empty(refused.Output);
        Assert.Matches("stream account/paper, sequence [0-9]+: OrderFilled cannot be read.*quantum journal verify says what is damaged", refused.ErrorLines[^1]);
    }

    [Fact]
    public async Task Order_must_be_told_beside_the_session_that_writes_the_journal()
    {
        await using var process = PaperSession.Start(_folder, "live", seed: 11, speed: 100_000);
        await process.ErrorLineAsync(" filled at ");
        var shown = (await QuantumProcess.RunAsync(_folder.Path, "journal", "show", "account/paper", "--from", "1", "--limit", "10000", "--data-dir", "live")).Expect(0);
        var id = shown.OutputLines.First(line => line.Contains("  OrderFilled  ", StringComparison.Ordinal)).Split('(')[1].Split(')')[0];

        var text = (await QuantumProcess.RunAsync(_folder.Path, "explain", id, "--data-dir", "live")).Expect(0).Output;

        Assert.Contains("→ FILLED", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_figure_must_be_found_when_verification_is_asked_for()
    {
        var sound = (await ExplainAsync(_filled, "--verify")).Expect(0).Output;
        Assert.Equal((await ExplainAsync(_filled)).Expect(0).Output, sound);
        var file = _folder["data/journal.db"];
        var bytes = await File.ReadAllBytesAsync(file);
        var at = bytes.AsSpan().IndexOf("\"features\":\"close "u8) + "\"features\":\"close "u8.Length;
        bytes[at] = bytes[at] == (byte)'9' ? (byte)'8' : (byte)(bytes[at] + 1);
        await File.WriteAllBytesAsync(file, bytes);

        var refused = (await ExplainAsync(_filled, "--verify")).Expect(2);
        Assert.Empty(refused.Output);
        Assert.Contains("is damaged: stream account/paper", refused.Error, StringComparison.Ordinal);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static decimal Free(JsonElement books, string asset) => decimal.Parse(Text(books.GetProperty("balances").GetProperty(asset), "free"));

    private IEnumerable<JsonElement> Payloads(string type) =>
        _events.Where(stored => Text(stored, "type") == type).Select(stored => stored.GetProperty("payload"));

    private Task<Finished> ExplainAsync(params IReadOnlyList<string> arguments) =>
        QuantumProcess.RunAsync(_folder.Path, ["explain", .. arguments, "--data-dir", "data"]);
}
