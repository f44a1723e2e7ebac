using System.Runtime.CompilerServices;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Actors;

/// <summary>The mailbox of one actor: what came from its own lane, and what entered the lane from outside.</summary>
internal sealed class ActorCell<TProtocol> : ActorRef<TProtocol>
{
    private readonly Props<TProtocol> _props;
    private readonly ConflatedQueue<Originated<TProtocol>>? _newest;
    private Actor<TProtocol> _actor;
    private Mailbox<TProtocol>? _mailbox;
    private MailboxReader<TProtocol>? _reader;
    private Ring<TProtocol>? _inner;
    private Backlog<TProtocol>? _backlog;
    private int _innerCount;
    private int _isOverflowing;
    private OriginEntry? _portEntry;

    public ActorCell(Lane lane, ActorCell? parent, string name, Props<TProtocol> props, Actor<TProtocol> actor)
        : base(lane, parent, name)
    {
        (_props, _actor) = (props, actor);
        if (props.Overflow is Overflow.DropOldest or Overflow.Conflate)
            _newest = new ConflatedQueue<Originated<TProtocol>>(props.Capacity, KeyOf(props));
        _actor.Attach(this, handled: 0);
    }

    internal override long Handled => _actor.Handled;

    internal override long Waiting => (_mailbox?.Count ?? 0) + _innerCount + (_newest?.Count ?? 0);

    internal override Type ActorType => _actor.GetType();

    private bool HasRoom => (_mailbox?.Count ?? 0) <= _props.Capacity / 2;

    /// <remarks>What waits in a recorded world waits elsewhere in the re-run: there the stop always has a turn of its own.</remarks>
    private protected override bool MayHaveEntries => Intake.IsTapped || _mailbox?.Count > 0 || _newest?.Count > 0;

    private protected override SupervisorStrategy Strategy => _props.Supervision;

    private protected override bool CanRestart => !_props.IsOnce;

    private Backlog<TProtocol> Aside => _backlog ??= new Backlog<TProtocol>();

    public override Task WaitForRoomAsync()
    {
        TaskCompletionSource room;
        Intake.Enter();
        var isStopped = Intake.IsStopped || State == Life.Stopped;
        var isRoomy = HasRoom;
        if (isStopped || isRoomy)
        {
            Intake.Exit();
            return isStopped ? Task.FromException(new LaneStoppedException(Path)) : Task.CompletedTask;
        }

        if (_reader!.Room is { } waiting)
        {
            room = waiting; // who waits first has told the lane
        }
        else
        {
            _reader.Room = room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Lane.SeekRoom(this);
        }

        Intake.Exit();
        return room.Task;
    }

    internal override bool TryEnter(in TProtocol message, bool isReserved) =>
        Intake.IsRunningHere ? TryAddInner(in message, isReserved) : TryAddEntry(in message, isReserved);

    internal override void TellNextTurn(in TProtocol message)
    {
        if (!TryAddEntry(in message, isReserved: true))
            CountDeadLetter();
    }

    internal override void RunInner(object? content)
    {
        if (_newest is not null)
        {
            RunNewest();
            return;
        }

        TakeInner(content, out var message);
        Handle(in message, isInner: true);
    }

    internal override void RunEntry(object? content)
    {
        if (_newest is not null)
        {
            RunNewest();
            return;
        }

        TakeEntry(content, out var message);
        Handle(in message, isInner: false);
    }

    internal override void RunRecorded(OriginEntry entry)
    {
        if (_newest is not null)
        {
            Lane.Log!.Life(RecordKind.NewestTurn, this);
            RunNewest();
            return;
        }

        TakeEntry(entry.Content, out var message);
        Lane.Log!.Turn(entry.Origin, this, in message);
        Handle(in message, isInner: false);
    }

    internal override void EnterFromPort(LaneReplay replay, ReadOnlyMemory<byte> content)
    {
        if (_newest is null)
            EnterReplayed(replay.Decode<TProtocol>(content));
        else
            Intake.AddReplayed(this, null);
    }

