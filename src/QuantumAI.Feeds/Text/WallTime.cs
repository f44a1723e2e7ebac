using QuantumAI.Domain.Market;

namespace QuantumAI.Feeds.Text;

/// <summary>Reads the parts of written dates and times: fixed places, digits only, a real calendar day between 1970 and 2261.</summary>
internal static class WallTime
{
    private static readonly long EpochDay = DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerDay;

    /// <summary>Reads <c>yyyy-MM-dd</c> as nanoseconds since 1970 on a clock without zone.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out long nanos)
    {
        nanos = 0;
        return text is [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _]
            && TryDate(text[..4], text[5..7], text[8..], out nanos);
    }

    /// <summary>Reads <c>yyyyMMdd</c>.</summary>
    public static bool TryCompactDate(ReadOnlySpan<byte> text, out long nanos)
    {
        nanos = 0;
        return text.Length == 8 && TryDate(text[..4], text[4..6], text[6..], out nanos);
    }

    /// <summary>Reads <c>HH:mm</c>, <c>HH:mm:ss</c> or <c>HH:mm:ss.f</c> with up to nine decimals.</summary>
    public static bool TryTimeOfDay(ReadOnlySpan<byte> text, out long nanos)
    {
        nanos = 0;
        if (text.Length < 5 || text[2] != ':'
            || !TryDigits(text[..2], out var hour) || !TryDigits(text[3..5], out var minute) || hour > 23 || minute > 59)
            return false;
        nanos = (hour * UnixNanos.PerHour) + (minute * UnixNanos.PerMinute);
        if (text.Length == 5)
            return true;
        if (text.Length < 8 || text[5] != ':' || !TryDigits(text[6..8], out var second) || second > 59)
            return false;
        nanos += second * UnixNanos.PerSecond;
        if (text.Length == 8)
            return true;
        var decimals = text[9..];
        if (text[8] != '.' || decimals.Length is 0 or > 9 || !TryDigits(decimals, out var fraction))
            return false;
        for (var i = decimals.Length; i < 9; i++)
            fraction *= 10;
        nanos += fraction;
        return true;
    }

    /// <summary>Reads up to 19 digits and nothing else.</summary>
    public static bool TryDigits(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length is 0 or > 19)
            return false;
        foreach (var character in text)
        {
            var digit = character - '0';
            if ((uint)digit > 9 || value > (long.MaxValue - digit) / 10)
                return false;
            value = (value * 10) + digit;
        }

        return true;
    }

    private static bool TryDate(ReadOnlySpan<byte> years, ReadOnlySpan<byte> months, ReadOnlySpan<byte> days, out long nanos)
    {
        nanos = 0;
        if (!TryDigits(years, out var year) || !TryDigits(months, out var month) || !TryDigits(days, out var day)
            || year is < 1970 or > 2261 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth((int)year, (int)month))
            return false;
        var days1970 = (new DateTime((int)year, (int)month, (int)day).Ticks / TimeSpan.TicksPerDay) - EpochDay;
        nanos = days1970 * UnixNanos.PerDay;
        return true;
    }
}
