using System.Text.RegularExpressions;
using QuantumAI.Trading.Reports;
using QuantumAI.Trading.Reports.Html;

namespace QuantumAI.Trading.Tests.Reports;

/// <summary>What the axes show, read from the page: the scales themselves are nobody else's business.</summary>
public sealed class ChartScaleTests
{
    private static string[] TicksOf(string chart, string anchor, ReportInput input)
    {
        using var writer = new StringWriter();
        HtmlReport.Write(writer, input, SummaryFigures.Of(input));
        var html = writer.ToString();
        var from = html.IndexOf($"id=\"{chart}-title\"", StringComparison.Ordinal);
        var svg = html[from..html.IndexOf("</svg>", from, StringComparison.Ordinal)];
        return [.. Regex.Matches(svg, $"<text class=\"tick[^>]*text-anchor=\"{anchor}\">([^<]*)<").Select(match => match.Groups[1].Value)];
    }

    [Fact]
    public void values_must_be_round_when_the_range_is_not()
    {
        var input = new HistoryBuilder().Mark(1, "10217.33").Mark(2, "9871.1").Input(2);

        Assert.Equal(["9,900", "10,000", "10,100", "10,200"], TicksOf("equity", "end", input));
        Assert.Equal(["-3 %", "-2 %", "-1 %", "0 %"], TicksOf("drawdown", "end", input));
    }

    [Theory]
    [InlineData(0.04, "00:00", "1 Jan 2024")]
    [InlineData(2, "00:00", "1 Jan 2024")]
    [InlineData(9, "1 Jan", "2024")]
    [InlineData(200, "Jan", "2024")]
    [InlineData(9_000, "2025", "2030")]
    public void times_must_be_full_units_when_the_span_is_anything(double days, string first, string then)
    {
        var ticks = TicksOf("equity", "middle", new HistoryBuilder().Mark(days, "10100").Input(days));

        Assert.Contains(first, ticks);
        Assert.Contains(then, ticks);
        Assert.InRange(ticks.Length, 3, 20);
    }

    [Fact]
    public void extremes_must_be_drawn_when_a_curve_has_more_points_than_pixels()
    {
        var history = new HistoryBuilder();
        for (var i = 1; i <= 20_000; i++)
            history.Mark(i / 100.0, i == 7_777 ? "20000" : i == 12_345 ? "5000" : i % 2 == 0 ? "10000" : "10001");
        using var writer = new StringWriter();
        var input = history.Input(200);
        HtmlReport.Write(writer, input, SummaryFigures.Of(input));

        var path = Regex.Match(writer.ToString(), "<path class=\"curve\" d=\"([^\"]*)\"").Groups[1].Value;
        var heights = Regex.Matches(path, "[ML][0-9.]+ ([0-9.]+)").Select(match => double.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();

        // 6 % of 15,000 are kept free above and below: 900 of 16,800 in the 262 units between 14 and 276.
        Assert.Equal(14 + (262 * 900 / 16_800.0), heights.Min(), 2);
        Assert.Equal(276 - (262 * 900 / 16_800.0), heights.Max(), 2);
        Assert.InRange(heights.Length, 1_000, 4_000);
    }
}
