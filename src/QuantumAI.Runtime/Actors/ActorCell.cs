using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Supervision;

namespace QuantumAI.Runtime.Actors;

/// <summary>The life of an actor apart from its protocol: start, failure, restart, stop, children, watchers. Runs on its lane only.</summary>
public abstract class ActorCell : ActorRef
{
    private HashSet<ActorCell>? _watchers;
    private HashSet<ActorCell>? _watched;
    private HashSet<ActorCell>? _children;
    private RestartWindow? _restarts;
    private Exception? _cause;

    internal ActorCell(Lane lane, ActorCell? parent, string name)
        : base(lane, parent, name)
    {
    }

    internal enum Life : byte
    {
        Created,
        Running,

        /// <summary>Waits for its restart; messages are parked.</summary>
        Suspended,

        /// <summary>Waits for its children to end; messages are dead letters.</summary>
        Stopping,
        Stopped,
    }

    /// <summary>Which instance this is: 1 for the first; what an earlier one asked for is a dead letter.</summary>
    internal int Incarnation { get; private set; } = 1;

    internal Life State { get; private set; }

    private protected abstract SupervisorStrategy Strategy { get; }

    private protected abstract bool CanRestart { get; }

    public override void Stop() => Lane.Add(this, StopActor.Instance, isControl: true);

    public override void StopWhenDrained() => Lane.Add(this, StopActor.Instance, isControl: false);

    internal abstract void RunInner();

    internal abstract void RunEntry();

    /// <summary>Tells who waits for room that there will be none.</summary>
    internal abstract void RefuseWaiting();

    /// <summary>Whether the mailbox is at most half full; under the lane's gate.</summary>
    internal abstract bool HasRoom { get; }

    /// <summary>Tells who waits for room that there is some.</summary>
    internal abstract void GiveRoom();

    /// <summary>Starts the actor before its first message, whoever comes first.</summary>
    internal void Start()
    {
        if (State != Life.Created)
            return;
        State = Life.Running;
        StartInstance();
    }

    internal void Adopt(ActorCell child) => (_children ??= []).Add(child);

    /// <summary>Answers a failure. False when it leaves the top of the tree: the lane stops.</summary>
    internal bool Supervise(Exception failure)
    {
        if (State is Life.Stopped or Life.Stopping)
            return true;
        var directive = Strategy.Decide(failure);
        if (directive == Directive.Restart && !CanRestart)
            directive = Directive.Escalate;
        switch (directive)
        {
            case Directive.Resume:
                return true;
            case Directive.Restart:
                BeginRestart(failure);
                return true;
            case Directive.Stop:
                _cause = failure;
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
        State = Life.Running;
        StartInstance();
        if (State == Life.Running)
            RunParked();
    }

    internal void BeginStop()
    {
        if (State is Life.Stopping or Life.Stopped)
            return;
        var wasStarted = State != Life.Created;
        State = Life.Stopping;
        CancelTimers();
        StopChildren();
        if (wasStarted)
            Guarded(EndInstance);
        EndWhenChildless();
    }

    internal void AddWatcher(ActorCell watcher)
    {
        if (State == Life.Stopped)
            watcher.Lane.Add(watcher, new ActorTerminated(this), isControl: true);
        else
            (_watchers ??= []).Add(watcher);
    }

    internal void RemoveWatcher(ActorCell watcher) => _watchers?.Remove(watcher);

    internal void HearTerminated(ActorCell ended)
    {
        if (State is Life.Running or Life.Suspended && _watched?.Remove(ended) == true)
            Signal(new Terminated(ended));
    }

    internal void HearChildEnded(ActorCell child, Exception? cause)
    {
        _children?.Remove(child);
        if (State == Life.Stopping)
            EndWhenChildless();
        else if (State == Life.Running && cause is not null)
            Signal(new ChildFailed(child, cause));
    }

    internal void Watch(ActorCell watched)
    {
        if ((_watched ??= []).Add(watched))
            watched.Lane.Add(watched, new WatchActor(this), isControl: true);
    }

    internal void Unwatch(ActorCell watched)
    {
        if (_watched?.Remove(watched) == true)
            watched.Lane.Add(watched, new UnwatchActor(this), isControl: true);
    }

    private protected abstract void StartInstance();

    private protected abstract void EndInstance();

    /// <summary>Makes the next instance.</summary>
    private protected abstract void Renew();

    private protected abstract void Signal(ActorSignal signal);

    private protected abstract void RunParked();

    private protected abstract void DropParked();

    private protected abstract void CancelTimers();

    private void BeginRestart(Exception failure)
    {
        var attempt = (_restarts ??= new RestartWindow()).Count;
        if (!_restarts.TryAdd(Lane.TurnNanos, Strategy))
        {
            _cause = failure;
            BeginStop();
            return;
        }

        State = Life.Suspended;
        CancelTimers();
        StopChildren();
        Guarded(EndInstance);
        var due = new RestartDue(Incarnation);
        var pauseNanos = Strategy.Backoff?.PauseNanos(attempt, Worlds.WorldRandom.ToUnit(Lane.NextRandom())) ?? 0;
        if (pauseNanos <= 0)
            Lane.Add(this, due, isControl: true);
        else
            Lane.World.StartTimer(Lane.TurnNanos + pauseNanos, () => Lane.Add(this, due, isControl: true));
    }

    private bool Escalate(Exception failure)
    {
        if (Parent is null)
            return false;
        State = Life.Suspended;
        if (ReferenceEquals(Parent.Lane, Lane))
            return Parent.Supervise(new ChildFailureException(failure));
        Parent.Lane.Add(Parent, new ChildEscalated(failure), isControl: true);
        return true;
    }

    private void StopChildren()
    {
        if (_children is null)
            return;
        foreach (var child in _children)
            child.Stop();
        if (State == Life.Suspended)
            _children = null;
    }

    private void EndWhenChildless()
    {
        if (_children is { Count: > 0 })
            return;
        State = Life.Stopped;
        DropParked();
        Lane.Forget(this);
        RefuseWaiting();
        foreach (var watcher in _watchers ?? [])
            watcher.Lane.Add(watcher, new ActorTerminated(this), isControl: true);
        _watchers = null;
        foreach (var watched in _watched ?? [])
            watched.Lane.Add(watched, new UnwatchActor(this), isControl: true);
        _watched = null;
        Parent?.Lane.Add(Parent, new ChildEnded(this, _cause), isControl: true);
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
