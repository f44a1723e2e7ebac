using QuantumAI.Domain.Market;

namespace QuantumAI.Trading.Reports;

/// <summary>One value at one time: equity in the base currency, or a fraction.</summary>
public readonly record struct CurvePoint(long Nanos, double Value);

/// <summary>The deepest fall from a peak: depth as a positive fraction of the peak, and when both were reached (UTC nanoseconds).</summary>
public readonly record struct Drawdown(double Depth, long PeakNanos, long TroughNanos);

/// <summary>The return of one month (UTC) as a fraction.</summary>
public readonly record struct MonthReturn(int Year, int Month, double Return);

/// <summary>The equity curve with the deposit as its first point; for statistics and charts, hence in doubles.</summary>
public sealed class EquityCurve
{
    private EquityCurve(IReadOnlyList<CurvePoint> points) => Points = points;

    /// <summary>The deposit at the start of the market data, then one point per mark.</summary>
    public IReadOnlyList<CurvePoint> Points { get; }

    /// <summary>True when equity was marked at least once after the deposit.</summary>
    public bool IsMarked => Points.Count > 1;

    public static EquityCurve Of(ReportInput input)
    {
        var marks = input.Session.Equity;
        var start = input.FirstMarketNanos ?? (marks.Count > 0 ? marks[0].Nanos : 0);
        if (marks.Count > 0)
            start = Math.Min(start, marks[0].Nanos);
        var points = new List<CurvePoint>(marks.Count + 1) { new(start, input.Session.Deposit.ToDouble()) };
        foreach (var (nanos, equity) in marks)
            points.Add(new CurvePoint(nanos, equity.ToDouble()));
        return new EquityCurve(points);
    }

    /// <summary>Fall below the highest point so far, as a fraction 0..1 per point; 0 at a high.</summary>
    public IReadOnlyList<CurvePoint> Underwater()
    {
        var underwater = new List<CurvePoint>(Points.Count);
        var peak = double.NegativeInfinity;
        foreach (var (nanos, value) in Points)
        {
            peak = Math.Max(peak, value);
            underwater.Add(new CurvePoint(nanos, peak > 0 ? 1 - (value / peak) : 0));
        }

        return underwater;
    }

    /// <summary>The deepest fall; null without a deposit. Depth 0 when equity never fell.</summary>
    public Drawdown? DeepestDrawdown()
    {
        if (Points[0].Value <= 0)
            return null;
        var deepest = new Drawdown(0, Points[0].Nanos, Points[0].Nanos);
        var peak = Points[0];
        foreach (var point in Points)
        {
            if (point.Value > peak.Value)
                peak = point;
            var depth = 1 - (point.Value / peak.Value);
            if (depth > deepest.Depth)
                deepest = new Drawdown(depth, peak.Nanos, point.Nanos);
        }

        return deepest;
    }

    /// <summary>Return per month that has marks, oldest first, each from the end of the one before; a mark at midnight belongs to the day that ended.</summary>
    public IReadOnlyList<MonthReturn> Monthly()
    {
        var months = new List<MonthReturn>();
        double start = Points[0].Value, last = start;
        (int Year, int Month)? current = null;
        foreach (var (nanos, value) in Points.Skip(1))
        {
            var day = UnixNanos.ToDateTimeOffset(nanos - 1);
            if (current is { } month && month != (day.Year, day.Month))
            {
                Close(month, months, start, last);
                start = last;
            }

            (current, last) = ((day.Year, day.Month), value);
        }

        if (current is { } open)
            Close(open, months, start, last);
        return months;
    }

    private static void Close((int Year, int Month) month, List<MonthReturn> months, double start, double end)
    {
        if (start > 0)
            months.Add(new MonthReturn(month.Year, month.Month, (end / start) - 1));
    }
}
