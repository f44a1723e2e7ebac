using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Supervision;

namespace QuantumAI.Runtime.Actors;

/// <summary>The life of an actor apart from its protocol: start, failure, restart, stop, children, watchers. Runs on its lane only.</summary>
public abstract class ActorCell : ActorRef
{
    private Kinship? _kin;
    private ActorCell? _previous;
    private bool _hasInstance;
    private bool _isEscalated;
    private bool _mustStopDrained;
    private bool _isDraining;

    internal ActorCell(Lane lane, ActorCell? parent, string name)
        : base(lane, parent, name)
    {
    }

    internal enum Life : byte
    {
        Created,
        Running,

        /// <summary>Waits for its restart, or for its parent's answer to a failure; messages are parked.</summary>
        Suspended,

        /// <summary>Was told from inside its lane to stop behind what waits: messages of other lanes that wait are handled, newer ones from inside are dead letters.</summary>
        Draining,

        /// <summary>Waits for its children to end; messages are dead letters.</summary>
        Stopping,
        Stopped,
    }

    /// <summary>Which instance this is: 1 for the first; what an earlier one asked for is a dead letter.</summary>
    internal int Incarnation { get; private set; } = 1;

    internal Life State { get; private set; }

    /// <summary>Handles messages and hears signals.</summary>
    private protected bool IsAwake => State is Life.Running or Life.Draining;

    /// <summary>Whether messages that entered the lane wait for it, or may in another run.</summary>
    private protected abstract bool MayHaveEntries { get; }

    /// <summary>Told from inside its lane to stop; the stop itself is on its way behind what entered the lane before.</summary>
    private protected bool IsDraining => _isDraining;

    /// <summary>Suspended, and to be stopped behind the messages that waited: later ones come too late.</summary>
    private protected bool IsClosing => _mustStopDrained;

    /// <summary>Messages handled so far. Any thread, a glimpse.</summary>
    internal abstract long Handled { get; }

    /// <summary>Messages that wait. Any thread, a glimpse.</summary>
    internal abstract long Waiting { get; }

    internal abstract Type ActorType { get; }

    /// <summary>Its number in its lane's log, from 1; 0 before it is in it. Written on the lane.</summary>
    internal int LogNumber { get; set; }

    /// <summary>The next of the lane's actors; the lane's gate guards the chain.</summary>
    internal ActorCell? Next { get; private set; }

    private protected abstract SupervisorStrategy Strategy { get; }

    private protected abstract bool CanRestart { get; }

    private Kinship Kin => _kin ??= new Kinship();

    public override void Stop() => Lane.Add(this, StopActor.Instance, isControl: true);

    public override void StopWhenDrained() => Lane.Add(this, Lane.IsRunningHere ? DrainActor.Instance : StopDrained.Instance, isControl: false);

    /// <summary>Handles the next message that came from inside the lane: <paramref name="content"/>, or the first in the actor's own queue.</summary>
    internal abstract void RunInner(object? content);

    /// <summary>The same for a message that entered the lane.</summary>
    internal abstract void RunEntry(object? content);

    /// <summary>The same for a message of a recorded world: it is written down first.</summary>
    internal abstract void RunRecorded(OriginEntry entry);

    /// <summary>Lets a message enter that a recording has from a port.</summary>
    internal abstract void EnterFromPort(LaneReplay replay, ReadOnlyMemory<byte> content);

    /// <summary>Lets the end of asynchronous work enter that a recording has.</summary>
    internal abstract void EnterCompletion(LaneReplay replay, int incarnation, ReadOnlyMemory<byte> content);

    /// <summary>A message that a recording has, for people.</summary>
    internal abstract string TextOf(LaneReplay replay, ReadOnlyMemory<byte> content);

    /// <summary>Makes the next message from inside the lane a dead letter.</summary>
    internal abstract void RefuseInner(object? content);

    /// <summary>Makes the next message that entered the lane a dead letter.</summary>
    internal abstract void RefuseEntry(object? content);

    public override void Signal(ActorSignal signal) => Lane.Add(this, new SignalActor(signal), isControl: true);

    internal abstract void OfferRoom();

    internal abstract void FailOverflowing();

    /// <summary>Tells who waits for room that there will be none.</summary>
    internal abstract void RefuseWaiting();

    internal void LinkBefore(ActorCell? next)
    {
        Next = next;
        if (next is not null)
            next._previous = this;
    }

    internal void Unlink()
    {
        if (_previous is not null)
            _previous.Next = Next;
        if (Next is not null)
            Next._previous = _previous;
        _previous = null; // the next one stays, for whoever looks along the chain without the gate
    }

    /// <summary>Starts the actor before its first message, whoever comes first.</summary>
    internal void Start()
    {
        if (State != Life.Created)
            return;
        Awake();
        _hasInstance = true;
        StartInstance();
    }

