using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Sinks;

/// <summary>Takes everything and keeps nothing.</summary>
internal sealed class IgnoreSink<T>(StageContext context) : SinkStage<T>(context)
{
    public override bool Push(in T item)
    {
        Context.Meter.Out++;
        return true;
    }
}
