using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using QuantumAI.Domain.Instruments;
using QuantumAI.Trading.Reports;
using QuantumAI.Trading.Reports.Html;
using static QuantumAI.Trading.Tests.Reports.HistoryBuilder;

namespace QuantumAI.Trading.Tests.Reports;

public sealed class HtmlReportTests
{
    private const string Hostile = "</style><script>alert('x')</script>&\u0000\ud800\"";

    private static string Render(ReportInput input)
    {
        using var writer = new StringWriter();
        HtmlReport.Write(writer, input, SummaryFigures.Of(input));
        return writer.ToString();
    }

    /// <summary>Fails on an unbalanced tag, an unquoted attribute or a raw special character; also proves that ids are unique.</summary>
    private static XElement Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        var root = XElement.Load(reader);
        var ids = root.Descendants().Select(element => (string?)element.Attribute("id")).OfType<string>().ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(
            root.Descendants().Select(element => (string?)element.Attribute("aria-labelledby")).OfType<string>(),
            references => Assert.Subset(ids.ToHashSet(), references.Split(' ').ToHashSet()));
        return root;
    }

    private static HistoryBuilder Traded() => new HistoryBuilder()
        .Buy(1, Btc, "1000", "1", fee: "1").Sell(3, Btc, "1100", "1", fee: "2").Mark(4, "10097")
        .Buy(5, Btc, "1050", "1", fee: "1").Sell(6, Btc, "950", "1", fee: "0.5").Mark(8, "9995.5").Mark(40, "10100")
        .Deny(41, "agent-exposure").Reject(42, "too small").Buy(43, Eth, "100", "2");

    private static ReportInput TradedInput() =>
        Traded().Input(44, Bars(Btc, 100_000, 110_000, 105_000, 95_000), Bars(Eth, [.. Enumerable.Range(0, 5_000).Select(i => 10_000L + (i % 97))])) with
        {
            WhyNoTrades = new Dictionary<string, long> { ["no-cross"] = 3_000, ["holding"] = 1_000 },
            Settings = [new SettingFact("seed", "42")],
        };

    [Fact]
    public void page_must_be_well_formed_and_complete_when_trades_closed()
    {
        var page = Parse(Render(TradedInput()));

        Assert.Equal(
            ["Equity", "Drawdown", "BTCUSDT: price and trades", "ETHUSDT: price and trades", "Monthly returns", "Round trips",
             "Still open at the end", "Why nothing was traded", "Risk denials", "Orders by outcome", "Settings and hashes"],
            page.Descendants("h2").Select(heading => heading.Value));
        Assert.Contains("10,000.00 → 10,100.00 USDT", page.Value, StringComparison.Ordinal);
        Assert.Contains("3,000", page.Value, StringComparison.Ordinal);
        Assert.Contains(page.Descendants("title"), title => title.Value.Contains("P&L +97.00 USDT (+9.70 %)", StringComparison.Ordinal));
    }

    [Fact]
    public void page_must_ask_for_nothing_when_opened()
    {
        var html = Render(TradedInput());

        Assert.DoesNotMatch(new Regex("https?:|//|\\bsrc=|\\bhref=|url\\(|@import|<script|<link|<img|<iframe|\\son[a-z]+=", RegexOptions.IgnoreCase), html);
        Assert.Contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void page_must_be_accessible_when_read_aloud()
    {
        var page = Parse(Render(TradedInput()));

        Assert.All(page.Descendants("svg").Where(svg => (string?)svg.Attribute("aria-hidden") != "true"), svg =>
        {
            Assert.Equal("img", (string?)svg.Attribute("role"));
            Assert.NotEmpty(svg.Element("title")!.Value);
            Assert.NotEmpty(svg.Element("desc")!.Value);
        });
        Assert.All(page.Descendants("th"), header => Assert.NotNull(header.Attribute("scope")));
        Assert.All(page.Descendants("table"), table => Assert.NotEmpty(table.Descendants("th")));
    }

    [Fact]
    public void page_must_show_text_as_text_when_it_is_hostile()
    {
        var input = new HistoryBuilder().Buy(1, Btc, "1000", "1", reason: Hostile).Sell(2, Btc, "1100", "1", reason: Hostile)
            .Mark(3, "10100").Deny(3, Hostile)
            .Input(4, Bars(Btc, 100_000, 110_000) with { Instrument = Btc with { BaseAsset = Hostile, QuoteAsset = Hostile } }, Bars(Eth with { Symbol = Hostile })) with
        {
            Title = Hostile,
            JournalHash = Hostile,
            WhyNoTrades = new Dictionary<string, long> { [Hostile] = 1 },
            Settings = [new SettingFact(Hostile, Hostile)],
        };

        var page = Parse(Render(input));

        Assert.Empty(page.Descendants("script"));
        Assert.StartsWith("</style><script>alert('x')</script>&\uFFFD\uFFFD\"", page.Descendants("h1").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void page_must_be_the_same_bytes_when_the_input_is_the_same()
    {
        var html = Render(TradedInput());

        Assert.Equal(html, Render(TradedInput()));
        Assert.DoesNotContain('\r', html);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", html, StringComparison.Ordinal);
    }

    [Fact]
    public void page_must_say_why_there_is_no_chart_when_no_bar_closed()
    {
        var page = Parse(Render(new HistoryBuilder().Input(0, Bars(Btc)) with { FirstMarketNanos = null, LastMarketNanos = null }));

        Assert.Contains("No bar closed: equity is marked at bar closes", page.Value, StringComparison.Ordinal);
        Assert.Contains("No bar of BTCUSDT closed", page.Value, StringComparison.Ordinal);
        Assert.Contains("No round trip was closed. No bar closed, so nothing could be decided.", page.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Descendants("svg"), svg => (string?)svg.Attribute("role") == "img");
    }

    [Fact]
    public void page_must_name_the_main_reason_when_nothing_was_traded()
    {
        var page = Parse(Render(new HistoryBuilder().Mark(1, "10000").Input(1, Bars(Btc, 100_000)) with
        {
            WhyNoTrades = new Dictionary<string, long> { ["no-cross"] = 3, ["warming-up"] = 5 },
        }));

        Assert.Contains("The most frequent reason was “warming-up”", page.Value, StringComparison.Ordinal);
        Assert.Contains("Equity never fell below a high.", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void page_must_stay_small_and_count_the_rest_when_there_are_many_trades()
    {
        var history = new HistoryBuilder();
        for (var i = 0; i < 1_500; i++)
            history.Buy(i, Btc, "1000", "0.1").Sell(i + 0.5, Btc, i % 3 == 0 ? "1010" : "997", "0.1").Mark(i + 1, "10000");

        var html = Render(history.Input(1_501, Bars(Btc, [.. Enumerable.Range(0, 30_000).Select(i => 100_000L + (i * 7919 % 5_000))])));

        Assert.InRange(html.Length, 1, 1_000_000);
        Assert.Contains("The first 200; 1,300 more are in the CSV file of the trades.", Parse(html).Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.00000001")]
    [InlineData("90000000000000")]
    public void page_must_be_well_formed_when_the_deposit_is_extreme(string deposit)
    {
        var page = Parse(Render(new HistoryBuilder(deposit).Mark(1, deposit).Mark(2, "0").Input(3, Bars(Btc, 1, 1), Bars(Eth, long.MaxValue / 2))));

        Assert.NotEmpty(page.Descendants("svg"));
        Assert.Equal(Money.Parse(deposit), new HistoryBuilder(deposit).Report().Deposit);
    }
}
