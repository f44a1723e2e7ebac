using System.Threading.Tasks.Sources;

namespace QuantumAI.Runtime.Actors;

/// <summary>Where the answer to one question goes. The first answer counts; a later one, or one after the deadline, is a dead letter.</summary>
public abstract class ReplyTo<TReply>
{
    /// <summary>Answers. Any thread, completes at once.</summary>
    public abstract void Tell(TReply reply);
}

/// <summary>What waits for an answer until a deadline; a link of the world's deadlines.</summary>
internal interface IDeadline
{
    IDeadline? Earlier { get; set; }

    IDeadline? Later { get; set; }

    int Bucket { get; set; }

    void Expire();
}

/// <summary>A question from outside the actors.</summary>
internal sealed class AskSlot<TReply>(ActorRef asked) : ReplyTo<TReply>, IValueTaskSource<TReply>, IDeadline
{
    private ManualResetValueTaskSourceCore<TReply> _core = new() { RunContinuationsAsynchronously = true };
    private int _answered;

    public IDeadline? Earlier { get; set; }

    public IDeadline? Later { get; set; }

    public int Bucket { get; set; } = -1;

    public ValueTask<TReply> Answer => new(this, _core.Version);

    public override void Tell(TReply reply)
    {
        if (!TryClaim())
        {
            asked.Lane.World.CountDeadLetter($"{asked.Path}/ask");
            return;
        }

        asked.Lane.World.Deadlines.Remove(this);
        _core.SetResult(reply);
    }

    public void Fail(Exception failure)
    {
        if (!TryClaim())
            return;
        asked.Lane.World.Deadlines.Remove(this);
        _core.SetException(failure);
    }

    public void Expire()
    {
        if (TryClaim())
            _core.SetException(new TimeoutException($"{asked.Path} did not answer in time"));
    }

    TReply IValueTaskSource<TReply>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TReply>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<TReply>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private bool TryClaim() => Interlocked.Exchange(ref _answered, 1) == 0;
}
