using QuantumAI.Trading.Reports.Charts;

namespace QuantumAI.Trading.Reports.Html;

/// <summary>The report as one page that needs nothing else: no script, no request, light and dark, on screen and on paper.</summary>
/// <remarks>Well-formed as XML, so that it can be checked. The same input gives the same bytes. All text is encoded.</remarks>
public static class HtmlReport
{
    /// <summary>Charts of symbols beyond this number are left out, and the page says so.</summary>
    public const int MostCharts = 24;

    /// <summary>UTF-8 is declared in the page: the writer must use it.</summary>
    public static void Write(TextWriter writer, ReportInput input, SummaryFigures figures)
    {
        var markup = new MarkupWriter(writer);
        var curve = EquityCurve.Of(input);
        WriteHead(markup, input);
        HeadlineSection.Write(markup, input, figures);
        WriteCurves(markup, input, curve, figures);
        WritePrices(markup, input, figures);
        MonthlySection.Write(markup, curve);
        TradesSection.Write(markup, input, figures);
        ReasonsSection.Write(markup, input, figures);
        SettingsSection.Write(markup, input);
        markup.Line($"</main>");
        markup.Line($"<footer>Simulated fills, no real money. Times are UTC. Past results say little about future ones.</footer>");
        markup.Line($"</body>");
        markup.Line($"</html>");
    }

    private static void WriteHead(MarkupWriter markup, ReportInput input)
    {
        WriteTop(markup, ReportWords.Of(input.Kind), input.Title);
        var span = Exposure.SpanOf(input) is (var first, var last)
            ? $"{ReportWords.Minute(first)} to {ReportWords.Minute(last)} UTC ({ReportWords.Duration(last - first)})"
            : "no market data";
        var resumed = input.ResumedNanos is { } nanos ? $" · {ReportWords.Resumed(nanos)}" : "";
        markup.Line($"<p class=\"muted\">{span} · {ReportWords.Counted(input.Bars, "bar", "bars")} · {ReportWords.Counted(input.Ticks, "tick", "ticks")}{resumed}</p></header>");
        markup.Line($"<main>");
    }

    /// <summary>The page's beginning up to its heading; the caller ends the header.</summary>
    internal static void WriteTop(MarkupWriter markup, string kind, string title)
    {
        markup.Line($"<!DOCTYPE html>");
        markup.Line($"<html lang=\"en\">");
        markup.Line($"<head>");
        markup.Line($"<meta charset=\"utf-8\" />");
        markup.Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\" />");
        markup.Line($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />");
        markup.Line($"<meta name=\"color-scheme\" content=\"light dark\" />");
        markup.Line($"<title>{title} – {kind} report</title>");
        markup.Line($"<style>");
        markup.Literal(HtmlStyle.Sheet);
        markup.Line($"</style>");
        markup.Line($"</head>");
        markup.Line($"<body>");
        markup.Line($"<header><p class=\"kind\">{kind} report</p>");
        markup.Line($"<h1>{title}</h1>");
    }

    private static void WriteCurves(MarkupWriter markup, ReportInput input, EquityCurve curve, SummaryFigures figures)
    {
        Open(markup, "Equity");
        if (curve.IsMarked)
            EquityChart.WriteEquity(markup, curve, figures);
        else
            Missing(markup, input.Bars == 0 ? "No bar closed: equity is marked at bar closes, so there is no curve." : "Equity was never marked although bars closed.");
        Close(markup);
        if (!curve.IsMarked || figures.Drawdown is not { } deepest)
            return;
        Open(markup, "Drawdown");
        if (deepest.Depth > 0)
            EquityChart.WriteUnderwater(markup, curve, deepest);
        else
            Missing(markup, "Equity never fell below a high.");
        Close(markup);
    }

    private static void WritePrices(MarkupWriter markup, ReportInput input, SummaryFigures figures)
    {
        for (var i = 0; i < Math.Min(input.Charts.Count, MostCharts); i++)
        {
            var chart = input.Charts[i];
            var symbol = chart.Instrument.Symbol;
            Open(markup, $"{symbol}: price and trades");
            if (chart.Bars.Count == 0)
            {
                Missing(markup, $"No bar of {symbol} closed: there is no price to draw.");
            }
            else
            {
                var trips = input.Session.RoundTrips.Where(trip => trip.Symbol == symbol).ToList();
                var open = figures.OpenPositions.Where(position => position.Position.Symbol == symbol).ToList();
                PriceChart.Write(markup, $"price-{i + 1}", chart, new TradeMarks(chart.Instrument, trips, open));
                WriteLegend(markup, chart.Instrument.QuoteAsset, trips.Count + open.Count);
            }

            Close(markup);
        }

        if (input.Charts.Count > MostCharts)
            markup.Line($"<p class=\"muted\">The charts of {ReportWords.Counted(input.Charts.Count - MostCharts, "more symbol is", "more symbols are")} left out.</p>");
    }

    private static void WriteLegend(MarkupWriter markup, string quoteAsset, int marks)
    {
        if (marks == 0)
            markup.Line($"<p class=\"legend\">Prices in {quoteAsset}. No round trip and no open position in this symbol.</p>");
        else
            markup.Line($"<p class=\"legend\"><span class=\"mark entry\">▲</span> entry <span class=\"mark gain\">▼</span> exit with profit <span class=\"mark loss\">▼</span> exit with loss <span class=\"mark\">prices in {quoteAsset}</span></p>");
    }

    internal static void Open(MarkupWriter markup, string heading)
    {
        markup.Line($"<section class=\"card\">");
        markup.Line($"<h2>{heading}</h2>");
    }

    internal static void Close(MarkupWriter markup) => markup.Line($"</section>");

    internal static void Missing(MarkupWriter markup, string why) => markup.Line($"<p class=\"missing\">{why}</p>");
}
