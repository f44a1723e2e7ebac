namespace QuantumAI.Trading.Reports.Charts;

/// <summary>Thins a curve to what a screen can show without losing an extreme.</summary>
internal static class PixelColumns
{
    /// <summary>
    /// First, lowest, highest and last point of each column of equal time, in time order: the drawn line covers the same pixels
    /// as the whole curve (M4; Jugel et al. 2014). Unchanged when there are few points.
    /// </summary>
    internal static IReadOnlyList<CurvePoint> Thin(IReadOnlyList<CurvePoint> points, int columns)
    {
        if (points.Count <= columns * 4)
            return points;
        var (start, span) = (points[0].Nanos, (double)(points[^1].Nanos - points[0].Nanos));
        var thin = new List<CurvePoint>(columns * 4);
        for (var from = 0; from < points.Count;)
        {
            var column = ColumnOf(points[from].Nanos);
            var (low, high, to) = (from, from, from);
            for (; to + 1 < points.Count && ColumnOf(points[to + 1].Nanos) == column; to++)
            {
                low = points[to + 1].Value < points[low].Value ? to + 1 : low;
                high = points[to + 1].Value > points[high].Value ? to + 1 : high;
            }

            foreach (var index in new SortedSet<int> { from, low, high, to })
                thin.Add(points[index]);
            from = to + 1;
        }

        return thin;

        int ColumnOf(long nanos) => span <= 0 ? 0 : Math.Min(columns - 1, (int)((nanos - start) / span * columns));
    }
}
