using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>What this machine's address may ask of the venue: weight, connections, and when the venue wants to hear nothing. One for all accounts behind an address.</summary>
/// <remarks>Thread safe; times are the callers' world time.</remarks>
public sealed class AddressBudget
{
    /// <summary>Of the documented 300 in five minutes; others behind the address connect too.</summary>
    private const int ConnectsMost = 150;

    private readonly Lock _gate = new();
    private readonly UseWindow _weight = new(UnixNanos.PerMinute, 6_000);
    private readonly UseWindow _connects = new(5 * UnixNanos.PerMinute, ConnectsMost);
    private long _stoppedUntilNanos;

    /// <summary>Nothing is sent before this: the venue said so. 0 = it never did.</summary>
    public long StoppedUntilNanos
    {
        get
        {
            lock (_gate)
                return _stoppedUntilNanos;
        }
    }

    /// <summary>Weight used in the present minute.</summary>
    public long UsedWeight
    {
        get
        {
            lock (_gate)
                return _weight.Used;
        }
    }

    /// <summary>The venue's limit, of exchangeInfo.</summary>
    public void SetWeightLimit(long perMinute)
    {
        lock (_gate)
            _weight.Limit = perMinute;
    }

    /// <summary>Takes weight for a call if its priority may have it now.</summary>
    /// <param name="retryNanos">When to ask again, if not.</param>
    public bool TryTake(int weight, CallPriority priority, long nowNanos, out long retryNanos)
    {
        lock (_gate)
        {
            retryNanos = _stoppedUntilNanos;
            if (nowNanos < _stoppedUntilNanos)
                return false;
            if (!_weight.Has(weight, ShareOf(priority), nowNanos))
            {
                retryNanos = _weight.NextNanos;
                return false;
            }

            _weight.Add(weight, nowNanos);
            return true;
        }
    }

    /// <summary>Takes one connection.</summary>
    public bool TryConnect(long nowNanos)
    {
        lock (_gate)
        {
            if (nowNanos < _stoppedUntilNanos || !_connects.Has(1, 100, nowNanos))
                return false;
            _connects.Add(1, nowNanos);
            return true;
        }
    }

    /// <summary>What the venue says is used in this minute.</summary>
    public void LearnWeight(long used, long nowNanos)
    {
        lock (_gate)
            _weight.Learn(used, nowNanos);
    }

    /// <summary>The venue wants to hear nothing until then. Never shortens an earlier wish.</summary>
    public void StopUntil(long nanos)
    {
        lock (_gate)
            _stoppedUntilNanos = Math.Max(_stoppedUntilNanos, nanos);
    }

    /// <summary>Percent of the limit up to which a priority may use it: what goes first always finds something left.</summary>
    private static int ShareOf(CallPriority priority) => priority switch
    {
        CallPriority.Cancel => 100,
        CallPriority.Protect => 90,
        CallPriority.Enter => 75,
        _ => 50,
    };
}
