using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Sources;

/// <summary>Where a fused chain's loop runs: emits while there is demand, a bounded piece at a time.</summary>
internal abstract class SourceStage<T> : IOutlet<T>, ITerminal
{
    private readonly LaneWork _work;
    private bool _isEmitting;

    protected SourceStage(StageContext context)
    {
        Context = context;
        _work = context.Work(Run);
        Control = context.Work(Obey);
        context.Stream.Open(this);
    }

    public StageContext Context { get; }

    public LaneWork Control { get; }

    protected Inlet<T> Down { get; private set; } = null!;

    protected bool HasDemand { get; set; }

    protected bool IsEnded { get; private set; }

    public void Connect(Inlet<T> downstream) => Down = downstream;

    public void Pull()
    {
        if (HasDemand || IsEnded)
            return;
        HasDemand = true;
        _work.Schedule();
    }

    public void Cancel() => End();

    /// <summary>Hands down at most <paramref name="most"/> elements while there is demand.</summary>
    /// <returns>How many it handed down; <paramref name="most"/> when there may be more.</returns>
    protected abstract int Emit(int most);

    /// <summary>Lets go of what the source holds. Once.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>The handle was told to shut down: completes at once, or when what has been accepted is emitted.</summary>
    protected virtual void Shutdown() => Complete();

    /// <summary>Hands one element down.</summary>
    /// <returns>Whether there is demand for another.</returns>
    protected bool Hand(in T item) => HasDemand = Down.Push(in item);

    protected void Complete()
    {
        if (IsEnded)
            return;
        End();
        Down.Complete();
    }

    protected void Fail(Exception cause)
    {
        if (IsEnded)
            return;
        End();
        Down.Fail(cause);
    }

    /// <summary>There may be elements again. From any thread.</summary>
    protected void Signal() => _work.Signal();

    private void Run()
    {
        if (!HasDemand || IsEnded)
            return;
        var most = Context.Host.Quantum;
        var emitted = 0;
        _isEmitting = true;
        try
        {
            emitted = Emit(most);
        }
        finally
        {
            _isEmitting = false;
            Context.Meter.In += emitted;
            if (IsEnded)
                Context.Stream.Close(this, null);
        }

        Context.Host.Spend(emitted);
        if (emitted == most && HasDemand && !IsEnded)
            _work.Schedule();
    }

    private void Obey()
    {
        if (Context.Stream.IsShutDown && !IsEnded)
            Shutdown();
    }

    private void End()
    {
        if (IsEnded)
            return;
        IsEnded = true;
        try
        {
            Release();
        }
        finally
        {
            if (!_isEmitting) // its last elements are counted before the stream's end is told
                Context.Stream.Close(this, null);
        }
    }
}
