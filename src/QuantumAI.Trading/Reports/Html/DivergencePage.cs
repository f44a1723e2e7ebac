using QuantumAI.Trading.Divergence;
using QuantumAI.Trading.Reports.Charts;

namespace QuantumAI.Trading.Reports.Html;

/// <summary>A divergence report as one page that needs nothing else, in the style of the report.</summary>
/// <remarks>Well-formed as XML. The same report gives the same bytes. All text is encoded.</remarks>
public static class DivergencePage
{
    private const int MostRows = 500;

    /// <summary>UTF-8 is declared in the page: the writer must use it.</summary>
    public static void Write(TextWriter writer, DivergenceReport report)
    {
        var markup = new MarkupWriter(writer);
        HtmlReport.WriteTop(markup, "divergence", report.Session);
        markup.Line($"<p class=\"muted\">Against {report.Configuration}{(report.IsOtherCode ? ", by other code than the session's" : "")}{SessionFactsSection.Span(report.Runs)}</p></header>");
        markup.Line($"<main>");
        WriteFigures(markup, report);
        foreach (var note in report.Notes)
            markup.Line($"<p class=\"card notice\">{note}</p>");
        WriteFirst(markup, report);
        DivergenceKindsSection.Write(markup, report);
        WriteEquity(markup, report);
        WriteSlippage(markup, report);
        SessionFactsSection.Write(markup, report.Runs);
        WriteChanges(markup, report.Changes);
        WriteRows(markup, report);
        markup.Line($"</main>");
        markup.Line($"<footer>The session's own fills against a back-test of the market that it recorded. Times are UTC.</footer>");
        markup.Line($"</body>");
        markup.Line($"</html>");
    }

    private static void WriteFigures(MarkupWriter markup, DivergenceReport report)
    {
        var isFilled = report.Rows.Any(row => row.LaterNanos is not null);
        markup.Line($"<div class=\"figures\">");
        Figure(markup, "decisions", ReportWords.Count(report.Rows.Count), $"{ReportWords.Count(report.Counts.GetValueOrDefault(DivergenceKind.Matched))} matched");
        Figure(markup, "changed by the configuration", ReportWords.Count(report.Counts.GetValueOrDefault(DivergenceKind.Configuration)), ReportWords.Counted(report.Changes.Count, "key differs", "keys differ"));
        Figure(markup, "worse prices", isFilled ? $"{DivergenceWords.Signed(report.AverageCostBps)} bps" : ReportWords.Undefined, $"{DivergenceWords.Amount(report.Cost, report)} in all");
        Figure(markup, "later fills", DivergenceWords.Later(isFilled ? report.AverageLaterNanos : null), "on average, world time");
        markup.Line($"</div>");
    }

    private static void Figure(MarkupWriter markup, string name, string value, string note) =>
        markup.Line($"<div class=\"figure\"><div class=\"name\">{name}</div><div class=\"value\">{value}</div><div class=\"note\">{note}</div></div>");

    private static void WriteFirst(MarkupWriter markup, DivergenceReport report)
    {
        HtmlReport.Open(markup, "First decision that changed");
        if (report.First is not { } first)
        {
            HtmlReport.Missing(markup, report.IsNothingCompared ? "Nothing to compare: no decision is in what is recorded." : "No decision of the session would have changed.");
        }
        else
        {
            markup.Line($"<p>{first.Cause}</p>");
            markup.Line($"<dl class=\"facts\">");
            Fact(markup, "command", $"{ReportWords.Count(first.Command)} of {first.Run}");
            Fact(markup, "actor", first.Actor);
            Fact(markup, "input", first.Input);
            Fact(markup, "session", first.Session ?? "nothing");
            Fact(markup, "now", first.Other ?? "nothing");
            Fact(markup, "state", first.State);
            markup.Line($"</dl>");
        }

        HtmlReport.Close(markup);
    }

    private static void Fact(MarkupWriter markup, string name, string value) => markup.Line($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private static void WriteChanges(MarkupWriter markup, IReadOnlyList<ConfigurationChange> changes)
    {
        HtmlReport.Open(markup, "Configuration");
        if (changes.Count == 0)
        {
            HtmlReport.Missing(markup, "No key differs.");
        }
        else
        {
            TradesSection.OpenTable(markup, "Keys that differ", "Key", "Session", "Now");
            foreach (var change in changes.Take(MostRows))
                markup.Line($"<tr><th scope=\"row\">{change.Key}</th><td>{change.Recorded ?? "nothing"}</td><td>{change.Other ?? "nothing"}</td></tr>");
            TradesSection.CloseTable(markup);
        }

        HtmlReport.Close(markup);
    }

    private static void WriteRows(MarkupWriter markup, DivergenceReport report)
    {
        HtmlReport.Open(markup, "Decisions");
        if (report.Rows.Count == 0)
        {
            HtmlReport.Missing(markup, "Neither the session nor its shadow decided anything.");
        }
        else
        {
            TradesSection.OpenTable(markup, "Session and shadow", "Time (UTC)", "Symbol", "Difference", "Session", "Shadow", "!Worse, bps", "!Later");
            foreach (var row in report.Rows.Take(MostRows))
            {
                markup.Line($"<tr><td>{DivergenceWords.When(row)}</td><th scope=\"row\">{row.Key.Symbol}</th><td>{DivergenceWords.Of(row.Kind)}{DivergenceWords.Size(row)}</td><td class=\"why\">{DivergenceWords.Side(row.Session)}</td><td class=\"why\">{DivergenceWords.Side(row.Shadow)}</td>");
                markup.Line($"<td class=\"number {(row.CostBps > 0 ? "loss" : row.CostBps < 0 ? "gain" : "")}\">{DivergenceWords.Bps(row)}</td><td class=\"number\">{DivergenceWords.Later(row.LaterNanos)}</td></tr>");
            }

            TradesSection.CloseTable(markup);
            if (report.Rows.Count > MostRows)
                markup.Line($"<p class=\"muted\">The first {ReportWords.Count(MostRows)}; {ReportWords.Counted(report.Rows.Count - MostRows, "more is", "more are")} left out.</p>");
        }

        HtmlReport.Close(markup);
    }

    private static void WriteEquity(MarkupWriter markup, DivergenceReport report)
    {
        HtmlReport.Open(markup, "Equity");
        if (report.Equity.Any(run => run.Curves.Session.Count + run.Curves.Recorded.Count + run.Curves.Other.Count > 0))
            DivergenceChart.WriteEquity(markup, report);
        else
            HtmlReport.Missing(markup, "Equity was never marked: no bar closed in what is recorded.");
        HtmlReport.Close(markup);
        HtmlReport.Open(markup, "Equity at the end");
        TradesSection.OpenTable(markup, "Runs", "Run", "!Session", "!Shadow", "!Shadow now");
        foreach (var equity in report.Equity)
            markup.Line($"<tr><th scope=\"row\">{equity.Run}</th><td class=\"number\">{DivergenceWords.Amount(equity.Session, report)}</td><td class=\"number\">{DivergenceWords.Amount(equity.Recorded, report)}</td><td class=\"number\">{DivergenceWords.Amount(equity.Other, report)}</td></tr>");
        TradesSection.CloseTable(markup);
        HtmlReport.Close(markup);
    }

    private static void WriteSlippage(MarkupWriter markup, DivergenceReport report)
    {
        var filled = report.Rows.Where(row => row.LaterNanos is not null).ToArray();
        HtmlReport.Open(markup, "Slippage");
        if (filled.Length > 0)
            DivergenceChart.WriteSlippage(markup, report, filled);
        else
            HtmlReport.Missing(markup, "No decision was filled in the session and in its shadow: there are no prices to compare.");
        HtmlReport.Close(markup);
    }
}
