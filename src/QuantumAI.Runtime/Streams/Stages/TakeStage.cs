using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Stages;

/// <summary>Completes after a number of elements, or before the first that does not match.</summary>
internal sealed class TakeStage<T>(StageContext context, long count, Func<T, bool>? matches) : Stage<T, T>(context)
{
    private long _taken;

    public override bool Push(in T item)
    {
        bool isWanted;
        try
        {
            isWanted = matches is null || matches(item);
        }
        catch (Exception fault) when (fault is not null)
        {
            return Break("TakeWhile", _taken, fault);
        }

        if (!isWanted)
            return Finish();
        var isLast = ++_taken == count;
        var isDemanded = Down.Push(in item);
        return isLast ? Finish() : isDemanded;
    }

    private bool Finish()
    {
        Up.Cancel();
        Down.Complete();
        return false;
    }
}
