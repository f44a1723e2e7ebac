using System.Text;
using System.Text.Json;
using QuantumAI.Trading.Reports;
using static QuantumAI.Trading.Tests.Reports.HistoryBuilder;

namespace QuantumAI.Trading.Tests.Reports;

public sealed class BacktestJsonTests
{
    private static readonly string[] Contract =
    [
        "bars", "ticks", "orders", "trades", "finalEquity", "totalReturn", "maxDrawdown", "sharpe", "journalHash", "orderListHash",
        "eventsPerSecond", "whyNoTrades", "fills",
    ];

    private static JsonElement Parse(ReportInput input) =>
        JsonDocument.Parse(BacktestJson.Render(input, SummaryFigures.Of(input))).RootElement;

    [Fact]
    public void json_must_start_with_the_contract_when_read_in_order()
    {
        var input = new HistoryBuilder().Buy(1, Btc, "1000", "1").Sell(2, Btc, "1100", "1").Mark(3, "10100").Input(4) with
        {
            EventsPerSecond = 1_234_567.5,
            WhyNoTrades = new Dictionary<string, long> { ["no-cross"] = 7 },
        };

        var json = Parse(input);

        Assert.Equal(Contract, json.EnumerateObject().Take(Contract.Length).Select(property => property.Name));
        Assert.Equal(2, json.GetProperty("orders").GetInt32());
        Assert.Equal(1, json.GetProperty("trades").GetInt32());
        Assert.Equal(2, json.GetProperty("fills").GetInt32());
        Assert.Equal("10100.00000000", json.GetProperty("finalEquity").GetRawText());
        Assert.Equal("0.01", json.GetProperty("totalReturn").GetRawText());
        Assert.Equal("1234567.5", json.GetProperty("eventsPerSecond").GetRawText());
        Assert.Equal(7, json.GetProperty("whyNoTrades").GetProperty("no-cross").GetInt64());
        Assert.Equal(64, json.GetProperty("orderListHash").GetString()!.Length);
    }

    [Fact]
    public void json_must_hold_null_when_a_figure_is_undefined()
    {
        var json = Parse(new HistoryBuilder().Input(0) with { JournalHash = "" });

        Assert.All(
            ["sharpe", "journalHash", "eventsPerSecond", "winRate", "profitFactor", "tradesPnl", "bestReturn", "averageBuyAndHold"],
            name => Assert.Equal(JsonValueKind.Null, json.GetProperty(name).ValueKind));
        Assert.Empty(json.GetProperty("whyNoTrades").EnumerateObject());
    }

    [Fact]
    public void json_must_stay_within_its_bound_and_keep_the_sum_when_inputs_are_huge()
    {
        var input = new HistoryBuilder().Input(1) with
        {
            Title = new string('한', 100_000),
            WhyNoTrades = Enumerable.Range(1, 20_000).ToDictionary(i => $"{i}{new string('한', 300)}", i => (long)i),
            Settings = [.. Enumerable.Range(0, 5_000).Select(i => new SettingFact($"{i}{new string('"', 500)}", new string('\u0001', 500)))],
            Charts = [.. Enumerable.Range(0, 2_000).Select(i => Bars(Btc with { Symbol = $"{i}{new string('<', 200)}" }, 1, 2))],
        };

        var text = BacktestJson.Render(input, SummaryFigures.Of(input));

        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, BacktestJson.MostBytes);
        var counts = JsonDocument.Parse(text).RootElement.GetProperty("whyNoTrades").EnumerateObject().ToArray();
        Assert.Equal(20_000L * 20_001 / 2, counts.Sum(count => count.Value.GetInt64()));
        Assert.Contains(counts, count => count.Name == "(other)");
    }

    [Fact]
    public void json_must_be_readable_when_text_is_not_valid_unicode()
    {
        var json = Parse(new HistoryBuilder().Input(1) with { Title = "\ud800 x\u0000</script>" });

        Assert.Contains("x", json.GetProperty("title").GetString(), StringComparison.Ordinal);
    }
}
