using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Actors;

/// <summary>The mailbox of one actor: what came from its own lane, and what entered the lane from outside.</summary>
internal sealed class ActorCell<TProtocol> : ActorRef<TProtocol>
{
    private readonly Props<TProtocol> _props;
    private Actor<TProtocol> _actor;
    private ActorContext<TProtocol>? _context;
    private ChunkQueue<TProtocol>? _entries;
    private ConflatedQueue<TProtocol>? _newest;
    private Ring<TProtocol>? _inner;
    private Queue<TProtocol>? _parked;
    private Queue<TProtocol>? _stash;
    private Queue<TProtocol>? _unstashed;
    private Dictionary<object, ActorTimer<TProtocol>>? _timers;
    private TaskCompletionSource? _room;
    private int _parkedCount;
    private int _owed;

    public ActorCell(Lane lane, ActorCell? parent, string name, Props<TProtocol> props)
        : base(lane, parent, name)
    {
        _props = props;
        _actor = props.Create();
        if (props.Overflow is Overflow.DropOldest or Overflow.Conflate)
            _newest = new ConflatedQueue<TProtocol>(props.Capacity, props.Overflow == Overflow.Conflate ? props.ConflateBy : null);
        _actor.Attach(Context);
    }

    public ActorContext<TProtocol> Context => _context ??= new ActorContext<TProtocol>(this);

    private bool HasRoom => (_entries?.Count ?? 0) + Volatile.Read(ref _parkedCount) <= _props.Capacity / 2;

    private protected override SupervisorStrategy Strategy => _props.Supervision;

    private protected override bool CanRestart => !_props.IsOnce;

    public override Task WaitForRoomAsync()
    {
        var taken = Lane.Enter();
        try
        {
            if (Lane.IsStopped || State == Life.Stopped)
                return Task.FromException(new LaneStoppedException(Path));
            if (HasRoom)
                return Task.CompletedTask;
            var room = _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.MemoryBarrier(); // pairs with OfferRoom: the lane sees the waiter, or the waiter the room
            if (HasRoom)
            {
                _room = null;
                room.TrySetResult();
            }

            return room.Task;
        }
        finally
        {
            Lane.Exit(taken);
        }
    }

    internal override bool TryEnter(in TProtocol message, bool isReserved)
    {
        var lane = Lane;
        if (lane.IsRunningHere)
            return TryAddInner(in message, isReserved);

        return TryAddEntry(in message, isReserved);
    }

    internal override void TellNextTurn(in TProtocol message)
    {
        if (!TryAddEntry(in message, isReserved: true))
            Lane.World.CountDeadLetter(Path);
    }

    internal override void RunInner()
    {
        if (_newest is not null)
        {
            RunNewest();
            return;
        }

        _inner!.Dequeue(out var message);
        Handle(in message);
    }

    internal override void RunEntry()
    {
        if (_newest is not null)
        {
            RunNewest();
            return;
        }

        _entries!.Dequeue(out var message);
        if (State == Life.Running)
            OfferRoom();
        Handle(in message);
    }

    internal override void RefuseWaiting()
    {
        var taken = Lane.Enter();
        var room = _room;
        _room = null;
        Lane.Exit(taken);
        room?.TrySetException(new LaneStoppedException(Path));
    }

    internal bool Stash(in TProtocol message)
    {
        _stash ??= new Queue<TProtocol>();
        if (_stash.Count >= _props.StashCapacity)
        {
            Lane.World.CountDeadLetter($"{Path}/stash");
            return false;
        }

        _stash.Enqueue(message);
        return true;
    }

    internal void UnstashAll()
    {
        if (_stash is not { Count: > 0 })
            return;
        if (_unstashed is null)
        {
            (_unstashed, _stash) = (_stash, null);
            return;
        }

        while (_stash.TryDequeue(out var message))
            _unstashed.Enqueue(message);
    }

    /// <summary>Starts or replaces a timer of this incarnation.</summary>
    internal void StartTimer(object key, long delayNanos, long periodNanos, TProtocol message)
    {
        CancelTimer(key);
        var timer = new ActorTimer<TProtocol>(this, key, Lane.TurnNanos + delayNanos, periodNanos, message);
        (_timers ??= [])[key] = timer;
        Lane.World.Start(timer);
    }

    internal void CancelTimer(object key)
    {
        if (_timers?.Remove(key, out var timer) == true)
            timer.Cancel();
    }

    internal void Complete(int incarnation, in TProtocol message, ActorTimer<TProtocol>? timer)
    {
        if (timer is not null && !TakeTimer(timer))
            return;
        if (incarnation != Incarnation || State is Life.Stopping or Life.Stopped)
            Lane.World.CountDeadLetter(Path);
        else
            Handle(in message);
    }

    private protected override void StartInstance() => _actor.Start();

    private protected override void EndInstance() => _actor.End();

    private protected override void Renew()
    {
        _actor = _props.Create();
        _actor.Attach(Context);
        UnstashAll();
    }

    private protected override void Signal(ActorSignal signal)
    {
        _actor.Hear(signal);
        AfterMessage();
    }

