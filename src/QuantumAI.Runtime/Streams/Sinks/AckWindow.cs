using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Sinks;

/// <summary>How many elements an actor has acknowledged, and whether it refused one. Written by the actor from any thread, read on the sink's lane.</summary>
internal sealed class AckWindow
{
    private long _acknowledged;
    private Exception? _refusal;

    public LaneWork? Work { get; set; }

    public long Acknowledged => Volatile.Read(ref _acknowledged);

    public Exception? Refusal => Volatile.Read(ref _refusal);

    public void Acknowledge()
    {
        Interlocked.Increment(ref _acknowledged);
        Work?.Signal();
    }

    public void Refuse(Exception cause)
    {
        Interlocked.CompareExchange(ref _refusal, cause, null);
        Work?.Signal();
    }
}
