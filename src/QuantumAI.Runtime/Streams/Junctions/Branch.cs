using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Junctions;

/// <summary>One outlet of a fan-out.</summary>
internal sealed class Branch<T>(StageContext context, Action pulled, Action cancelled) : IOutlet<T>
{
    private Inlet<T> _down = null!;

    public StageContext Context { get; } = context;

    public bool HasDemand { get; private set; }

    public bool IsCancelled { get; private set; }

    public void Connect(Inlet<T> downstream) => _down = downstream;

    public void Pull()
    {
        if (IsCancelled)
            return;
        HasDemand = true;
        pulled();
    }

    public void Cancel()
    {
        if (IsCancelled)
            return;
        IsCancelled = true;
        cancelled();
    }

    public void Push(in T item)
    {
        HasDemand = false;
        HasDemand = _down.Push(in item) && !IsCancelled;
    }

    public void End(Exception? failure)
    {
        if (IsCancelled)
            return;
        IsCancelled = true;
        if (failure is null)
            _down.Complete();
        else
            _down.Fail(failure);
    }
}