    internal override void EnterCompletion(LaneReplay replay, int incarnation, ReadOnlyMemory<byte> content) =>
        Intake.AddReplayed(null, new SystemEntry(this, new Completion<TProtocol>(incarnation, replay.Decode<TProtocol>(content))));

    internal override string TextOf(LaneReplay replay, ReadOnlyMemory<byte> content) => replay.Describe<TProtocol>(content);

    /// <summary>A message of a re-run enters, when the recording says so, whatever else waits.</summary>
    internal void EnterReplayed(in TProtocol message)
    {
        (_mailbox ?? MakeMailbox()).Add(in message);
        Intake.AddReplayed(this, typeof(TProtocol).IsValueType ? null : message);
    }

    internal override void RefuseInner(object? content)
    {
        if (_newest is null)
        {
            TakeInner(content, out _);
            _innerCount--;
        }
        else if (!TryTakeNewest(out _))
        {
            return;
        }

        CountDeadLetter();
    }

    internal override void RefuseEntry(object? content)
    {
        if (_newest is null)
        {
            TakeEntry(content, out _);
            _reader!.Take();
        }
        else if (!TryTakeNewest(out _))
        {
            return;
        }

        CountDeadLetter();
    }

    internal override void RefuseWaiting()
    {
        var room = TakeRoom();
        room?.TrySetException(new LaneStoppedException(Path));
    }

    /// <summary>Wakes who waits for room, if there is some.</summary>
    internal override void OfferRoom()
    {
        if (_reader?.Room is not null && HasRoom)
            TakeRoom()?.TrySetResult();
    }

    internal bool Stash(in TProtocol message)
    {
        var stashed = Aside.Stashed ??= new Queue<TProtocol>();
        if (stashed.Count >= _props.StashCapacity)
        {
            Lane.World.CountDeadLetter($"{Path}/stash");
            return false;
        }

        stashed.Enqueue(message);
        return true;
    }

    internal void UnstashAll()
    {
        if (_backlog is not { Stashed: { Count: > 0 } stashed })
            return;
        if (_backlog.Unstashed is null)
        {
            (_backlog.Unstashed, _backlog.Stashed) = (stashed, null);
            return;
        }

        while (stashed.TryDequeue(out var message))
            _backlog.Unstashed.Enqueue(message);
    }

    /// <summary>Starts or replaces a timer of this incarnation.</summary>
    internal void StartTimer(object key, long delayNanos, long periodNanos, TProtocol message)
    {
        CancelTimer(key);
        var timer = new ActorTimer<TProtocol>(this, key, Lane.TurnNanos + delayNanos, periodNanos, message);
        (Aside.Timers ??= [])[key] = timer;
        Lane.World.Start(timer);
    }

    internal void CancelTimer(object key)
    {
        if (_backlog?.Timers?.Remove(key, out var timer) == true)
            timer.Cancel();
    }

    internal void Complete(int incarnation, in TProtocol message, ActorTimer<TProtocol>? timer)
    {
        if (timer is not null && !TakeTimer(timer))
            return;
        if (incarnation != Incarnation || State is Life.Stopping or Life.Stopped)
        {
            CountDeadLetter();
        }
        else if (State == Life.Suspended)
        {
            _innerCount++;
            Aside.Parked.Enqueue(new(message, IsInner: true, incarnation));
        }
        else
        {
            Deliver(in message);
        }
    }

    /// <exception cref="MailboxOverflowException">Always: for the supervision.</exception>
    internal override void FailOverflowing()
    {
        Volatile.Write(ref _isOverflowing, 0);
        throw new MailboxOverflowException(Path, _props.ReservedCapacity);
    }

    private protected override void StartInstance() => _actor.Start();

    private protected override void EndInstance() => _actor.End();

    private protected override void Renew()
    {
        var handled = _actor.Handled;
        _actor = _props.Create();
        _actor.Attach(this, handled);
        UnstashAll();
    }