    internal void Adopt(ActorCell child) => (Kin.Children ??= []).Add(child);

    /// <summary>Answers a failure. False when it leaves the top of the tree: the lane stops.</summary>
    internal bool Supervise(Exception failure)
    {
        if (State is Life.Stopped or Life.Stopping)
            return true;
        switch (Decide(failure))
        {
            case Directive.Resume:
                Lane.Add(this, ResumeActor.Instance, isControl: true);
                return true;
            case Directive.Restart:
                BeginRestart(failure);
                return true;
            case Directive.Stop:
                Kin.Cause = failure;
                BeginStop();
                return true;
            default:
                return Escalate(failure);
        }
    }

    internal void RestartNow(int incarnation)
    {
        if (State != Life.Suspended || incarnation != Incarnation)
            return;
        Incarnation++;
        Renew();
        Awake();
        _hasInstance = true;
        StartInstance();
        GoOn();
    }

    /// <summary>Goes on after a failure: what waited for the answer comes first, then children whose failure was answered with it.</summary>
    internal void GoOn()
    {
        if (State == Life.Suspended && _isEscalated)
        {
            _isEscalated = false;
            if (!_hasInstance)
            {
                BeginStop();
                return;
            }

            Awake();
        }

        if (!IsAwake)
            return;
        if (_kin is { } kin)
        {
            foreach (var child in kin.Frozen ?? [])
                child.Lane.Add(child, ResumeActor.Instance, isControl: true);
            kin.Frozen = null;
            while (IsAwake && kin.Missed is { Count: > 0 })
                Deliver(kin.Missed.Dequeue());
        }

        if (IsAwake)
            RunParked();
        if (IsAwake && _mustStopDrained)
            BeginStop();
    }

    /// <summary>A child hands its failure up. True when it is this incarnation's to answer, now; the child waits for it.</summary>
    internal bool MustAnswer(ActorCell child)
    {
        if (_kin?.Children?.Contains(child) != true)
            return false;
        (_kin.Frozen ??= []).Add(child);
        return IsAwake;
    }

    /// <summary>What waited before has been handled, or waits for the actor to go on: then it ends.</summary>
    internal void StopDrainedNow()
    {
        if (State == Life.Suspended)
        {
            _mustStopDrained = true;
        }
        else
        {
            BeginStop();
        }
    }

    /// <summary>The same, told from inside the lane: what entered the lane and waits for its turn is handled before, also after a failure meanwhile.</summary>
    internal void Drain()
    {
        if (_isDraining || State is Life.Stopping or Life.Stopped)
            return;
        if (!MayHaveEntries)
        {
            StopDrainedNow();
            return;
        }

        _isDraining = true;
        if (State == Life.Running)
            State = Life.Draining;
        Lane.AddLast(this, StopDrained.Instance);
    }

    internal void BeginStop()
    {
        if (State is Life.Stopping or Life.Stopped)
            return;
        State = Life.Stopping;
        FinishInstance();
        EndWhenChildless();
    }

    /// <summary>The lane has stopped: nothing runs here any more, but actors of other lanes hear that this one has ended.</summary>
    internal void FallWithLane(Exception failure)
    {
        State = Life.Stopped;
        DropParked();
        RefuseWaiting();
        foreach (var child in (_kin?.Children ?? []).Where(child => child.Lane != Lane))
            child.Stop();
        foreach (var watcher in (_kin?.Watchers ?? []).Where(watcher => watcher.Lane != Lane))
            watcher.Lane.Add(watcher, new ActorTerminated(this), isControl: true);
        foreach (var watched in (_kin?.Watched ?? []).Where(watched => watched.Lane != Lane))
            watched.Lane.Add(watched, new UnwatchActor(this), isControl: true);
        if (Parent is not null && Parent.Lane != Lane)
            Parent.Lane.Add(Parent, new ChildEnded(this, failure), isControl: true);
    }

    internal void AddWatcher(ActorCell watcher)
    {
        if (State == Life.Stopped)
            watcher.Lane.Add(watcher, new ActorTerminated(this), isControl: true);
        else
            (Kin.Watchers ??= []).Add(watcher);
    }

    internal void RemoveWatcher(ActorCell watcher) => _kin?.Watchers?.Remove(watcher);

    /// <summary>A signal that somebody has sent.</summary>
    internal void Hear(ActorSignal signal)
    {
        if (State == Life.Created)
            Start();
        if (IsAwake || State == Life.Suspended)
            Tell(signal);
        else
            CountDeadLetter();
    }

    internal void HearTerminated(ActorCell ended)
    {
        if (_kin?.Watched?.Remove(ended) == true)
            Tell(new Terminated(ended));
    }

