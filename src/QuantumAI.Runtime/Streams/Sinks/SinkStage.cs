using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Sinks;

/// <summary>The end of a stream: it asks for the first element, and its end is the stream's.</summary>
internal abstract class SinkStage<T> : Inlet<T>, ITerminal
{
    protected SinkStage(StageContext context)
    {
        Context = context;
        Control = context.Work(Obey);
        context.Stream.Open(this);
        context.AtStart(Start);
    }

    public StageContext Context { get; }

    public LaneWork Control { get; }

    protected bool IsEnded { get; private set; }

    public override void Complete() => End(null);

    public override void Fail(Exception cause) => End(cause);

    protected virtual void Start()
    {
        if (!IsEnded)
            Up.Pull();
    }

    /// <summary>The sink can take no more: cancels upstream and fails the stream.</summary>
    /// <returns>False: no demand.</returns>
    protected bool Break(Exception cause)
    {
        if (IsEnded)
            return false;
        Up.Cancel();
        End(cause);
        return false;
    }

    /// <summary>Lets go of what the sink holds. Once.</summary>
    protected virtual void Release(Exception? failure)
    {
    }

    protected void End(Exception? failure)
    {
        if (IsEnded)
            return;
        IsEnded = true;
        Release(failure);
        Context.Stream.Close(this, failure);
    }

    private void Obey()
    {
        if (Context.Stream.AbortCause is { } cause)
            Break(cause);
    }
}
