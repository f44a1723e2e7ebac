using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Stages;

internal sealed class MapStage<TIn, TOut>(StageContext context, Func<TIn, TOut> map) : Stage<TIn, TOut>(context)
{
    private long _index;

    public override bool Push(in TIn item)
    {
        TOut mapped;
        try
        {
            mapped = map(item);
        }
        catch (Exception fault) when (fault is not null)
        {
            return Break("Map", _index, fault);
        }

        _index++;
        return Down.Push(in mapped);
    }
}
