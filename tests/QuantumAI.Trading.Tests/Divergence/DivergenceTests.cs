using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Divergence;
using QuantumAI.Trading.Reports.Html;
using static QuantumAI.Trading.Tests.Divergence.TaleBuilder;

namespace QuantumAI.Trading.Tests.Divergence;

public sealed class DivergenceTests
{
    [Fact]
    public void each_decision_must_have_the_kind_of_its_difference()
    {
        var session = Tales(Order(1), Fill(1, "100", 5), Order(2), Fill(2, "100", 5), Order(3), Fill(3, "101", 5), Order(4), Order(5), Fill(5, "100", 5), Order(6), Denied(7));
        var shadow = Tales(Order(1), Fill(1, "100", 5), Order(2), Fill(2, "100", 3), Order(3), Fill(3, "100", 5), Order(4), Fill(4, "100", 5), Order(6), Denied(7, "Collar"), Order(8));
        var recorded = Tales(Order(1), Order(2), Order(3), Order(4), Order(5), Fill(5, "100", 5), Denied(7));
        var rows = DivergenceComparison.Compare(session, shadow, recorded);
        Assert.Equal(
            [
                (1, DivergenceKind.Matched), (2, DivergenceKind.Latency), (3, DivergenceKind.FillPrice), (4, DivergenceKind.MissedFill), (5, DivergenceKind.Configuration),
                (6, DivergenceKind.Matched), (7, DivergenceKind.Configuration), (8, DivergenceKind.Configuration),
            ],
            rows.Select(row => ((int)row.Key.Sequence, row.Kind)));
        Assert.Equal((100, 1), (rows[2].CostBps, rows[2].Cost)); // one unit bought one per cent dearer
        Assert.Equal(2, rows[1].LaterNanos);
    }

    [Fact]
    public void decision_that_only_the_session_made_must_be_a_signal_when_the_recorded_configuration_does_not_make_it_either()
    {
        var row = Assert.Single(DivergenceComparison.Compare(Tales(Order(1)), [], []));
        Assert.Equal(DivergenceKind.Signal, row.Kind);
        Assert.Equal(DivergenceKind.Signal, Assert.Single(DivergenceComparison.Compare([], Tales(Order(1)), Tales(Order(1)))).Kind);
    }