    private protected override void RunParked()
    {
        AfterMessage();
        while (State == Life.Running && _parked is { Count: > 0 })
        {
            Volatile.Write(ref _parkedCount, _parkedCount - 1);
            Handle(_parked.Dequeue());
        }

        while (State == Life.Running && _owed > 0)
        {
            _owed--;
            RunNewest();
        }

        if (State == Life.Running)
            OfferRoom();
    }

    private protected override void DropParked()
    {
        foreach (var _ in (_parked ?? []).Concat(_stash ?? []).Concat(_unstashed ?? []))
            Lane.World.CountDeadLetter(Path);
        _parked = _stash = _unstashed = null;
        var taken = Lane.Enter();
        while (_newest?.TryTake(out _) == true)
            Lane.World.CountDeadLetter(Path);
        Lane.Exit(taken);
    }

    private protected override void CancelTimers()
    {
        foreach (var timer in _timers?.Values ?? Enumerable.Empty<ActorTimer<TProtocol>>())
            timer.Cancel();
        _timers = null;
    }

    private bool TryAddInner(in TProtocol message, bool isReserved)
    {
        if (State == Life.Stopped)
            return false;
        if (_newest is not null)
        {
            var taken = Lane.Enter();
            try
            {
                AddNewest(in message);
            }
            finally
            {
                Lane.Exit(taken);
            }
        }
        else
        {
            _inner ??= new Ring<TProtocol>();
            if (!isReserved && _inner.Count + _parkedCount >= _props.Capacity)
                return false;
            _inner.Enqueue(in message);
        }

        Lane.AddInner(this);
        return true;
    }

    private bool TryAddEntry(in TProtocol message, bool isReserved)
    {
        var lane = Lane;
        var taken = lane.Enter();
        if (lane.IsStopped || State == Life.Stopped)
        {
            lane.Exit(taken);
            return false;
        }

        if (_newest is not null)
        {
            try
            {
                if (AddNewest(in message))
                {
                    lane.Exit(taken);
                    return true; // the turn of the dropped message is this one's
                }
            }
            catch
            {
                lane.Exit(taken);
                throw;
            }
        }
        else
        {
            _entries ??= new ChunkQueue<TProtocol>();
            if (!isReserved && _entries.Count + Volatile.Read(ref _parkedCount) >= _props.Capacity)
            {
                lane.Exit(taken);
                return false;
            }

            _entries.Enqueue(in message);
        }

        var mustSchedule = lane.AddEntry(this, null);
        lane.Exit(taken);
        if (mustSchedule)
            lane.World.Schedule(lane);
        return true;
    }

    private void RunNewest()
    {
        if (State == Life.Suspended)
        {
            _owed++; // stays in the mailbox, where a newer one can still replace it
            return;
        }

        var taken = Lane.Enter();
        var found = _newest!.TryTake(out var message);
        Lane.Exit(taken);
        if (found)
            Handle(in message);
    }

    private void Handle(in TProtocol message)
    {
        if (State != Life.Running && !MayRun(in message))
            return;
        _actor.Deliver(in message);
        if (_unstashed is not null)
            AfterMessage();
    }

    /// <summary>What happens to a message that does not meet a running actor.</summary>
    private bool MayRun(in TProtocol message)
    {
        if (State == Life.Created)
        {
            Park(in message); // a start that throws must not cost the message
            Start();
            RunParked();
            return false;
        }

        if (State == Life.Suspended)
            Park(in message);
        else
            Lane.World.CountDeadLetter(Path);
        return false;
    }

    /// <summary>Keeps a message until the actor goes on; it counts as waiting in the mailbox, which bounds them all.</summary>
    private void Park(in TProtocol message)
    {
        (_parked ??= new Queue<TProtocol>()).Enqueue(message);
        Volatile.Write(ref _parkedCount, _parkedCount + 1);
    }

    private void AfterMessage()
    {
        while (State == Life.Running && _unstashed is { Count: > 0 } waiting)
        {
            _actor.Deliver(waiting.Dequeue());
            if (waiting.Count == 0 && ReferenceEquals(waiting, _unstashed))
                _unstashed = null;
        }
    }

    /// <summary>False when the timer was cancelled or replaced while its message was on the way.</summary>
    private bool TakeTimer(ActorTimer<TProtocol> timer)
    {
        if (_timers is null || !_timers.TryGetValue(timer.Key, out var current) || !ReferenceEquals(current, timer))
            return false;
        _timers.Remove(timer.Key);
        if (timer.PeriodNanos > 0)
            StartTimer(timer.Key, Math.Max(1, timer.DueNanos + timer.PeriodNanos - Lane.TurnNanos), timer.PeriodNanos, timer.Message);
        return true;
    }

    private void OfferRoom()
    {
        if (_entries is { Count: 0 })
            Interlocked.MemoryBarrier(); // no later message would look again
        if (_room is not null && HasRoom)
            GiveRoom();
    }

    private void GiveRoom()
    {
        var taken = Lane.Enter();
        var room = _room;
        _room = null;
        Lane.Exit(taken);
        room?.TrySetResult();
    }

    /// <summary>Whether another message was dropped for this one.</summary>
    private bool AddNewest(in TProtocol message)
    {
        if (_newest!.Add(in message) == 0)
            return false;
        Lane.World.CountDeadLetter($"{Path}/dropped");
        return true;
    }
}
