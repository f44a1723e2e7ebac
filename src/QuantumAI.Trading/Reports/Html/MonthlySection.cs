namespace QuantumAI.Trading.Reports.Html;

/// <summary>Returns by month: one row per year, its total at the end.</summary>
internal static class MonthlySection
{
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    internal static void Write(MarkupWriter markup, EquityCurve curve)
    {
        var months = curve.Monthly();
        if (months.Count == 0)
            return;
        HtmlReport.Open(markup, "Monthly returns");
        markup.Line($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Monthly returns\"><table class=\"months\">");
        markup.Line($"<caption>In percent of the equity at the end of the month before; the first and the last month may be parts.</caption>");
        markup.Line($"<thead><tr><th scope=\"col\">Year</th>");
        foreach (var month in Months)
            markup.Line($"<th scope=\"col\" class=\"number\">{month}</th>");
        markup.Line($"<th scope=\"col\" class=\"number\">Year total</th></tr></thead><tbody>");
        var largest = months.Max(month => Math.Abs(month.Return));
        foreach (var year in months.GroupBy(month => month.Year))
            WriteYear(markup, year.Key, [.. year], largest);
        markup.Line($"</tbody></table></div>");
        HtmlReport.Close(markup);
    }

    private static void WriteYear(MarkupWriter markup, int year, List<MonthReturn> months, double largest)
    {
        markup.Line($"<tr><th scope=\"row\">{year}</th>");
        for (var month = 1; month <= Months.Length; month++)
        {
            var at = months.FindIndex(candidate => candidate.Month == month);
            if (at < 0)
                markup.Line($"<td class=\"number none\">·</td>");
            else
                markup.Line($"<td class=\"number {Heat(months[at].Return, largest)}\">{Value(months[at].Return)}</td>");
        }

        var total = months.Aggregate(1.0, static (wealth, month) => wealth * (1 + month.Return)) - 1;
        markup.Line($"<td class=\"number total {(total < 0 ? "loss" : total > 0 ? "gain" : "")}\">{Value(total)}</td></tr>");
    }

    private static string Value(double fraction) => ReportWords.Percent(fraction).Replace(" %", "", StringComparison.Ordinal);

    /// <summary>Four steps of colour per sign, against the largest month.</summary>
    private static string Heat(double value, double largest)
    {
        var step = largest == 0 ? 0 : (int)Math.Ceiling(4 * Math.Abs(value) / largest);
        return step == 0 ? "" : $"{(value > 0 ? "up" : "down")}-{Math.Min(step, 4)}";
    }
}