    [Fact]
    public void json_must_stay_within_its_bound_and_count_what_it_leaves_out_and_amounts_must_have_their_currency()
    {
        const int Decisions = 2_000;
        var session = Tales([.. Enumerable.Range(1, Decisions).Select(number => Order(number))]);
        var report = new DivergenceReport(
            "data", "other.conf", false, [.. Enumerable.Range(0, 1_000).Select(number => new ConfigurationChange($"key-{number}", new string('a', 100), "b"))], null,
            DivergenceComparison.Compare(session, [], session), [new("run-0001", Money.Parse("1.00"), Money.Parse("2.00"), Money.Parse("3.00"))], [])
        { Currency = "USDT" };
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory))
            DivergenceJson.Write(writer, report);
        Assert.InRange(memory.Length, DivergenceJson.MostBytes / 2, DivergenceJson.MostBytes);
        using var json = JsonDocument.Parse(memory.ToArray());
        var shown = json.RootElement.GetProperty("decisions").GetArrayLength();
        Assert.Equal(Decisions, shown + json.RootElement.GetProperty("decisionsLeftOut").GetInt32());
        Assert.InRange(shown, 1, Decisions - 1);
        Assert.True(json.RootElement.GetProperty("changesLeftOut").GetInt32() > 0);
        var text = DivergenceText.Render(report);
        Assert.Contains("0.00 USDT more in all", text, StringComparison.Ordinal);
        Assert.Contains("session 1.00000000 USDT", text, StringComparison.Ordinal);
    }

    [Fact]
    public void other_size_must_leave_a_decision_the_same_and_be_named_beside_it_only()
    {
        var session = Tales(Order(1), Fill(1, "100", 5), Order(2, quantity: "2.0"), Denied(3));
        var shadow = Tales(Order(1, quantity: "1.5"), Fill(1, "100", 5, "1.5"), Order(2), Order(3, quantity: "1.5"));
        var rows = DivergenceComparison.Compare(session, shadow, []);
        Assert.Equal(
            [(DivergenceKind.Matched, true), (DivergenceKind.Matched, true), (DivergenceKind.Signal, false)], // the last are two decisions: what was denied has no size to compare
            rows.Select(row => (row.Kind, row.IsOtherSize)));
    }

    [Fact]
    public void decision_in_json_must_have_its_figures_as_data_beside_its_sentences()
    {
        var session = Tales(Order(1), Fill(1, "101", 5_000_000), Denied(2));
        var shadow = Tales(Order(1, quantity: "2.0"), Fill(1, "100", 4_000_000, "2.0"));
        var report = new DivergenceReport("data", "other.conf", false, [], null, DivergenceComparison.Compare(session, shadow, session), [], []);
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory))
            DivergenceJson.Write(writer, report);
        using var json = JsonDocument.Parse(memory.ToArray());
        var decisions = json.RootElement.GetProperty("decisions");
        const string Times = "1970-01-01T00:00:00.";
        Assert.Equal(
            $$$"""
            {"kind":"fillPrice","agent":"aurora","symbol":"BTCUSDT","marketEvent":1,"session":"Buy 1.0 market, filled at 101","shadow":"Buy 2.0 market, filled at 100","costBps":100,"cost":1,"laterSeconds":0.001,"laterNanos":1000000,"otherSize":true,"sessionOrder":{"decidedAt":"{{{Times}}}0000001Z","side":"Buy","quantity":1.0,"type":"Market","filled":1.0,"price":101,"filledAt":"{{{Times}}}0050001Z"},"shadowOrder":{"decidedAt":"{{{Times}}}0000001Z","side":"Buy","quantity":2.0,"type":"Market","filled":2.0,"price":100,"filledAt":"{{{Times}}}0040001Z"}}
            """,
            decisions[0].GetRawText());
        Assert.Equal(("StaleData", JsonValueKind.Null), (decisions[1].GetProperty("sessionOrder").GetProperty("deniedBy").GetString(), decisions[1].GetProperty("shadowOrder").ValueKind));
    }

    [Fact]
    public void worse_price_must_count_for_sales_the_other_way_round()
    {
        var session = Tales(Order(1, OrderSide.Sell), Fill(1, "99", 5));
        var row = Assert.Single(DivergenceComparison.Compare(session, Tales(Order(1, OrderSide.Sell), Fill(1, "100", 5)), []));
        Assert.Equal((100, 1), (row.CostBps, row.Cost));
    }

    [Fact]
    public void page_text_and_object_must_say_what_changed_first_and_why()
    {
        var session = Tales(Order(1), Fill(1, "101", 5), Order(2));
        var shadow = Tales(Order(1), Fill(1, "100", 4));
        var report = new DivergenceReport(
            "data & <more>", "other.conf", true, [new("aurora.trend.adx-min", "20", "25")],
            new ChangedDecision("run-0001", 2, "symbol-BTCUSDT/aurora", "market event 2", "OrderIntended {\"a\":1}", null, "equity 1", "the agent decided EnterLong, and now None"),
            DivergenceComparison.Compare(session, shadow, session), [new("run-0001", Money.Parse("1.00"), Money.Parse("2.00"), Money.Parse("3.00"))], ["a note"]);

        var text = DivergenceText.Render(report);
        foreach (var part in (string[])["aurora.trend.adx-min: 20 → 25", "command 2 of run-0001", "the agent decided EnterLong, and now None", "symbol-BTCUSDT/aurora", "by other code", "a note"])
            Assert.Contains(part, text, StringComparison.Ordinal);

        using var page = new StringWriter();
        DivergencePage.Write(page, report);
        using var reader = XmlReader.Create(new StringReader(page.ToString()), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        var words = XElement.Load(reader).Value;
        foreach (var part in (string[])["data & <more>", "the agent decided EnterLong, and now None", "fill price differs", "configuration", "+100.00"])
            Assert.Contains(part, words, StringComparison.Ordinal);

        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory))
            DivergenceJson.Write(writer, report);
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(memory.ToArray()));
        Assert.Equal((2, 1, 1), (Total("decisions"), Total("fillPrice"), Total("configuration")));
        Assert.Equal("aurora.trend.adx-min", json.RootElement.GetProperty("changes")[0].GetProperty("key").GetString());

        int Total(string name) => json.RootElement.GetProperty("totals").GetProperty(name).GetInt32();
    }
}
