using QuantumAI.Trading.Reports.Html;

namespace QuantumAI.Trading.Reports.Charts;

/// <summary>Equity over time against the deposit, and the fall below the last high under it.</summary>
internal static class EquityChart
{
    private const double EquityHeight = 320;
    private const double UnderwaterHeight = 200;

    internal static void WriteEquity(MarkupWriter markup, EquityCurve curve, SummaryFigures figures)
    {
        var points = curve.Points;
        var (least, greatest) = (points.Min(point => point.Value), points.Max(point => point.Value));
        var margin = (greatest - least) * 0.06;
        var frame = new ChartFrame(EquityHeight, points[0].Nanos, points[^1].Nanos, least - margin, greatest + margin, ChartFrame.Number);
        var deposit = points[0].Value;
        var thin = PixelColumns.Thin(points, frame.Columns);
        frame.Open(
            markup, "equity", "Equity curve",
            $"From {Money(deposit, figures)} on {ReportWords.Day(points[0].Nanos)} to {Money(points[^1].Value, figures)} on {ReportWords.Day(points[^1].Nanos)}; lowest {Money(least, figures)}, highest {Money(greatest, figures)}.");
        markup.Line($"<path class=\"area gain\" d=\"{CurvePath.Area(frame, thin, deposit, isAbove: true)}\" />");
        markup.Line($"<path class=\"area loss\" d=\"{CurvePath.Area(frame, thin, deposit, isAbove: false)}\" />");
        var y = frame.Y(deposit);
        markup.Line($"<line class=\"base\" x1=\"{frame.Left}\" x2=\"{frame.Right}\" y1=\"{y}\" y2=\"{y}\" />");
        markup.Line($"<path class=\"curve\" d=\"{CurvePath.Line(frame, thin)}\" />");
        markup.Line($"<circle class=\"end\" cx=\"{frame.X(points[^1].Nanos)}\" cy=\"{frame.Y(points[^1].Value)}\" r=\"3.5\" />");
        HoverStrips.Write(markup, frame, points, point =>
            $"{ReportWords.Minute(point.Nanos)} UTC\n{Money(point.Value, figures)}\n{ReportWords.Percent(deposit > 0 ? (point.Value / deposit) - 1 : null)} since the start");
        ChartFrame.Close(markup);
        markup.Line($"<p class=\"legend\"><span class=\"key curve\"></span>equity in {figures.BaseCurrency} <span class=\"key base\"></span>deposit {Money(deposit, figures)}</p>");
    }

    internal static void WriteUnderwater(MarkupWriter markup, EquityCurve curve, Drawdown deepest)
    {
        var points = curve.Underwater().Select(point => point with { Value = -point.Value }).ToList();
        var least = points.Min(point => point.Value) * 1.15;
        var frame = new ChartFrame(UnderwaterHeight, points[0].Nanos, points[^1].Nanos, least, 0, static (value, decimals) =>
            ReportWords.Fixed(value * 100, Math.Max(0, decimals - 2)) + " %");
        var thin = PixelColumns.Thin(points, frame.Columns);
        frame.Open(
            markup, "drawdown", "Drawdown below the last high",
            $"Deepest: {ReportWords.Percent(deepest.Depth, isSigned: false)} on {ReportWords.Day(deepest.TroughNanos)}, after the high of {ReportWords.Day(deepest.PeakNanos)}.");
        markup.Line($"<path class=\"area loss\" d=\"{CurvePath.Area(frame, thin, 0, isAbove: false)}\" />");
        markup.Line($"<path class=\"fall\" d=\"{CurvePath.Line(frame, thin)}\" />");
        var (x, y) = (frame.X(deepest.TroughNanos), frame.Y(-deepest.Depth));
        var isLeft = x > frame.Left + ((frame.Right - frame.Left) * 0.7);
        markup.Line($"<circle class=\"deepest\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\" />");
        markup.Line($"<text class=\"note halo\" x=\"{x + (isLeft ? -9 : 9)}\" y=\"{y + 5}\" text-anchor=\"{(isLeft ? "end" : "start")}\">{ReportWords.Percent(-deepest.Depth)} on {ReportWords.Day(deepest.TroughNanos)}</text>");
        HoverStrips.Write(markup, frame, points, point => $"{ReportWords.Minute(point.Nanos)} UTC\n{ReportWords.Percent(point.Value)} below the last high");
        ChartFrame.Close(markup);
    }

    private static string Money(double amount, SummaryFigures figures) => $"{ReportWords.Amount(amount, figures.BaseCurrency)} {figures.BaseCurrency}";
}