    private protected override void Deliver(ActorSignal signal)
    {
        Lane.Trace?.Add(this, signal);
        _actor.Hear(signal);
        HandleUnstashed();
    }

    private protected override void RunParked()
    {
        HandleUnstashed();
        if (_backlog is { } backlog)
        {
            while (IsAwake && backlog.Parked.TryDequeue(out var parked))
            {
                Leave(parked.IsInner);
                if (parked.Incarnation is 0 || parked.Incarnation == Incarnation)
                    Deliver(parked.Message);
                else
                    CountDeadLetter();
            }

            while (IsAwake && backlog.OwedTurns > 0)
            {
                backlog.OwedTurns--;
                RunNewest();
            }
        }
    }

    private protected override void DropParked()
    {
        while (_backlog?.Parked.TryDequeue(out var parked) == true)
        {
            Leave(parked.IsInner);
            CountDeadLetter();
        }

        for (var kept = (_backlog?.Stashed?.Count ?? 0) + (_backlog?.Unstashed?.Count ?? 0); kept > 0; kept--)
            CountDeadLetter();
        if (_backlog is not null)
            (_backlog.Stashed, _backlog.Unstashed) = (null, null);
        while (_newest?.TryTake(out _) == true)
            CountDeadLetter();
    }

    private protected override void CancelTimers()
    {
        if (_backlog?.Timers is not { } timers)
            return;
        foreach (var timer in timers.Values)
            timer.Cancel();
        _backlog.Timers = null;
    }

    private bool TryAddInner(in TProtocol message, bool isReserved)
    {
        if (State == Life.Stopped)
            return false;
        if (_newest is not null)
        {
            AddNewest(in message, Intake.IsTapped ? EntryOrigin.Next(Lane) : default);
            Lane.AddInner(this, null);
            return true;
        }

        if (_innerCount >= (isReserved ? _props.ReservedCapacity : _props.Capacity))
        {
            Refuse(isReserved);
            return false;
        }

        _innerCount++;
        if (typeof(TProtocol).IsValueType)
        {
            (_inner ??= new Ring<TProtocol>()).Enqueue(in message);
            Lane.AddInner(this, null);
        }
        else
        {
            Lane.AddInner(this, message);
        }

        return true;
    }

    private bool TryAddEntry(in TProtocol message, bool isReserved)
    {
        if (Intake.IsTapped)
            return TryAddTapped(in message, isReserved);
        if (Lane.IsOutside)
            return TryAddOutside(in message, isReserved);
        return _newest is null ? TryAddEntry(in message, isReserved, recorded: null) : TryAddNewestEntry(in message, default);
    }

    private bool TryAddTapped(in TProtocol message, bool isReserved)
    {
        if (Lane.World.Replay is { } replay)
            return replay.TrySend(this, in message);
        var sender = Lane.RunningOnThisThread;
        var origin = EntryOrigin.Next(sender);
        var isTaken = _newest is null
            ? TryAddEntry(in message, isReserved, EntryOf(origin, in message))
            : TryAddNewestEntry(in message, origin);
        if (!isTaken && !origin.IsPort)
            sender!.Log!.Refused(origin);
        return isTaken;
    }

    /// <remarks>Entries of values from ports are all alike, since the value waits in the mailbox: one is enough, and a market event allocates nothing.</remarks>
    private OriginEntry EntryOf(EntryOrigin origin, in TProtocol message)
    {
        if (!typeof(TProtocol).IsValueType)
            return new OriginEntry(origin, this, message, IsSystem: false);
        return origin.IsPort ? _portEntry ??= new OriginEntry(origin, this, null, IsSystem: false) : new OriginEntry(origin, this, null, IsSystem: false);
    }

