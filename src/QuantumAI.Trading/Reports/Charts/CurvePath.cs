using System.Text;

namespace QuantumAI.Trading.Reports.Charts;

/// <summary>Path data of curves and areas in the units of a drawing.</summary>
internal static class CurvePath
{
    internal static string Line(ChartFrame frame, IReadOnlyList<CurvePoint> points)
    {
        var path = new StringBuilder();
        foreach (var (nanos, value) in points)
            Append(path, path.Length == 0 ? 'M' : 'L', frame.X(nanos), frame.Y(value));
        return path.ToString();
    }

    /// <summary>The area between the curve and a base line, on one side of it only.</summary>
    internal static string Area(ChartFrame frame, IReadOnlyList<CurvePoint> points, double baseValue, bool isAbove)
    {
        var path = new StringBuilder();
        var baseY = frame.Y(baseValue);
        Append(path, 'M', frame.X(points[0].Nanos), baseY);
        for (var i = 0; i < points.Count; i++)
        {
            var (x, y) = (frame.X(points[i].Nanos), frame.Y(points[i].Value));
            if (i > 0)
            {
                var (beforeX, beforeY) = (frame.X(points[i - 1].Nanos), frame.Y(points[i - 1].Value));
                if ((beforeY - baseY) * (y - baseY) < 0)
                    Append(path, 'L', beforeX + ((x - beforeX) * (baseY - beforeY) / (y - beforeY)), baseY);
            }

            Append(path, 'L', x, isAbove ? Math.Min(y, baseY) : Math.Max(y, baseY));
        }

        Append(path, 'L', frame.X(points[^1].Nanos), baseY);
        return path.Append('Z').ToString();
    }

    internal static void Append(StringBuilder path, char command, double x, double y) =>
        path.Append(command).Append(Html.Coordinate.Text(x)).Append(' ').Append(Html.Coordinate.Text(y));
}
