using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using QuantumAI.Domain.Instruments;
using QuantumAI.Trading.Divergence;
using QuantumAI.Trading.Reports;
using QuantumAI.Trading.Reports.Html;
using static QuantumAI.Trading.Tests.Divergence.TaleBuilder;

namespace QuantumAI.Trading.Tests.Divergence;

public sealed class DivergencePageTests
{
    [Fact]
    public void page_must_say_what_each_kind_means_and_how_many_there_are()
    {
        var rows = Parse(Render(Compared(marks: 3))).Descendants("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray()).Where(cells => cells.Length == 5).Skip(1).ToArray();
        Assert.Equal(
            [("matched", "0"), ("configuration", "1"), ("signal differs", "0"), ("fill price differs", "2"), ("latency", "0"), ("missed fill", "0")],
            rows.Select(cells => (cells[0], cells[1])));
        Assert.All(rows, cells => Assert.True(cells[4].Length > 20, $"{cells[0]} has no meaning"));
    }

    [Fact]
    public void page_must_have_the_facts_of_its_session()
    {
        var facts = Parse(Render(Compared(marks: 3))).Descendants("dl").Last().Elements().ToDictionary(fact => fact.Element("dt")!.Value, fact => fact.Element("dd")!.Value);
        Assert.Equal(
            ("run-0001", "paper (paper)", "synthetic", "built-in", "60 times real time", "11", "BTCUSDT", "1", new string('c', 64)),
            (facts["run"], facts["account"], facts["market"], facts["venue"], facts["speed"], facts["seed"], facts["symbols"], facts["decisions"], facts["configuration hash"]));
        Assert.Equal("1970-01-01 00:00 to 1970-01-02 00:00 UTC (1 d 0 h)", facts["start and end"]);
    }

    [Fact]
    public void page_must_draw_equity_of_the_session_and_its_shadows_and_slippage_of_both_signs()
    {
        var page = Parse(Render(Compared(marks: 3)));
        foreach (var kind in (string[])["curve", "shadow", "other", "stem loss", "stem gain"])
            Assert.Matches("^M.+L", (string?)Assert.Single(page.Descendants("path"), path => (string?)path.Attribute("class") == kind).Attribute("d"));
        Assert.Contains("shadow with other.conf", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void shadow_that_is_the_session_must_not_be_drawn_a_second_time()
    {
        var marks = EquityCurves.MarksOf(Stream(Mark(1, "100"), Mark(2, "101")));
        var page = Parse(Render(Compared(marks: 0) with { Equity = [new("run-0001", default, default, default) { Curves = new(marks, marks, marks) }] }));
        Assert.Equal(["curve"], page.Descendants("path").Select(path => (string)path.Attribute("class")!).Where(kind => !kind.StartsWith("stem", StringComparison.Ordinal)));
        Assert.Contains("session and shadows alike", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void page_must_say_what_is_missing_when_nothing_was_decided_or_marked()
    {
        var report = new DivergenceReport("data", "other.conf", false, [], null, [], [new("run-0001", default, default, default)], []) { IsNothingCompared = true, Runs = [SpeedNoteTests.Facts(null)] };
        var page = Parse(Render(report));
        foreach (var part in (string[])["Nothing to compare", "Equity was never marked", "there are no prices to compare", "as fast as the machine", "Neither the session nor its shadow decided anything"])
            Assert.Contains(part, page.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page.ToString(), StringComparison.Ordinal);
        Assert.Equal(6, page.Descendants("td").Count(cell => cell.Value == "0.00 %"));
    }

    [Fact]
    public void page_must_be_drawn_of_one_decision_and_one_mark()
    {
        var session = Tales(Order(1), Fill(1, "100", 5));
        var marks = EquityCurves.MarksOf(Stream(Mark(1, "100")));
        var page = Parse(Render(new DivergenceReport("data", "other.conf", false, [], null, DivergenceComparison.Compare(session, session, session),
            [new("run-0001", default, default, default) { Curves = new(marks, marks, marks) }], [])));
        Assert.Contains(page.Descendants("title"), title => title.Value == "Slippage of the session's fills against its shadow's");
        Assert.Contains(page.Descendants("circle"), circle => (string?)circle.Attribute("class") == "end curve");
        Assert.DoesNotMatch("NaN|Infinity|∞", page.ToString());
    }

    [Fact]
    public void page_must_ask_for_nothing_when_opened_and_stay_small_with_many_decisions()
    {
        const int Decisions = 20_000;
        var session = Tales([.. Enumerable.Range(1, Decisions).SelectMany(number => new[] { Order(number), Fill(number, number % 2 == 0 ? "101" : "99", 5) })]);
        var shadow = Tales([.. Enumerable.Range(1, Decisions).SelectMany(number => new[] { Order(number), Fill(number, "100", 5) })]);
        var marks = EquityCurves.MarksOf(Stream([.. Enumerable.Range(1, Decisions).Select(number => Mark(number, $"{100 + (number % 7)}"))]));
        var html = Render(new DivergenceReport("data", "</style><script>", false, [], null, DivergenceComparison.Compare(session, shadow, session),
            [new("run-0001", default, default, default) { Curves = new(marks, [], []) }], ["<img>"]));
        Parse(html);
        Assert.DoesNotMatch(new Regex("https?:|//|\\bsrc=|\\bhref=|url\\(|@import|<script|<link|<img|<iframe|\\son[a-z]+=", RegexOptions.IgnoreCase), html);
        Assert.InRange(html.Length, 1, 600_000);
    }

    private static DivergenceReport Compared(int marks)
    {
        var session = Tales(Order(1), Fill(1, "101", 5), Order(2), Fill(2, "99", 5), Order(3));
        var shadow = Tales(Order(1), Fill(1, "100", 4), Order(2), Fill(2, "100", 5));
        return new DivergenceReport("data", "other.conf", false, [new("a", "1", "2")], null, DivergenceComparison.Compare(session, shadow, session),
            [new("run-0001", Money.Parse("1.00"), Money.Parse("2.00"), Money.Parse("3.00")) { Curves = new(Curve(100), Curve(101), Curve(102)) }], ["a note"])
        { Currency = "USDT", Runs = [SpeedNoteTests.Facts(60)] };

        IReadOnlyList<CurvePoint> Curve(int start) => EquityCurves.MarksOf(Stream([.. Enumerable.Range(0, marks).Select(place => Mark(place * 1_000, $"{start + place}"))]));
    }

    private static string Render(DivergenceReport report)
    {
        using var writer = new StringWriter();
        DivergencePage.Write(writer, report);
        return writer.ToString();
    }

    private static XElement Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }
}
