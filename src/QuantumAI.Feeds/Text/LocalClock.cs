using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Text;

/// <summary>Turns times of a zone into UTC. A time that a clock change skips or repeats has no single answer and is refused.</summary>
internal sealed class LocalClock(TimeZoneInfo zone)
{
    private readonly bool _isUtc = zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime;

    public bool TryToUtc(long wallNanos, ReadOnlySpan<byte> text, ProblemLog problems, out long nanos)
    {
        nanos = wallNanos;
        if (_isUtc)
            return true;
        var wall = new DateTime(DateTime.UnixEpoch.Ticks + (wallNanos / 100), DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(wall))
        {
            problems.Add($"a time must exist in the zone {zone.Id}, whose clock skips it", text);
            return false;
        }

        if (zone.IsAmbiguousTime(wall))
        {
            problems.Add($"a time must be unique in the zone {zone.Id}, whose clock repeats it; write the offset", text);
            return false;
        }

        nanos = wallNanos - UnixNanos.From(zone.GetUtcOffset(wall));
        return true;
    }
}
