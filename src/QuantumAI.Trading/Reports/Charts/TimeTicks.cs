using System.Globalization;
using QuantumAI.Domain.Market;

namespace QuantumAI.Trading.Reports.Charts;

/// <summary>A mark on a time axis; <see cref="Context"/> (day or year) is empty where it is that of the mark before.</summary>
internal readonly record struct TimeTick(long Nanos, string Label, string Context);

/// <summary>Times that people expect on an axis: full hours, midnights, Mondays, firsts of months, years; UTC.</summary>
internal static class TimeTicks
{
    private const long Second = UnixNanos.PerSecond;
    private const long Minute = UnixNanos.PerMinute;
    private const long Hour = UnixNanos.PerHour;
    private const long Day = UnixNanos.PerDay;

    private static readonly long[] Steps =
    [
        Second, 5 * Second, 15 * Second, 30 * Second, Minute, 2 * Minute, 5 * Minute, 10 * Minute, 15 * Minute, 30 * Minute,
        Hour, 2 * Hour, 3 * Hour, 6 * Hour, 12 * Hour, Day, 2 * Day, 3 * Day, 7 * Day, 14 * Day,
    ];

    private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24, 60, 120];

    internal static IReadOnlyList<TimeTick> Of(long first, long last, int most)
    {
        foreach (var step in Steps)
        {
            if ((last - first) / step < most)
                return Label(Multiples(first, last, step), step < Minute ? "HH:mm:ss" : step < Day ? "HH:mm" : "d MMM", step < Day ? "d MMM yyyy" : "yyyy");
        }

        foreach (var months in MonthSteps)
        {
            var starts = MonthStarts(first, last, months);
            if (starts.Count <= most)
                return Label(starts, months < 12 ? "MMM" : "yyyy", months < 12 ? "yyyy" : "");
        }

        return [];
    }

    private static List<long> Multiples(long first, long last, long step)
    {
        // 1970-01-01 was a Thursday: weeks are counted from the Monday after.
        var offset = step % (7 * Day) == 0 ? 4 * Day : 0;
        var times = new List<long>();
        var time = UnixNanos.FloorTo(first - offset, step) + offset;
        for (; time <= last; time += step)
        {
            if (time >= first)
                times.Add(time);
        }

        return times;
    }

    private static List<long> MonthStarts(long first, long last, int months)
    {
        var start = UnixNanos.ToDateTimeOffset(first);
        var times = new List<long>();
        for (var month = ((start.Year * 12) + start.Month - 1) / months * months; ; month += months)
        {
            var time = UnixNanos.From(new DateTimeOffset(month / 12, (month % 12) + 1, 1, 0, 0, 0, TimeSpan.Zero));
            if (time > last)
                return times;
            if (time >= first)
                times.Add(time);
        }
    }

    private static List<TimeTick> Label(List<long> times, string format, string contextFormat)
    {
        var ticks = new List<TimeTick>(times.Count);
        var before = "";
        foreach (var time in times)
        {
            var date = UnixNanos.ToDateTimeOffset(time);
            var context = contextFormat.Length == 0 ? "" : date.ToString(contextFormat, CultureInfo.InvariantCulture);
            ticks.Add(new TimeTick(time, date.ToString(format, CultureInfo.InvariantCulture), context == before ? "" : context));
            before = context;
        }

        return ticks;
    }
}
