using QuantumAI.Trading.Reports.Html;

namespace QuantumAI.Trading.Reports.Charts;

/// <summary>Invisible columns over a chart that tell time and value under the pointer: a chart that can be read without a script.</summary>
internal static class HoverStrips
{
    private const int Strips = 96;

    /// <summary>One strip per group of points, with the last point of the group.</summary>
    internal static void Write(MarkupWriter markup, ChartFrame frame, IReadOnlyList<CurvePoint> points, Func<CurvePoint, string> text)
    {
        var width = (frame.Right - frame.Left) / Strips;
        for (int strip = 0, next = 0; strip < Strips; strip++)
        {
            var right = frame.Left + ((strip + 1) * width);
            var from = next;
            while (next < points.Count && (strip == Strips - 1 || frame.X(points[next].Nanos) < right))
                next++;
            if (next == from)
                continue;
            var point = points[next - 1];
            var (x, y) = (frame.X(point.Nanos), frame.Y(point.Value));
            markup.Line($"<g class=\"strip\"><title>{text(point)}</title><rect x=\"{right - width}\" y=\"{frame.Top}\" width=\"{width}\" height=\"{frame.Bottom - frame.Top}\" /><line x1=\"{x}\" x2=\"{x}\" y1=\"{frame.Top}\" y2=\"{frame.Bottom}\" /><circle cx=\"{x}\" cy=\"{y}\" r=\"3.5\" /></g>");
        }
    }
}
