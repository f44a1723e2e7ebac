using QuantumAI.Runtime.Actors;

namespace QuantumAI.Benchmarks.Runtime;

/// <summary>Counts messages and says when all have come.</summary>
internal sealed class CountingActor<TMessage>(long expected, ManualResetEventSlim done) : Actor<TMessage>
{
    private long _left = expected;

    protected override void Receive(in TMessage message)
    {
        if (--_left == 0)
            done.Set();
    }
}

/// <summary>Passes what it gets on to the next.</summary>
internal sealed class RelayActor(ActorRef<FlatMessage> next) : Actor<FlatMessage>
{
    protected override void Receive(in FlatMessage message) => next.Tell(in message);
}

/// <summary>Keeps the last message: the end of a chain.</summary>
internal sealed class LastActor : Actor<FlatMessage>
{
    public long Received { get; private set; }

    protected override void Receive(in FlatMessage message) => Received++;
}

/// <summary>Does nothing until it is told something, which never happens.</summary>
internal sealed class IdleActor : Actor<HeapMessage>
{
    protected override void Receive(in HeapMessage message)
    {
    }
}
