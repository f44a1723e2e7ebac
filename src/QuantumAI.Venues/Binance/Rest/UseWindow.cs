using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>How much of a limit is used in the present interval; intervals begin at whole multiples since 1970, as the venue counts. Mutable.</summary>
internal sealed class UseWindow(long intervalNanos, long limit)
{
    private long _startNanos;

    public long IntervalNanos => intervalNanos;

    public long Limit { get; set; } = limit;

    public long Used { get; private set; }

    /// <summary>When the next interval begins.</summary>
    public long NextNanos => _startNanos + intervalNanos;

    /// <summary>True when so much more stays within a share of the limit.</summary>
    public bool Has(long amount, int sharePercent, long nowNanos)
    {
        Roll(nowNanos);
        return (Used + amount) * 100 <= Limit * sharePercent;
    }

    public void Add(long amount, long nowNanos)
    {
        Roll(nowNanos);
        Used += amount;
    }

    /// <summary>The venue says how much is used: others use the limit too. Never less than what is known here.</summary>
    public void Learn(long used, long nowNanos)
    {
        Roll(nowNanos);
        Used = Math.Max(Used, used);
    }

    private void Roll(long nowNanos)
    {
        var start = UnixNanos.FloorTo(nowNanos, intervalNanos);
        if (start > _startNanos)
            (_startNanos, Used) = (start, 0);
    }
}