    /// <summary>What leaves the recording: only whether it was taken matters to its sender, so a refusal is its sender's to remember.</summary>
    private bool TryAddOutside(in TProtocol message, bool isReserved)
    {
        var sender = Lane.World.IsSingleThreaded ? Lane.World.RunningLane : Lane.RunningOnThisThread;
        var origin = EntryOrigin.Next(sender);
        if (Lane.World.Replay is { } replay && replay.IsRefused(origin))
            return false;
        var isTaken = _newest is null ? TryAddEntry(in message, isReserved, recorded: null) : TryAddNewestEntry(in message, default);
        if (!isTaken && !origin.IsPort)
            sender!.Log?.Refused(origin);
        return isTaken || Lane.World.Replay is not null;
    }

    private bool TryAddEntry(in TProtocol message, bool isReserved, OriginEntry? recorded)
    {
        var intake = Intake;
        intake.Enter();
        if (intake.IsStopped || State == Life.Stopped)
        {
            intake.Exit();
            return false;
        }

        var mailbox = _mailbox ?? MakeMailbox();
        if (!mailbox.HasRoomFor(isReserved ? _props.ReservedCapacity : _props.Capacity))
        {
            intake.Exit();
            Refuse(isReserved);
            return false;
        }

        mailbox.Add(in message);
        if (recorded is null)
            intake.AddAndExit(this, typeof(TProtocol).IsValueType ? null : message);
        else
            intake.AddAndExit(null, recorded);
        return true;
    }

    private static Func<Originated<TProtocol>, object>? KeyOf(Props<TProtocol> props) =>
        props is { Overflow: Overflow.Conflate, ConflateBy: { } key } ? item => key(item.Message) : null;

    /// <summary>There is no room. For a reserved message that is a fault of the program: the actor fails, once until it has been told.</summary>
    private void Refuse(bool isReserved)
    {
        if (isReserved && Interlocked.Exchange(ref _isOverflowing, 1) == 0)
            Lane.Add(this, OverflowActor.Instance, isControl: true);
    }

    private Mailbox<TProtocol> MakeMailbox()
    {
        var mailbox = new Mailbox<TProtocol>(Lane.World);
        _reader = mailbox.Reader;
        return _mailbox = mailbox;
    }

    private bool TryAddNewestEntry(in TProtocol message, EntryOrigin origin)
    {
        if (AddNewest(in message, origin))
            return true; // the turn of the dropped message is this one's
        Intake.Enter();
        if (Intake.IsStopped || State == Life.Stopped)
        {
            Intake.Exit();
            return !_newest!.TryTake(out _); // one that its lane has dropped already was counted there
        }

        if (Intake.IsTapped)
            Intake.AddAndExit(null, new OriginEntry(origin, this, null, IsSystem: false));
        else
            Intake.AddAndExit(this, null);
        return true;
    }

    /// <summary>Whether another message was dropped for this one.</summary>
    private bool AddNewest(in TProtocol message, EntryOrigin origin)
    {
        if (!_newest!.Add(new Originated<TProtocol>(message, origin), out var dropped))
            return false;
        Lane.Log?.Dropped(dropped.Origin);
        Lane.World.CountDeadLetter($"{Path}/dropped");
        return true;
    }

    private bool TryTakeNewest(out TProtocol message)
    {
        if (Lane.World.Replay is { } replay)
            return replay.TryTakeNewest(Lane, out message);
        var found = _newest!.TryTake(out var newest);
        message = newest.Message;
        if (found)
            Lane.Log?.Newest(newest.Origin, this, in message);
        else
            Lane.Log?.NewestEmpty();
        return found;
    }

    private void TakeInner(object? content, out TProtocol message)
    {
        if (typeof(TProtocol).IsValueType)
            _inner!.Dequeue(out message);
        else
            message = Unsafe.As<object?, TProtocol>(ref content);
    }

    private void TakeEntry(object? content, out TProtocol message)
    {
        if (typeof(TProtocol).IsValueType)
            _reader!.Dequeue(out message);
        else
            message = Unsafe.As<object?, TProtocol>(ref content);
    }

