using System.Numerics;

namespace QuantumAI.Runtime.Metrics;

/// <summary>Counts durations in buckets that widen with the value, four per doubling: percentiles are right to within 12.5 %.</summary>
/// <remarks>Thread safe. 2 KiB; recording is one interlocked addition.</remarks>
public sealed class LatencyHistogram
{
    private const int BitsPerDoubling = 2;
    private const int PerDoubling = 1 << BitsPerDoubling;
    private const int Buckets = 64 * PerDoubling;
    private readonly long[] _counts = new long[Buckets];
    private long _sumNanos;

    /// <summary>Durations recorded so far.</summary>
    public long Count => _counts.Sum();

    /// <summary>Their sum.</summary>
    public long SumNanos => Volatile.Read(ref _sumNanos);

    public void Record(long nanos)
    {
        var value = Math.Max(0, nanos);
        Interlocked.Increment(ref _counts[BucketOf(value)]);
        Interlocked.Add(ref _sumNanos, value);
    }

    /// <summary>The duration that <paramref name="share"/> (0 to 1) of the recorded ones do not exceed, to the upper end of its bucket; 0 when there is none.</summary>
    public long PercentileNanos(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var counts = (long[])_counts.Clone();
        var rank = Math.Max(1, (long)Math.Ceiling(share * counts.Sum()));
        var below = 0L;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            below += counts[bucket];
            if (below >= rank)
                return UpperNanos(bucket);
        }

        return 0;
    }

    private static int BucketOf(long value)
    {
        if (value < PerDoubling)
            return (int)value;
        var exponent = BitOperations.Log2((ulong)value);
        return ((exponent - BitsPerDoubling + 1) << BitsPerDoubling) | (int)((value >> (exponent - BitsPerDoubling)) & (PerDoubling - 1));
    }

    private static long UpperNanos(int bucket)
    {
        if (bucket < PerDoubling)
            return bucket;
        var exponent = (bucket >> BitsPerDoubling) + BitsPerDoubling - 1;
        var step = 1L << (exponent - BitsPerDoubling);
        return (1L << exponent) + (((bucket & (PerDoubling - 1)) + 1) * step) - 1;
    }
}
