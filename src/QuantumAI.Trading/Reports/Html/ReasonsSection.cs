namespace QuantumAI.Trading.Reports.Html;

/// <summary>Why nothing was traded, what our own risk rules denied, and how orders ended.</summary>
internal static class ReasonsSection
{
    private const int MostReasons = 40;
    private const double BarWidth = 160;

    internal static void Write(MarkupWriter markup, ReportInput input, SummaryFigures figures)
    {
        HtmlReport.Open(markup, "Why nothing was traded");
        if (input.WhyNoTrades.Count == 0)
        {
            HtmlReport.Missing(markup, input.Bars == 0 ? "No bar closed, so no decision was made." : "No decision ended without an order.");
        }
        else
        {
            markup.Line($"<p class=\"muted\">Decisions that ended without an order, by the first reason that applied.</p>");
            WriteCounts(markup, "Why nothing was traded", "Reason", input.WhyNoTrades);
        }

        HtmlReport.Close(markup);
        WriteDenials(markup, input);
        WriteOutcomes(markup, figures);
    }

    private static void WriteDenials(MarkupWriter markup, ReportInput input)
    {
        HtmlReport.Open(markup, "Risk denials");
        if (input.Session.Denials.Count == 0)
            markup.Line($"<p class=\"muted\">Our risk rules denied no order.</p>");
        else
            WriteCounts(markup, "Risk denials", "Rule", input.Session.Denials.ToDictionary(denial => denial.Key, denial => (long)denial.Value));
        HtmlReport.Close(markup);
    }

    private static void WriteOutcomes(MarkupWriter markup, SummaryFigures figures)
    {
        if (figures.OrdersByStatus.Count == 0)
            return;
        HtmlReport.Open(markup, "Orders by outcome");
        WriteCounts(markup, "Orders by outcome", "Outcome", figures.OrdersByStatus.ToDictionary(status => status.Key.ToString(), status => (long)status.Value));
        HtmlReport.Close(markup);
    }

    private static void WriteCounts(MarkupWriter markup, string label, string what, IReadOnlyDictionary<string, long> counts)
    {
        var ranked = RankedReasons.Of(counts, MostReasons);
        var total = ranked.Sum(reason => (double)reason.Count);
        var largest = ranked.Max(reason => (double)reason.Count);
        TradesSection.OpenTable(markup, label, what, "!Count", "!Share", "Weight");
        foreach (var (reason, count) in ranked)
        {
            var share = total > 0 ? count / total : 0;
            var width = largest > 0 ? BarWidth * count / largest : 0;
            markup.Line($"<tr><th scope=\"row\">{reason}</th><td class=\"number\">{ReportWords.Count(count)}</td><td class=\"number\">{ReportWords.Percent(share, isSigned: false)}</td><td class=\"weight\"><svg viewBox=\"0 0 {BarWidth} 10\" width=\"{BarWidth}\" height=\"10\" aria-hidden=\"true\"><rect width=\"{Math.Max(1, width)}\" height=\"10\" rx=\"2\" /></svg></td></tr>");
        }

        TradesSection.CloseTable(markup);
    }
}
