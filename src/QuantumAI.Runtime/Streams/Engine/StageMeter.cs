namespace QuantumAI.Runtime.Streams.Engine;

/// <summary>The counters of one stream on one lane: written by the lane, read by anyone.</summary>
/// <remarks>The spare words keep two lanes' counters out of one cache line.</remarks>
internal sealed class StageMeter
{
#pragma warning disable CS0169, CS0649, IDE0051, CA1823 // padding
    private readonly long _before1, _before2, _before3, _before4, _before5, _before6, _before7, _before8;
#pragma warning restore CS0169, IDE0051, CA1823

    public long In;
    public long Out;
    public long Dropped;
    public long Conflated;
    public long Discarded;

    /// <summary>Elements put into buffers less elements taken out, on this lane.</summary>
    public long Held;

#pragma warning disable CS0169, CS0649, IDE0051, CA1823 // padding
    private readonly long _after1, _after2, _after3, _after4, _after5, _after6, _after7, _after8;
#pragma warning restore CS0169, IDE0051, CA1823
}
