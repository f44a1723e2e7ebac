using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Stages;

/// <summary>A stage with a bounded memory: it asks upstream by its own room, not by the demand of what follows.</summary>
internal abstract class DetachedStage<TIn, TOut> : Stage<TIn, TOut>
{
    private bool _upstreamWaits = true;
    private Exception? _failure;
    private int _counted;

    protected DetachedStage(StageContext context)
        : base(context)
    {
        Work = context.Work(Drain);
        context.AtStart(Drain);
    }

    protected LaneWork Work { get; }

    protected bool HasDemand { get; private set; }

    protected bool IsEnded { get; private set; }

    /// <summary>Upstream has completed or failed: what is held goes down now, then the end.</summary>
    protected bool IsEnding { get; private set; }

    protected abstract bool HasRoom { get; }

    /// <summary>Elements in memory.</summary>
    protected abstract int Held { get; }

    public override void Pull()
    {
        HasDemand = true;
        Work.Schedule();
    }

    public override void Cancel()
    {
        if (IsEnded)
            return;
        IsEnded = true;
        Context.Meter.Discarded += Held;
        Forget();
        Count();
        if (!IsEnding)
            Up.Cancel();
    }

    public override void Complete()
    {
        IsEnding = true;
        Work.Schedule();
    }

    public override void Fail(Exception cause)
    {
        _failure = cause;
        Complete();
    }

    /// <summary>The next output, if it may go down now.</summary>
    protected abstract bool TryTake(out TOut item);

    /// <summary>Drops the memory and its timers: nothing more goes down.</summary>
    protected abstract void Forget();

    /// <summary>The end of every push: hands on what may go at once.</summary>
    /// <returns>Whether one more may come.</returns>
    protected bool Accept()
    {
        while (HasDemand && !IsEnded && TryTake(out var item))
            HasDemand = Down.Push(in item);
        Count();
        if (HasRoom && !IsEnded)
            return true;
        _upstreamWaits = true;
        return false;
    }

    private void Drain()
    {
        if (IsEnded)
            return;
        var (left, quantum) = (Context.Host.Quantum, Context.Host.Quantum);
        while (HasDemand && left > 0 && TryTake(out var item))
        {
            left--;
            HasDemand = Down.Push(in item);
            if (IsEnded)
                return;
        }

        Context.Host.Spend(quantum - left);
        Count();
        if (left == 0)
            Work.Schedule();
        if (IsEnding && Held == 0)
            End();
        else if (_upstreamWaits && !IsEnding && HasRoom)
            PullMore();
    }

    private void PullMore()
    {
        _upstreamWaits = false;
        Up.Pull();
    }

    private void End()
    {
        IsEnded = true;
        Forget();
        if (_failure is null)
            Down.Complete();
        else
            Down.Fail(_failure);
    }

    private void Count()
    {
        Context.Meter.Held += Held - _counted;
        _counted = Held;
    }
}
