using System.Text;
using QuantumAI.Trading.Divergence;
using QuantumAI.Trading.Reports.Html;

namespace QuantumAI.Trading.Reports.Charts;

/// <summary>A session against its shadows: equity over time, and what each fill cost more.</summary>
internal static class DivergenceChart
{
    private const double EquityHeight = 320;
    private const double SlippageHeight = 240;
    private const int MostStems = 3_000;

    /// <param name="markup">Where to.</param>
    /// <param name="report">It has a mark of equity.</param>
    internal static void WriteEquity(MarkupWriter markup, DivergenceReport report)
    {
        var runs = report.Equity.Select(run => run.Curves).ToArray();
        var isChanged = runs.Any(curves => !curves.Other.SequenceEqual(curves.Recorded));
        var isShadowed = runs.Any(curves => !curves.Recorded.SequenceEqual(curves.Session));
        var all = runs.SelectMany(curves => curves.Session.Concat(curves.Recorded).Concat(curves.Other)).ToArray();
        var (least, greatest) = (all.Min(point => point.Value), all.Max(point => point.Value));
        var margin = (greatest - least) * 0.06;
        var frame = new ChartFrame(EquityHeight, all.Min(point => point.Nanos), all.Max(point => point.Nanos), least - margin, greatest + margin, ChartFrame.Number);
        frame.Open(
            markup, "equity", "Equity of the session and its shadows",
            $"From {ReportWords.Minute(all.Min(point => point.Nanos))} to {ReportWords.Minute(all.Max(point => point.Nanos))} UTC; lowest {Amount(least, report)}, highest {Amount(greatest, report)}.");
        foreach (var curves in runs)
        {
            if (isShadowed)
                WriteCurve(markup, frame, curves.Recorded, "shadow");
            if (isChanged)
                WriteCurve(markup, frame, curves.Other, "other");
            WriteCurve(markup, frame, curves.Session, "curve");
        }

        HoverStrips.Write(markup, frame, [.. runs.SelectMany(curves => curves.Session)], point => $"{ReportWords.Minute(point.Nanos)} UTC\nsession {Amount(point.Value, report)}");
        ChartFrame.Close(markup);
        markup.Line($"<p class=\"legend\"><span class=\"mark\"><span class=\"key\"></span>{(isShadowed || isChanged ? "session" : "session and shadows alike")}{(report.Currency.Length > 0 ? $", in {report.Currency}" : "")}</span>");
        if (isShadowed)
            markup.Line($"<span class=\"mark\"><span class=\"key shadow\"></span>shadow with the recorded configuration</span>");
        if (isChanged)
            markup.Line($"<span class=\"mark\"><span class=\"key other\"></span>shadow with {report.Configuration}</span>");
        markup.Line($"</p>");
    }

    /// <param name="markup">Where to.</param>
    /// <param name="report">What both filled is in it.</param>
    /// <param name="filled">Decisions that both filled, in order, at least one.</param>
    internal static void WriteSlippage(MarkupWriter markup, DivergenceReport report, IReadOnlyList<DivergenceRow> filled)
    {
        var points = filled.Select(row => new CurvePoint(row.DecidedNanos, row.CostBps)).OrderBy(point => point.Nanos).ToList();
        var (least, greatest) = (Math.Min(0, points.Min(point => point.Value)), Math.Max(0, points.Max(point => point.Value)));
        var margin = (greatest - least) * 0.06;
        var frame = new ChartFrame(SlippageHeight, points[0].Nanos, points[^1].Nanos, least - margin, greatest + margin, ChartFrame.Number);
        frame.Open(
            markup, "slippage", "Slippage of the session's fills against its shadow's",
            $"{ReportWords.Counted(points.Count, "fill", "fills")}; {DivergenceWords.Signed(report.AverageCostBps)} basis points on average, from {DivergenceWords.Signed(points.Min(point => point.Value))} to {DivergenceWords.Signed(points.Max(point => point.Value))}.");
        var shown = points.Count <= MostStems ? points : PixelColumns.Thin(points, frame.Columns);
        markup.Line($"<path class=\"stem loss\" d=\"{Stems(frame, shown.Where(point => point.Value > 0))}\" />");
        markup.Line($"<path class=\"stem gain\" d=\"{Stems(frame, shown.Where(point => point.Value < 0))}\" />");
        markup.Line($"<line class=\"axis\" x1=\"{frame.Left}\" x2=\"{frame.Right}\" y1=\"{frame.Y(0)}\" y2=\"{frame.Y(0)}\" />");
        markup.Line($"<line class=\"base\" x1=\"{frame.Left}\" x2=\"{frame.Right}\" y1=\"{frame.Y(report.AverageCostBps)}\" y2=\"{frame.Y(report.AverageCostBps)}\" />");
        HoverStrips.Write(markup, frame, points, point => $"{ReportWords.Minute(point.Nanos)} UTC\n{DivergenceWords.Signed(point.Value)} bps");
        ChartFrame.Close(markup);
        markup.Line($"<p class=\"legend\">Basis points of the shadow's price, one line for each decision that both filled: <span class=\"loss\">above 0 worse for the session</span>, <span class=\"gain\">below better</span>. <span class=\"key base\"></span>average {DivergenceWords.Signed(report.AverageCostBps)}</p>");
    }

    private static void WriteCurve(MarkupWriter markup, ChartFrame frame, IReadOnlyList<CurvePoint> points, string kind)
    {
        if (points.Count == 0)
            return;
        var columns = 1 + (int)(frame.X(points[^1].Nanos) - frame.X(points[0].Nanos));
        markup.Line($"<path class=\"{kind}\" d=\"{CurvePath.Line(frame, PixelColumns.Thin(points, columns))}\" />");
        markup.Line($"<circle class=\"end {kind}\" cx=\"{frame.X(points[^1].Nanos)}\" cy=\"{frame.Y(points[^1].Value)}\" r=\"3.5\" />");
    }

    private static string Stems(ChartFrame frame, IEnumerable<CurvePoint> points)
    {
        var path = new StringBuilder();
        foreach (var (nanos, value) in points)
        {
            CurvePath.Append(path, 'M', frame.X(nanos), frame.Y(0));
            CurvePath.Append(path, 'L', frame.X(nanos), frame.Y(value));
        }

        return path.ToString();
    }

    private static string Amount(double amount, DivergenceReport report) => $"{ReportWords.Amount(amount, report.Currency)} {report.Currency}".TrimEnd();
}
