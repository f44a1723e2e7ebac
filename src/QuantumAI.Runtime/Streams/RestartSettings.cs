namespace QuantumAI.Runtime.Streams;

/// <summary>When and how often a failed source is built anew.</summary>
/// <remarks>The delay before a restart is <c>min(MaxBackoff, MinBackoff · 2^k) · (1 + JitterRatio · u)</c>: k restarts lie within the window, u is drawn from the lane in [0, 1).</remarks>
public sealed record RestartSettings
{
    /// <param name="minBackoffNanos">World time before the first restart of a window.</param>
    /// <param name="maxBackoffNanos">Most world time before a restart, without the jitter.</param>
    /// <param name="jitterRatio">Largest share of the delay that is added at random; in [0, 1].</param>
    /// <param name="mostRestarts">In any window; one more failure goes downstream.</param>
    /// <param name="withinNanos">The window, world time.</param>
    public RestartSettings(long minBackoffNanos, long maxBackoffNanos, double jitterRatio, int mostRestarts, long withinNanos)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minBackoffNanos);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBackoffNanos, minBackoffNanos);
        if (jitterRatio is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(jitterRatio), jitterRatio, "the jitter ratio must be within [0, 1]");
        ArgumentOutOfRangeException.ThrowIfNegative(mostRestarts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(withinNanos);
        (MinBackoffNanos, MaxBackoffNanos, JitterRatio, MostRestarts, WithinNanos) = (minBackoffNanos, maxBackoffNanos, jitterRatio, mostRestarts, withinNanos);
    }

    public long MinBackoffNanos { get; }

    public long MaxBackoffNanos { get; }

    public double JitterRatio { get; }

    public int MostRestarts { get; }

    public long WithinNanos { get; }

    /// <summary>Also builds the source anew when it completes: for connections that are never meant to end.</summary>
    public bool OnCompletion { get; init; }

    internal long DelayNanos(int restartsInWindow, double unit)
    {
        var delay = Math.Min(MaxBackoffNanos, MinBackoffNanos * Math.Pow(2, Math.Min(restartsInWindow, 62)));
        return (long)(delay * (1 + (JitterRatio * unit)));
    }
}
