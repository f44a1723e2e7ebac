using System.Globalization;

namespace QuantumAI.Domain.Market;

/// <summary>Times are UTC nanoseconds since 1970 in a <see cref="long"/>; this names the units and writes them for people.</summary>
public static class UnixNanos
{
    public const long PerMicrosecond = 1_000;
    public const long PerMillisecond = 1_000_000;
    public const long PerSecond = 1_000_000_000;
    public const long PerMinute = 60 * PerSecond;
    public const long PerHour = 60 * PerMinute;
    public const long PerDay = 24 * PerHour;

    public static long From(DateTimeOffset time) => checked((time.UtcTicks - DateTime.UnixEpoch.Ticks) * 100);

    public static DateTimeOffset ToDateTimeOffset(long nanos) => new(DateTime.UnixEpoch.Ticks + (nanos / 100), TimeSpan.Zero);

    public static long From(TimeSpan span) => checked(span.Ticks * 100);

    public static TimeSpan ToTimeSpan(long nanos) => new(nanos / 100);

    /// <summary>The start of the interval that holds <paramref name="nanos"/>; intervals are counted from 1970-01-01 UTC.</summary>
    public static long FloorTo(long nanos, long intervalNanos)
    {
        var remainder = nanos % intervalNanos;
        return remainder < 0 ? nanos - remainder - intervalNanos : nanos - remainder;
    }

    /// <summary><c>2024-08-08 23:54:13Z</c></summary>
    public static string Format(long nanos) =>
        ToDateTimeOffset(nanos).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>2024-08-08T23:54:13.9370857Z</c></summary>
    public static string FormatIso(long nanos) =>
        ToDateTimeOffset(nanos).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
