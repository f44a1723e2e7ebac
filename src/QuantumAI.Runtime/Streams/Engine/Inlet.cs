namespace QuantumAI.Runtime.Streams.Engine;

/// <summary>What a stage may ask of the stage before it. On the lane of both, inside a <see cref="LaneWork"/>.</summary>
internal interface IUpstream
{
    /// <summary>One more element is wanted. Never pushes before it returns: who has elements schedules its work.</summary>
    void Pull();

    /// <summary>Nothing is wanted any more: no push follows.</summary>
    void Cancel();
}

/// <summary>The end of a stage that hands elements down.</summary>
internal interface IOutlet<T> : IUpstream
{
    StageContext Context { get; }

    void Connect(Inlet<T> downstream);
}

/// <summary>The end of a stage that takes elements.</summary>
/// <remarks>
/// The law of demand: an element may be pushed once after each <see cref="IUpstream.Pull"/>, and once more after each push
/// that returned true. A fused chain is therefore one loop in its source: one call per stage and element, no queue. A stage
/// never pulls inside its own push; it returns true instead. Completion and failure need no demand and come after the last element.
/// </remarks>
internal abstract class Inlet<T>
{
    public IUpstream Up { get; set; } = null!;

    /// <summary>Takes one element.</summary>
    /// <returns>True when one more may follow at once.</returns>
    public abstract bool Push(in T item);

    public abstract void Complete();

    public abstract void Fail(Exception cause);

    public void Follow(IOutlet<T> upstream)
    {
        Up = upstream;
        upstream.Connect(this);
    }
}

/// <summary>One inlet, one outlet, no memory: passes on what is not overridden.</summary>
internal abstract class Stage<TIn, TOut>(StageContext context) : Inlet<TIn>, IOutlet<TOut>
{
    public StageContext Context { get; } = context;

    protected Inlet<TOut> Down { get; private set; } = null!;

    public void Connect(Inlet<TOut> downstream) => Down = downstream;

    public virtual void Pull() => Up.Pull();

    public virtual void Cancel() => Up.Cancel();

    public override void Complete() => Down.Complete();

    public override void Fail(Exception cause) => Down.Fail(cause);

    /// <summary>Ends the stage in both directions because its function threw.</summary>
    /// <returns>False: no demand.</returns>
    protected bool Break(string stage, long index, Exception fault)
    {
        Up.Cancel();
        Fail(new StreamElementException(stage, index, fault));
        return false;
    }
}
