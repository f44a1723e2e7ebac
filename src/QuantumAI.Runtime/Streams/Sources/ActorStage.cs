using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Sources;

/// <summary>The mailbox side of an actor source: what it is told waits for demand in a bounded ring.</summary>
internal sealed class ActorStage<T> : SourceStage<T>
{
    private readonly Ring<T> _waiting = new();
    private readonly OverflowPolicy _policy;
    private readonly int _capacity;
    private readonly LaneWork _overflow;
    private bool _isClosing;

    public ActorStage(StageContext context, ActorSource<T> key, string name, int capacity, OverflowPolicy policy)
        : base(context)
    {
        (_capacity, _policy) = (capacity, policy);
        _overflow = context.Work(() => Fail(new BufferOverflowException($"the buffer of {Self!.Path} is full: {capacity} elements wait")));
        Self = context.Host.Spawn(name, new Mailbox(this), capacity);
        context.Stream.Publish(key, Self);
    }

    private ActorRef<T> Self { get; }

    protected override int Emit(int most)
    {
        var emitted = 0;
        while (emitted < most && _waiting.Count > 0)
        {
            emitted++;
            Context.Meter.Held--;
            if (!Hand(_waiting.Dequeue()))
                return emitted;
        }

        if (_isClosing && _waiting.Count == 0)
            Complete();
        return emitted;
    }

    /// <remarks>What was told before the shutdown still drains; what is told after it is a dead letter.</remarks>
    protected override void Shutdown()
    {
        _isClosing = true;
        if (_waiting.Count == 0)
            Complete();
    }

    protected override void Release()
    {
        Context.Meter.Discarded += _waiting.Count;
        Context.Meter.Held -= _waiting.Count;
        while (_waiting.Count > 0)
            _waiting.Dequeue();
    }

    private void Take(in T item)
    {
        if (IsEnded || _isClosing)
        {
            Context.Host.Lane.World.CountDeadLetter(Self.Path);
            return;
        }

        if (_waiting.Count == _capacity && !MakeRoom())
            return;
        _waiting.Enqueue(in item);
        Context.Meter.Held++;
        if (HasDemand)
            Signal();
    }

    private bool MakeRoom()
    {
        Context.Meter.Dropped++;
        if (_policy == OverflowPolicy.Fail)
            _overflow.Signal();
        if (_policy != OverflowPolicy.DropOldest)
            return false;
        _waiting.Dequeue();
        Context.Meter.Held--;
        return true;
    }

    private sealed class Mailbox(ActorStage<T> stage) : Actor<T>
    {
        protected override void Receive(in T message) => stage.Take(in message);
    }
}
