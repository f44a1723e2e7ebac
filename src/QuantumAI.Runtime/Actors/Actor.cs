using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Actors;

/// <summary>Behaviour and state behind a mailbox. One message at a time, on its lane, in every world.</summary>
/// <typeparam name="TProtocol">What it understands: a record hierarchy, or one struct on a hot path.</typeparam>
/// <remarks>
/// Handlers return void and never wait: asynchronous work reports back with a message. Time, random values and ids come
/// from <see cref="Context"/> only. An exception stops the actor and its world reports the fault.
/// </remarks>
public abstract class Actor<TProtocol>
{
    private ActorContext<TProtocol>? _context;

    /// <summary>The actor's own reference, time, timers and random values; valid from <see cref="OnStart"/> on.</summary>
    protected ActorContext<TProtocol> Context => _context ?? throw new InvalidOperationException("the actor has not been spawned");

    /// <summary>Runs once on the lane before the first message.</summary>
    protected virtual void OnStart()
    {
    }

    /// <summary>Handles one message.</summary>
    protected abstract void Receive(in TProtocol message);

    internal void Attach(ActorContext<TProtocol> context) => _context = context;

    internal void Start() => OnStart();

    internal void Deliver(in TProtocol message) => Receive(in message);
}

/// <summary>What an actor may ask of its world during a turn.</summary>
public sealed class ActorContext<TProtocol>
{
    private readonly ActorCell<TProtocol> _cell;
    private Dictionary<object, Timers.TimerEntry>? _timers;

    internal ActorContext(ActorCell<TProtocol> cell)
    {
        _cell = cell;
        Self = new ActorRef<TProtocol>(cell);
    }

    public ActorRef<TProtocol> Self { get; }

    public Lane Lane => _cell.Lane;

    /// <summary>The turn's time, UTC nanoseconds: the stamp of the lane entry that began it. Constant within a turn.</summary>
    public long NowNanos => _cell.Lane.TurnNanos;

    /// <summary>A random value that is a function of (seed, lane, entry number, draw within the turn).</summary>
    public ulong NextRandom() => _cell.Lane.NextRandom();

    /// <summary>Sends <paramref name="message"/> to this actor after <paramref name="delayNanos"/> of world time; the same key replaces the earlier timer.</summary>
    public void StartTimer(object key, long delayNanos, TProtocol message)
    {
        CancelTimer(key);
        _timers ??= [];
        _timers[key] = _cell.Lane.World.StartTimer(_cell.Lane.TurnNanos + delayNanos, () => _cell.EnterReserved(message));
    }

    /// <summary>Cancels a timer. A message that it already sent still arrives.</summary>
    public void CancelTimer(object key)
    {
        if (_timers is not null && _timers.Remove(key, out var timer))
            timer.Cancel();
    }
}
