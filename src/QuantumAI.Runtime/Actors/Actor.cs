namespace QuantumAI.Runtime.Actors;

/// <summary>Handles one message; what <see cref="Actor{TProtocol}.Become"/> puts in place of <c>Receive</c>.</summary>
public delegate void Receive<TProtocol>(in TProtocol message);

/// <summary>Behaviour and state behind a mailbox. One message at a time, on its lane, in every world.</summary>
/// <typeparam name="TProtocol">What it understands: a record hierarchy, or one struct on a hot path.</typeparam>
/// <remarks>
/// Handlers return void and never wait: asynchronous work reports back with a message (<see cref="ActorContext{TProtocol}.PipeToSelf"/>).
/// Time, random values and ids come from <see cref="Context"/> only. What an exception does is decided by the actor's
/// <see cref="Props{TProtocol}.Supervision"/>.
/// </remarks>
public abstract class Actor<TProtocol>
{
    private ActorCell<TProtocol>? _cell;
    private Stack<Receive<TProtocol>>? _behaviours;
    private Receive<TProtocol>? _behaviour;

    /// <summary>The actor's own reference, time, timers, children and random values; valid from <see cref="OnStart"/> on.</summary>
    protected ActorContext<TProtocol> Context => new(Cell);

    /// <summary>Messages handled by this actor, its earlier incarnations included.</summary>
    internal long Handled { get; private set; }

    private ActorCell<TProtocol> Cell => _cell ?? throw new InvalidOperationException("the actor has not been spawned");

    /// <summary>Runs once per incarnation on the lane before its first message.</summary>
    protected virtual void OnStart()
    {
    }

    /// <summary>Runs on the lane when the incarnation ends: stopped, or about to be replaced. Its children have been told to stop.</summary>
    protected virtual void OnStop()
    {
    }

    /// <summary>Handles what the runtime says: a watched actor ended. Signals never wait behind messages.</summary>
    protected virtual void OnSignal(ActorSignal signal)
    {
    }

    /// <summary>Handles one message.</summary>
    protected abstract void Receive(in TProtocol message);

    /// <summary>Handles messages with <paramref name="behaviour"/> from the next one on, until <see cref="Unbecome"/>.</summary>
    protected void Become(Receive<TProtocol> behaviour)
    {
        _behaviours ??= new Stack<Receive<TProtocol>>();
        if (_behaviour is not null)
            _behaviours.Push(_behaviour);
        _behaviour = behaviour;
    }

    /// <summary>Goes back to the behaviour before the last <see cref="Become"/>; to <c>Receive</c> when there is none.</summary>
    protected void Unbecome() => _behaviour = _behaviours is { Count: > 0 } earlier ? earlier.Pop() : null;

    /// <summary>Keeps a message for <see cref="UnstashAll"/>. A message beyond <see cref="Props{TProtocol}.StashCapacity"/> is a dead letter.</summary>
    /// <returns>False when there was no room.</returns>
    protected bool Stash(in TProtocol message) => Cell.Stash(in message);

    /// <summary>Handles the stashed messages in their order right after the present one, before anything else.</summary>
    protected void UnstashAll() => Cell.UnstashAll();

    internal void Attach(ActorCell<TProtocol> cell, long handled) => (_cell, Handled) = (cell, handled);

    internal void Start() => OnStart();

    internal void End() => OnStop();

    internal void Hear(ActorSignal signal) => OnSignal(signal);

    internal void Deliver(in TProtocol message)
    {
        Handled++;
        if (_behaviour is null)
            Receive(in message);
        else
            _behaviour(in message);
    }
}
