using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Bars;
using QuantumAI.Feeds.Files;
using QuantumAI.Feeds.Text;

namespace QuantumAI.Feeds.Lean;

/// <summary>The first column of Lean rows: milliseconds of the day in the name, or <c>yyyyMMdd HH:mm</c>.</summary>
internal sealed class LeanTimes(LeanName name, TimeZoneInfo zone, ProblemLog problems)
{
    private readonly LocalClock _local = new(zone);

    public BarClock Clock { get; } = new(problems, name.IntervalNanos);

    public bool TryRead(ReadOnlySpan<byte> text, out long startNanos)
    {
        startNanos = 0;
        if (!(name.HasDate ? TryMilliseconds(text, out var wallNanos) : TryDated(text, out wallNanos)))
            return false;
        return _local.TryToUtc(wallNanos, text, problems, out startNanos) && Clock.Accept(startNanos);
    }

    private bool TryMilliseconds(ReadOnlySpan<byte> text, out long wallNanos)
    {
        const long DayMilliseconds = UnixNanos.PerDay / UnixNanos.PerMillisecond;
        wallNanos = 0;
        if (!WallTime.TryDigits(text, out var milliseconds) || milliseconds >= DayMilliseconds)
        {
            problems.Add("time must be milliseconds of the day, 0 to 86399999", text);
            return false;
        }

        var sinceMidnight = milliseconds * UnixNanos.PerMillisecond;
        wallNanos = name.DayNanos + sinceMidnight;
        if (sinceMidnight % name.IntervalNanos == 0)
            return true;
        problems.Add($"time must be a multiple of the file's interval of {name.IntervalNanos / UnixNanos.PerMillisecond} ms", text);
        return false;
    }

    private bool TryDated(ReadOnlySpan<byte> text, out long wallNanos)
    {
        wallNanos = 0;
        if (text.Length == 14 && text[8] == ' '
            && WallTime.TryCompactDate(text[..8], out var day) && WallTime.TryTimeOfDay(text[9..], out var time))
        {
            wallNanos = day + time;
            return true;
        }

        problems.Add("time must be written like 20180501 13:00", text);
        return false;
    }
}
