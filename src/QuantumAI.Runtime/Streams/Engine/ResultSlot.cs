namespace QuantumAI.Runtime.Streams.Engine;

/// <summary>Where a sink leaves its value; read after the stream's end, which is a fence.</summary>
internal sealed class ResultSlot<T>
{
    public T Value { get; set; } = default!;
}
