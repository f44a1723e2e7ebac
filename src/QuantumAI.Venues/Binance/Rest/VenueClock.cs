using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>The difference between the venue's clock and ours: the median of several measurements. Belongs to one lane.</summary>
/// <remarks>
/// Signed requests carry the venue's time, so a wrong clock here costs nothing as long as its error is known. An error beyond
/// <see cref="OffsetMostNanos"/> is not believed: nothing is signed with it.
/// </remarks>
public sealed class VenueClock
{
    /// <summary>Measurements of which the middle one counts.</summary>
    public const int Samples = 5;

    /// <summary>More than this is a broken machine, not a clock that runs wrong.</summary>
    public const long OffsetMostNanos = 5 * UnixNanos.PerMinute;

    private readonly List<(long Offset, long Uncertainty)> _samples = [];

    /// <summary>True when the offset is measured and believed.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Venue time minus ours.</summary>
    public long OffsetNanos { get; private set; }

    /// <summary>The offset may be wrong by this much either way.</summary>
    public long UncertaintyNanos { get; private set; }

    /// <summary>True when measurements are missing for a median.</summary>
    public bool IsMeasuring => _samples.Count < Samples;

    /// <summary>Measure anew; what was known holds meanwhile unless it was proved wrong.</summary>
    public void Restart(bool isProvedWrong)
    {
        _samples.Clear();
        IsKnown &= !isProvedWrong;
    }

    /// <summary>A measurement.</summary>
    /// <param name="sentNanos">Our clock before the question.</param>
    /// <param name="receivedNanos">Our clock at the answer.</param>
    /// <param name="venueNanos">The venue's clock in between.</param>
    /// <returns>Null, or why the offset is not believed.</returns>
    public string? Add(long sentNanos, long receivedNanos, long venueNanos)
    {
        var half = Math.Max(0, receivedNanos - sentNanos) / 2;
        _samples.Add((venueNanos - (sentNanos + half), half));
        if (IsMeasuring)
            return null;
        var middle = _samples.OrderBy(sample => sample.Offset).ElementAt(Samples / 2);
        IsKnown = Math.Abs(middle.Offset) <= OffsetMostNanos;
        if (!IsKnown)
            return $"this machine's clock differs from the venue's by {-middle.Offset / UnixNanos.PerSecond} s, at most {OffsetMostNanos / UnixNanos.PerSecond} s are believed";
        (OffsetNanos, UncertaintyNanos) = middle;
        return null;
    }

    /// <summary>The venue's time at a time of ours.</summary>
    public long VenueNanos(long nowNanos) => nowNanos + OffsetNanos;
}
