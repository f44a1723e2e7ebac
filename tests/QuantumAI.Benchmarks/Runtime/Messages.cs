using QuantumAI.Runtime.Tracing;

namespace QuantumAI.Benchmarks.Runtime;

/// <summary>A message of 40 bytes on the heap: header and three words.</summary>
internal sealed record HeapMessage(long First, long Second, long Third);

/// <summary>A message of 32 bytes that lives in the mailbox.</summary>
internal readonly record struct FlatMessage(long First, long Second, long Third, long Fourth) : ITraced
{
    public void AddTo(ref TraceHash hash)
    {
        hash.Add(First);
        hash.Add(Second);
        hash.Add(Third);
        hash.Add(Fourth);
    }
}
