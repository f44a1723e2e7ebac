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

    private protected override SupervisorStrategy Strategy => _props.Supervision;

    private protected override bool CanRestart => !_props.IsOnce;

    public override Task WaitForRoomAsync()
    {
        var taken = Lane.Enter();
        try
        {
            if (Lane.IsStopped || State == Life.Stopped)
                return Task.FromException(new LaneStoppedException(Path));
            if ((_entries?.Count ?? 0) <= _props.Capacity / 2)
                return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
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
        if (_room is not null && _entries.Count <= _props.Capacity / 2)
            GiveRoom();
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
            Handle(_parked.Dequeue());
    }

    private protected override void DropParked()
    {
        foreach (var _ in (_parked ?? []).Concat(_stash ?? []).Concat(_unstashed ?? []))
            Lane.World.CountDeadLetter(Path);
        _parked = _stash = _unstashed = null;
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
            var dropped = _newest.Add(in message);
            Lane.Exit(taken);
            CountDropped(dropped);
        }
        else
        {
            _inner ??= new Ring<TProtocol>();
            if (!isReserved && _inner.Count >= _props.Capacity)
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
            CountDropped(_newest.Add(in message));
        }
        else
        {
            _entries ??= new ChunkQueue<TProtocol>();
            if (!isReserved && _entries.Count >= _props.Capacity)
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
            (_parked ??= new Queue<TProtocol>()).Enqueue(message); // a start that throws must not cost the message
            Start();
            RunParked();
            return false;
        }

        if (State == Life.Suspended && (_parked ??= new Queue<TProtocol>()).Count < _props.Capacity)
            _parked.Enqueue(message);
        else
            Lane.World.CountDeadLetter(Path);
        return false;
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

    private void GiveRoom()
    {
        var taken = Lane.Enter();
        var room = _room;
        _room = null;
        Lane.Exit(taken);
        room?.TrySetResult();
    }

    private void CountDropped(int dropped)
    {
        if (dropped > 0)
            Lane.World.CountDeadLetter($"{Path}/dropped");
    }
}
