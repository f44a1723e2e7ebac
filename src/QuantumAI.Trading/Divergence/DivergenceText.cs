using System.Globalization;
using System.Text;
using QuantumAI.Trading.Reports;

namespace QuantumAI.Trading.Divergence;

/// <summary>A divergence report for a terminal. Pure.</summary>
public static class DivergenceText
{
    private const int MostRows = 20;
    private const int MostChanges = 40;

    public static string Render(DivergenceReport report)
    {
        var text = new StringBuilder();
        Line(text, $"{report.Session} against {report.Configuration}{(report.IsOtherCode ? ", by other code than the session's" : "")}");
        foreach (var change in report.Changes.Take(MostChanges))
            Line(text, $"  {change.Key}: {change.Recorded ?? "nothing"} → {change.Other ?? "nothing"}");
        if (report.Changes.Count == 0)
            Line(text, $"  no key differs");
        AddFirst(text, report);
        Line(text, $"");
        Line(text, $"session against its shadow back-test: {ReportWords.Counted(report.Rows.Count, "decision", "decisions")}");
        foreach (var kind in DivergenceWords.Kinds)
            Line(text, $"  {DivergenceWords.Of(kind),-20} {report.Counts.GetValueOrDefault(kind),8}");
        Line(text, $"  prices cost {DivergenceWords.Amount(report.Cost, report)} more in all, {DivergenceWords.Signed(report.AverageCostBps)} bps on average; fills came {DivergenceWords.Later(report.AverageLaterNanos)} later on average");
        foreach (var equity in report.Equity)
            Line(text, $"  equity at the end of {equity.Run}: session {DivergenceWords.Amount(equity.Session, report)}, shadow {DivergenceWords.Amount(equity.Recorded, report)}, with {report.Configuration} {DivergenceWords.Amount(equity.Other, report)}");
        AddRows(text, report);
        foreach (var note in report.Notes)
            Line(text, $"note: {note}");
        return text.ToString().TrimEnd();
    }

    private static void AddFirst(StringBuilder text, DivergenceReport report)
    {
        Line(text, $"");
        if (report.First is not { } first)
        {
            Line(text, $"{DivergenceWords.NothingChanged(report)}");
            return;
        }

        Line(text, $"first decision that changed: command {first.Command} of {first.Run}");
        Line(text, $"  cause    {first.Cause}");
        Line(text, $"  actor    {first.Actor}");
        Line(text, $"  input    {first.Input}");
        Line(text, $"  session  {first.Session ?? "nothing"}");
        Line(text, $"  now      {first.Other ?? "nothing"}");
        Line(text, $"  state    {first.State}");
    }

    private static void AddRows(StringBuilder text, DivergenceReport report)
    {
        var differing = report.Rows.Where(row => row.Kind != DivergenceKind.Matched).ToArray();
        foreach (var row in differing.Take(MostRows))
        {
            Line(text, $"  {DivergenceWords.When(row)} {row.Key.Symbol} #{row.Key.Sequence} {DivergenceWords.Of(row.Kind)}{DivergenceWords.Size(row)}: session {DivergenceWords.Side(row.Session)}; shadow {DivergenceWords.Side(row.Shadow)}; {DivergenceWords.Bps(row)} bps, {DivergenceWords.Later(row.LaterNanos)}");
        }

        if (differing.Length > MostRows)
            Line(text, $"  {ReportWords.Counted(differing.Length - MostRows, "more is", "more are")} in the page (--html FILE) and in the JSON object (--json)");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
