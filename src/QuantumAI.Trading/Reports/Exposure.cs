namespace QuantumAI.Trading.Reports;

/// <summary>How much of the market's time the account held anything.</summary>
internal static class Exposure
{
    /// <summary>
    /// Length of the union of all holding times over the length of the market data, a fraction 0..1: two positions at the same time
    /// count once. Null when the market data spans no time.
    /// </summary>
    internal static double? TimeShareOf(ReportInput input, IReadOnlyList<OpenPosition> open)
    {
        if (SpanOf(input) is not (var first, var last) || last <= first)
            return null;
        var held = input.Session.RoundTrips.Select(trip => (Start: trip.EntryNanos, End: trip.ExitNanos))
            .Concat(open.Select(position => (Start: position.EntryNanos, End: last)))
            .Select(time => (Start: Math.Clamp(time.Start, first, last), End: Math.Clamp(time.End, first, last)))
            .OrderBy(time => time.Start).ThenBy(time => time.End);
        long total = 0;
        var covered = first;
        foreach (var (start, end) in held)
        {
            total += Math.Max(0, end - Math.Max(start, covered));
            covered = Math.Max(covered, end);
        }

        return (double)total / (last - first);
    }

    /// <summary>First and last market time; what the equity curve spans when the caller knows none.</summary>
    internal static (long First, long Last)? SpanOf(ReportInput input)
    {
        if (input.FirstMarketNanos is { } first && input.LastMarketNanos is { } last)
            return (first, last);
        var marks = input.Session.Equity;
        return marks.Count == 0 ? null : (marks[0].Nanos, marks[^1].Nanos);
    }
}
