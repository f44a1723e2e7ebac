using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Text;

/// <summary>Reads the time column of one file; all rows must be written like the first.</summary>
/// <remarks>Units of Unix times follow from their size: below 10^11 seconds, 10^14 milliseconds, 10^17 microseconds, else nanoseconds.</remarks>
internal sealed class TimestampReader(TimeZoneInfo zone, ProblemLog problems)
{
    private readonly LocalClock _clock = new(zone);
    private Form _form;

    private enum Form : byte
    {
        Unspecified = 0,
        Date = 1,
        Local = 2,
        Instant = 3,
        Seconds = 4,
        Milliseconds = 5,
        Microseconds = 6,
        Nanoseconds = 7,
    }

    /// <summary>Nanoseconds of the unit that the file's Unix times are in; 0 when it has none.</summary>
    public long UnitNanos => _form switch
    {
        Form.Seconds => UnixNanos.PerSecond,
        Form.Milliseconds => UnixNanos.PerMillisecond,
        Form.Microseconds => UnixNanos.PerMicrosecond,
        Form.Nanoseconds => 1,
        _ => 0,
    };

    /// <summary>Reads ISO 8601 text or a Unix time.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, string name, out long nanos)
    {
        if (WallTime.TryDigits(text, out var unix))
            return TryUnix(unix, text, name, out nanos);
        if (!TryWritten(text, out nanos, out var form))
        {
            problems.Add(
                $"{name} must be a time of 1970 to 2261 like 2016-05-18T04:00:00Z, 2016-05-18 04:00, 2016-05-18 or a Unix time", text);
            return false;
        }

        return HasForm(form, text, name) && (form != Form.Local || _clock.TryToUtc(nanos, text, problems, out nanos));
    }

    /// <summary>Reads a Unix time.</summary>
    public bool TryReadUnix(ReadOnlySpan<byte> text, string name, out long nanos)
    {
        nanos = 0;
        if (WallTime.TryDigits(text, out var unix))
            return TryUnix(unix, text, name, out nanos);
        problems.Add($"{name} must be a Unix time", text);
        return false;
    }

    private static bool TryWritten(ReadOnlySpan<byte> text, out long nanos, out Form form)
    {
        form = Form.Date;
        nanos = 0;
        if (text.Length < 10 || !WallTime.TryDate(text[..10], out var day))
            return false;
        nanos = day;
        if (text.Length == 10)
            return true;
        if (text[10] is not ((byte)'T' or (byte)' '))
            return false;
        var rest = text[11..];
        var zone = rest.IndexOfAny("Z+-"u8);
        form = zone < 0 ? Form.Local : Form.Instant;
        if (!WallTime.TryTimeOfDay(zone < 0 ? rest : rest[..zone], out var time))
            return false;
        nanos += time;
        if (zone < 0 || rest[zone..] is [(byte)'Z'])
            return true;
        var offset = rest[(zone + 1)..];
        if (rest[zone] == 'Z' || !TryOffset(offset, out var offsetNanos))
            return false;
        nanos += rest[zone] == '-' ? offsetNanos : -offsetNanos;
        return nanos >= 0;
    }

    // +05:30 and +0530.
    private static bool TryOffset(ReadOnlySpan<byte> text, out long nanos)
    {
        nanos = 0;
        if (text.Length == 5)
            return WallTime.TryTimeOfDay(text, out nanos);
        if (text.Length != 4 || !WallTime.TryDigits(text[..2], out var hours) || !WallTime.TryDigits(text[2..], out var minutes))
            return false;
        nanos = (hours * UnixNanos.PerHour) + (minutes * UnixNanos.PerMinute);
        return hours < 24 && minutes < 60;
    }

    private bool TryUnix(long unix, ReadOnlySpan<byte> text, string name, out long nanos)
    {
        var (form, unit) = unix switch
        {
            < 100_000_000 => (Form.Unspecified, 0),
            < 100_000_000_000 => (Form.Seconds, UnixNanos.PerSecond),
            < 100_000_000_000_000 => (Form.Milliseconds, UnixNanos.PerMillisecond),
            < 100_000_000_000_000_000 => (Form.Microseconds, UnixNanos.PerMicrosecond),
            _ => (Form.Nanoseconds, 1L),
        };
        nanos = 0;
        if (form == Form.Unspecified || unix > long.MaxValue / unit)
        {
            problems.Add($"{name} must be a Unix time between 1973 and 2261", text);
            return false;
        }

        nanos = unix * unit;
        return HasForm(form, text, name);
    }

    private bool HasForm(Form form, ReadOnlySpan<byte> text, string name)
    {
        if (_form == Form.Unspecified)
            _form = form;
        if (_form == form)
            return true;
        problems.Add($"{name} must be written as {Words(_form)} like in the rows before, was {Words(form)}", text);
        return false;
    }

    private static string Words(Form form) => form switch
    {
        Form.Date => "a date",
        Form.Local => "a local time",
        Form.Instant => "a time with zone",
        Form.Seconds => "Unix seconds",
        Form.Milliseconds => "Unix milliseconds",
        Form.Microseconds => "Unix microseconds",
        _ => "Unix nanoseconds",
    };
}
