using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Sinks;

/// <summary>Calls a function for each element, on the lane.</summary>
internal sealed class ForEachSink<T>(StageContext context, Action<T> action) : SinkStage<T>(context)
{
    private long _index;

    public override bool Push(in T item)
    {
        try
        {
            action(item);
        }
        catch (Exception fault) when (!IsEnded)
        {
            return Break(new StreamElementException("ForEach", _index, fault));
        }

        _index++;
        Context.Meter.Out++;
        return true;
    }
}