    private void RunNewest()
    {
        if (State == Life.Created)
        {
            Aside.OwedTurns++; // a start that throws must not cost the message
            Start();
            RunParked();
            return;
        }

        if (State == Life.Suspended && !IsClosing)
        {
            Aside.OwedTurns++; // stays in the mailbox, where a newer one can still replace it
            return;
        }

        if (!TryTakeNewest(out var message))
            return;
        if (IsAwake)
            Deliver(in message);
        else
            CountDeadLetter();
    }

    private void Handle(in TProtocol message, bool isInner)
    {
        if (State == Life.Running)
        {
            Leave(isInner);
            Deliver(in message);
        }
        else
        {
            HandleLater(in message, isInner);
        }
    }

    /// <summary>A message has left the mailbox: there may be room for another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Leave(bool isInner)
    {
        if (isInner)
        {
            _innerCount--;
            return;
        }

        if ((_reader!.Taken & Lane.SampleMask) == 0)
            RecordAge();
        _reader.Take();
        if (_reader.Room is not null)
            OfferRoom();
    }

    private void RecordAge()
    {
        if (Lane.World.Metrics is { } metrics && _mailbox!.EnteredNanos() is > 0 and var enteredNanos)
            metrics.Of(ActorType).Age.Record(Lane.World.MachineNanos - enteredNanos);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Deliver(in TProtocol message)
    {
        if ((++_actor.Handled & Lane.WatchMask) == 0)
            DeliverWatched(in message);
        else
            _actor.Deliver(in message);
        if (_backlog is not null)
            HandleUnstashed();
    }

    private void DeliverWatched(in TProtocol message)
    {
        Lane.Trace?.Add(this, in message);
        if (Lane.World.Metrics is not { } metrics || (_actor.Handled & Lane.SampleMask) != 0)
        {
            _actor.Deliver(in message);
            return;
        }

        var (type, startNanos) = (ActorType, Lane.World.MachineNanos);
        _actor.Deliver(in message);
        metrics.Of(type).Processing.Record(Lane.World.MachineNanos - startNanos);
    }

    /// <summary>What happens to a message that does not meet a running actor.</summary>
    private void HandleLater(in TProtocol message, bool isInner)
    {
        switch (State)
        {
            case Life.Created:
                Park(in message, isInner); // a start that throws must not cost the message
                Start();
                RunParked();
                break;
            case Life.Draining when !isInner:
                Leave(isInner);
                Deliver(in message);
                break;
            case Life.Suspended when !IsClosing && !(isInner && IsDraining):
                Park(in message, isInner);
                break;
            default:
                Leave(isInner);
                CountDeadLetter();
                break;
        }
    }

    /// <summary>Keeps a message until the actor goes on; it counts as waiting in the mailbox, which bounds them all.</summary>
    private void Park(in TProtocol message, bool isInner) => Aside.Parked.Enqueue(new(message, isInner, Incarnation: 0));

    private void HandleUnstashed()
    {
        while (IsAwake && _backlog is { Unstashed: { Count: > 0 } waiting })
        {
            var message = waiting.Dequeue();
            if ((++_actor.Handled & Lane.WatchMask) == 0)
                DeliverWatched(in message);
            else
                _actor.Deliver(in message);
            if (waiting.Count == 0 && ReferenceEquals(waiting, _backlog.Unstashed))
                _backlog.Unstashed = null;
        }
    }

    /// <summary>False when the timer was cancelled or replaced while its message was on the way.</summary>
    private bool TakeTimer(ActorTimer<TProtocol> timer)
    {
        if (_backlog?.Timers is not { } timers || !timers.TryGetValue(timer.Key, out var current) || !ReferenceEquals(current, timer))
            return false;
        timers.Remove(timer.Key);
        if (timer.PeriodNanos > 0)
            StartTimer(timer.Key, timer.NextDueNanos(Lane.TurnNanos) - Lane.TurnNanos, timer.PeriodNanos, timer.Message);
        return true;
    }


    private TaskCompletionSource? TakeRoom()
    {
        if (_reader is null)
            return null;
        Intake.Enter();
        var room = _reader.Room;
        _reader.Room = null;
        Intake.Exit();
        return room;
    }
}
