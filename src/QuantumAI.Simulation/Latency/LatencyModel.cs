using QuantumAI.Domain;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Simulation.Latency;

/// <summary>How long a message takes. Pure: a function of the message's number, so that it does not matter who asks when.</summary>
public abstract class LatencyModel
{
    /// <summary>Nothing takes longer.</summary>
    public const long MostNanos = 60L * 1_000_000_000;

    private protected LatencyModel()
    {
    }

    /// <summary>Nanoseconds that the message of a number takes, 0 to <see cref="MostNanos"/>.</summary>
    public abstract long Of(long messageNumber);

    /// <summary>Every message takes the same time.</summary>
    public static LatencyModel Constant(long nanos)
    {
        CheckNanos(nanos);
        return new ConstantLatency(nanos);
    }

    /// <summary>Draws from latencies that were recorded, each as likely as the other: the empirical distribution, no shape is assumed.</summary>
    /// <param name="recordedNanos">At least one; their order matters to the draws, not to the distribution.</param>
    /// <param name="seed">Another seed draws other values; the directions of one run need different ones.</param>
    public static LatencyModel Sampled(IReadOnlyList<long> recordedNanos, ulong seed)
    {
        Guard.That(recordedNanos.Count > 0, "at least one latency was recorded");
        foreach (var nanos in recordedNanos)
            CheckNanos(nanos);
        return new SampledLatency([.. recordedNanos], seed);
    }

    private static void CheckNanos(long nanos) => Guard.That(nanos is >= 0 and <= MostNanos, $"a latency is 0 to {MostNanos} ns, was {nanos}");

    private sealed class ConstantLatency(long nanos) : LatencyModel
    {
        public override long Of(long messageNumber) => nanos;
    }

    private sealed class SampledLatency(long[] recorded, ulong seed) : LatencyModel
    {
        /// <summary>The upper half of a 128-bit product: uniform over the indices, without a division.</summary>
        public override long Of(long messageNumber) =>
            recorded[(int)Math.BigMul(WorldRandom.Mix(seed, unchecked((ulong)messageNumber)), (ulong)recorded.Length, out _)];
    }
}
