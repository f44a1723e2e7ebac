using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>The bars of a symbol at all intervals. Not thread safe.</summary>
public sealed class KlineBook
{
    private const int MostSeconds = 90_000;
    private const int MostMinutes = 12_000;
    private const int MostOthers = 3_000;

    private readonly KlineSeries[] _series =
        [.. KlineInterval.All.Select(interval => new KlineSeries(interval, interval.Name switch { "1s" => MostSeconds, "1m" => MostMinutes, _ => MostOthers }))];

    public IReadOnlyList<KlineSeries> Series => _series;

    /// <summary>Bars of a minute: what rolling statistics are made from.</summary>
    public KlineSeries Minutes => _series[1];

    public void Add(in TapeTrade trade, Action<KlineSeries, KlineRow>? closed)
    {
        foreach (var series in _series)
            series.Add(in trade, closed);
    }

    public void Roll(long nanos, Action<KlineSeries, KlineRow>? closed)
    {
        foreach (var series in _series)
            series.Roll(nanos, closed);
    }

    public KlineSeries Of(KlineInterval interval) => Array.Find(_series, series => series.Interval == interval)!;

    /// <summary>The minutes from one moment on, put together; null when there are none.</summary>
    public KlineRow? Since(long fromNanos)
    {
        var rows = Minutes.Rows;
        KlineRow? sum = null;
        for (var i = rows.FirstNotBelow(fromNanos, static row => row.OpenNanos); i < rows.Count; i++)
            sum = sum is { } before ? before.Then(rows[i]) : rows[i];
        return sum;
    }

    /// <summary>Bars of an interval that begins at another hour than in UTC, put together from minutes, the oldest first.</summary>
    /// <param name="interval">An hour or more.</param>
    /// <param name="offsetNanos">East of Greenwich.</param>
    public List<KlineRow> Shifted(KlineInterval interval, long offsetNanos)
    {
        var bars = new List<KlineRow>();
        var rows = Minutes.Rows;
        for (var i = 0; i < rows.Count; i++)
        {
            var open = interval.OpenOf(rows[i].OpenNanos + offsetNanos) - offsetNanos;
            if (bars.Count > 0 && bars[^1].OpenNanos == open)
                bars[^1] = bars[^1].Then(rows[i]);
            else
                bars.Add(rows[i] with { OpenNanos = open });
        }

        return bars;
    }

    /// <summary>The last closed minute's end; bars of minutes are exact from there back.</summary>
    public static long MinuteOf(long nanos) => UnixNanos.FloorTo(nanos, UnixNanos.PerMinute);
}
