using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.PaperServer.Limits;

/// <summary>New orders of one account in the present ten seconds and the present day. Pure, not thread safe.</summary>
public sealed class OrderCounts(ExchangeLimits limits)
{
    private const long Short = 10 * UnixNanos.PerSecond;
    private long _shortStart;
    private long _dayStart;

    public int Per10Seconds { get; private set; }

    public int PerDay { get; private set; }

    /// <summary>Counts orders if there is room for them.</summary>
    /// <param name="orders">How many.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="retryNanos">When there may be room again; 0 when there is.</param>
    /// <returns>The interval that is full, in the venue's words; null when there was room.</returns>
    public (int Limit, string Interval)? TryAdd(int orders, long nowNanos, out long retryNanos)
    {
        Roll(nowNanos);
        retryNanos = 0;
        if (Per10Seconds + orders > limits.OrdersPer10Seconds)
        {
            retryNanos = _shortStart + Short;
            return (limits.OrdersPer10Seconds, "10 SECOND");
        }

        if (PerDay + orders > limits.OrdersPerDay)
        {
            retryNanos = _dayStart + UnixNanos.PerDay;
            return (limits.OrdersPerDay, "1 DAY");
        }

        Per10Seconds += orders;
        PerDay += orders;
        return null;
    }

    /// <summary>Begins new intervals where the old ones are over.</summary>
    public void Roll(long nowNanos)
    {
        var (shortStart, dayStart) = (UnixNanos.FloorTo(nowNanos, Short), UnixNanos.FloorTo(nowNanos, UnixNanos.PerDay));
        if (shortStart != _shortStart)
            (_shortStart, Per10Seconds) = (shortStart, 0);
        if (dayStart != _dayStart)
            (_dayStart, PerDay) = (dayStart, 0);
    }
}
