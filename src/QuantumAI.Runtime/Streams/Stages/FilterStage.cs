using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Stages;

internal sealed class FilterStage<T>(StageContext context, Func<T, bool> keep) : Stage<T, T>(context)
{
    private long _index;

    public override bool Push(in T item)
    {
        bool isKept;
        try
        {
            isKept = keep(item);
        }
        catch (Exception fault) when (fault is not null)
        {
            return Break("Filter", _index, fault);
        }

        _index++;
        return !isKept || Down.Push(in item);
    }
}