    internal void HearChildEnded(ActorCell child, Exception? cause)
    {
        var isOwn = _kin?.Children?.Remove(child) == true;
        _kin?.Leaving?.Remove(child);
        _kin?.Frozen?.Remove(child);
        if (State == Life.Stopping)
            EndWhenChildless();
        else if (isOwn && cause is not null)
            Tell(new ChildFailed(child, cause));
    }

    internal void Watch(ActorCell watched)
    {
        if ((Kin.Watched ??= []).Add(watched))
            watched.Lane.Add(watched, new WatchActor(this), isControl: true);
    }

    internal void Unwatch(ActorCell watched)
    {
        if (_kin?.Watched?.Remove(watched) == true)
            watched.Lane.Add(watched, new UnwatchActor(this), isControl: true);
        _kin?.ForgetEndOf(watched);
    }

    private protected abstract void StartInstance();

    private protected abstract void EndInstance();

    /// <summary>Makes the next instance.</summary>
    private protected abstract void Renew();

    private protected abstract void Deliver(ActorSignal signal);

    private protected abstract void RunParked();

    private protected abstract void DropParked();

    private protected abstract void CancelTimers();

    private void Awake() => State = _isDraining ? Life.Draining : Life.Running;

    private void BeginRestart(Exception failure)
    {
        var restarts = Kin.Restarts ??= new RestartWindow();
        if (!restarts.TryAdd(Lane.TurnNanos, Strategy))
        {
            Kin.Cause = failure;
            BeginStop();
            return;
        }

        State = Life.Suspended;
        FinishInstance();
        var due = new RestartDue(Incarnation);
        var pauseNanos = Strategy.Backoff?.PauseNanos(restarts.Count - 1, Worlds.WorldRandom.ToUnit(Lane.NextRandom())) ?? 0;
        if (pauseNanos <= 0)
            Lane.Add(this, due, isControl: true);
        else
            Lane.World.StartTimer(Lane.TurnNanos + pauseNanos, () => Lane.Add(this, due, isControl: true));
    }

    private bool Escalate(Exception failure)
    {
        if (Parent is null)
            return false;
        (State, _isEscalated) = (Life.Suspended, true);
        if (ReferenceEquals(Parent.Lane, Lane))
            return !Parent.MustAnswer(this) || Parent.Supervise(new ChildFailureException(failure));
        Parent.Lane.Add(Parent, new ChildEscalated(this, failure), isControl: true);
        return true;
    }

    private Directive Decide(Exception failure)
    {
        try
        {
            return Strategy.Decide(failure) switch
            {
                Directive.Restart when !CanRestart => Directive.Escalate,
                Directive.Resume when !_hasInstance => Directive.Escalate, // there is nothing to go on with
                var directive => directive,
            };
        }
#pragma warning disable CA1031 // A strategy that throws has no answer: the failure goes up, and the thread lives.
        catch (Exception)
#pragma warning restore CA1031
        {
            return Directive.Escalate;
        }
    }

    /// <summary>Ends the incarnation, once: what it started goes with it, also what it starts in its last words.</summary>
    private void FinishInstance()
    {
        CancelTimers();
        StopChildren();
        if (_hasInstance)
        {
            _hasInstance = false;
            Guarded(EndInstance);
            CancelTimers();
            StopChildren();
        }

        if (_kin is null)
            return;
        _kin.Frozen = null;
        if (State == Life.Suspended)
            _kin.LetChildrenLeave();
    }

    private void Tell(ActorSignal signal)
    {
        if (IsAwake)
            Deliver(signal);
        else if (State == Life.Suspended)
            (Kin.Missed ??= []).Enqueue(signal);
    }

    private void StopChildren()
    {
        foreach (var child in _kin?.Children ?? [])
            child.Stop();
    }

    private void EndWhenChildless()
    {
        if (_kin?.HasChildren == true)
            return;
        State = Life.Stopped;
        DropParked();
        Lane.Forget(this);
        RefuseWaiting();
        TellEnd();
        Parent?.Lane.Add(Parent, new ChildEnded(this, _kin?.Cause), isControl: true);
    }

    private void TellEnd()
    {
        foreach (var watcher in _kin?.Watchers ?? [])
            watcher.Lane.Add(watcher, new ActorTerminated(this), isControl: true);
        foreach (var watched in _kin?.Watched ?? [])
            watched.Lane.Add(watched, new UnwatchActor(this), isControl: true);
        if (_kin is not null)
            (_kin.Watchers, _kin.Watched) = (null, null);
    }

    /// <summary>The last words of an instance must not keep it alive: an exception there is counted, the stop goes on.</summary>
    private void Guarded(Action action)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
            Lane.World.CountDeadLetter($"{Path}/on-stop-threw");
        }
    }
}
