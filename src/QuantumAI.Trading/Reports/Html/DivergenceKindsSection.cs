using QuantumAI.Trading.Divergence;

namespace QuantumAI.Trading.Reports.Html;

/// <summary>How many decisions differ in which way, and what each way means.</summary>
internal static class DivergenceKindsSection
{
    private const double BarWidth = 120;

    internal static void Write(MarkupWriter markup, DivergenceReport report)
    {
        HtmlReport.Open(markup, "How decisions differ");
        TradesSection.OpenTable(markup, "How decisions differ", "Difference", "!Decisions", "!Share", "Weight", "Meaning");
        var largest = report.Counts.Values.DefaultIfEmpty(0).Max();
        foreach (var kind in DivergenceWords.Kinds)
        {
            var count = report.Counts.GetValueOrDefault(kind);
            var share = report.Rows.Count > 0 ? (double)count / report.Rows.Count : 0;
            var width = largest > 0 ? BarWidth * count / largest : 0;
            markup.Line($"<tr><th scope=\"row\">{DivergenceWords.Of(kind)}</th><td class=\"number\">{ReportWords.Count(count)}</td><td class=\"number\">{ReportWords.Percent(share, isSigned: false)}</td><td class=\"bar\"><svg viewBox=\"0 0 {BarWidth} 10\" width=\"{BarWidth}\" height=\"10\" aria-hidden=\"true\"><rect width=\"{width}\" height=\"10\" rx=\"2\" /></svg></td><td class=\"meaning\">{DivergenceWords.Meaning(kind)}</td></tr>");
        }

        TradesSection.CloseTable(markup);
        markup.Line($"<p class=\"legend\">The shadow is a back-test of the market that the session recorded. Decisions are the same when agent, symbol, market event, side and kind are; a different size is named beside.</p>");
        HtmlReport.Close(markup);
    }
}
