using System.Collections.Frozen;
using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>A length of bars, with the venue's name. Intervals of a day and less begin at multiples of it since 1970 UTC, weeks on Monday, months on the first.</summary>
public sealed record KlineInterval(string Name, long Nanos)
{
    private const long MondayNanos = 4 * UnixNanos.PerDay; // 1970-01-01 was a Thursday

    public static IReadOnlyList<KlineInterval> All { get; } =
    [
        new("1s", UnixNanos.PerSecond), new("1m", UnixNanos.PerMinute), new("3m", 3 * UnixNanos.PerMinute), new("5m", 5 * UnixNanos.PerMinute),
        new("15m", 15 * UnixNanos.PerMinute), new("30m", 30 * UnixNanos.PerMinute), new("1h", UnixNanos.PerHour), new("2h", 2 * UnixNanos.PerHour),
        new("4h", 4 * UnixNanos.PerHour), new("6h", 6 * UnixNanos.PerHour), new("8h", 8 * UnixNanos.PerHour), new("12h", 12 * UnixNanos.PerHour),
        new("1d", UnixNanos.PerDay), new("3d", 3 * UnixNanos.PerDay), new("1w", 7 * UnixNanos.PerDay), new("1M", 30 * UnixNanos.PerDay),
    ];

    private static readonly FrozenDictionary<string, KlineInterval> ByName = All.ToFrozenDictionary(interval => interval.Name, StringComparer.Ordinal);

    /// <summary>Null for a name that the venue does not have.</summary>
    public static KlineInterval? Find(string name) => ByName.GetValueOrDefault(name);

    private bool IsMonth => Nanos == 30 * UnixNanos.PerDay;

    private long Origin => Nanos == 7 * UnixNanos.PerDay ? MondayNanos : 0;

    /// <summary>The start of the bar that holds a moment.</summary>
    public long OpenOf(long nanos)
    {
        if (!IsMonth)
            return UnixNanos.FloorTo(nanos - Origin, Nanos) + Origin;
        var time = UnixNanos.ToDateTimeOffset(nanos);
        return UnixNanos.From(new DateTimeOffset(time.Year, time.Month, 1, 0, 0, 0, TimeSpan.Zero));
    }

    /// <summary>The start of the bar behind one that begins at <paramref name="openNanos"/>.</summary>
    public long NextOf(long openNanos) => IsMonth ? UnixNanos.From(UnixNanos.ToDateTimeOffset(openNanos).AddMonths(1)) : openNanos + Nanos;

    /// <summary>The last millisecond of a bar, as the venue writes it.</summary>
    public long CloseOf(long openNanos) => NextOf(openNanos) - UnixNanos.PerMillisecond;
}
