using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Actors;

/// <summary>What an actor may ask of its world. Valid on its lane only.</summary>
public readonly struct ActorContext<TProtocol>
{
    internal ActorContext(ActorCell<TProtocol> cell) => Cell = cell;

    public ActorRef<TProtocol> Self => Cell;

    public Lane Lane => Cell.Lane;

    /// <summary>The turn's time, UTC nanoseconds: the stamp of the lane entry that began it. Constant within a turn.</summary>
    public long NowNanos => Cell.Lane.TurnNanos;

    internal ActorCell<TProtocol> Cell { get; }

    /// <summary>A random value that is a function of (seed, lane, entry number, draw within the turn).</summary>
    public ulong NextRandom() => Cell.Lane.NextRandom();

    /// <summary>Sends <paramref name="message"/> to this actor once, after <paramref name="delayNanos"/> of world time; the same key replaces the earlier timer.</summary>
    /// <remarks>Never early. In a live world about a millisecond late; one of a second and more up to 1/64 of its delay, so that slow timers share a wake-up.</remarks>
    public void StartTimer(object key, long delayNanos, TProtocol message) => Cell.StartTimer(key, delayNanos, 0, message);

    /// <summary>Sends <paramref name="message"/> every <paramref name="periodNanos"/>, the first time after one period; never two at once.</summary>
    public void StartPeriodicTimer(object key, long periodNanos, TProtocol message)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(periodNanos);
        Cell.StartTimer(key, periodNanos, periodNanos, message);
    }

    /// <summary>Cancels a timer: its message does not arrive any more, even if it was on its way.</summary>
    public void CancelTimer(object key) => Cell.CancelTimer(key);

    /// <summary>Creates a child on this actor's lane. It is stopped with this actor, and before it ends.</summary>
    /// <param name="name">Kebab-case, unique among its siblings; null = numbered.</param>
    public ActorRef<TChild> Spawn<TChild>(string? name, Props<TChild> props) => SpawnOn(Cell.Lane, name, props);

    /// <summary>Creates a child on another lane.</summary>
    public ActorRef<TChild> SpawnOn<TChild>(Lane lane, string? name, Props<TChild> props)
    {
        var child = lane.Spawn(name, props, Cell, props.Create());
        Cell.Adopt(child);
        return child;
    }

    /// <summary>Tells this actor with <see cref="Terminated"/> when the other ends; at once when it has ended already.</summary>
    public void Watch(ActorRef other) => Cell.Watch((ActorCell)other);

    public void Unwatch(ActorRef other) => Cell.Unwatch((ActorCell)other);

    /// <summary>Stops this actor after the present message; what waits becomes dead letters.</summary>
    public void Stop() => Cell.Stop();

    /// <summary>Asks another actor; the answer, or that there was none in time, comes back as a message of this one.</summary>
    /// <param name="other">Who is asked.</param>
    /// <param name="request">Makes the request for a reply address.</param>
    /// <param name="timeoutNanos">World time to wait.</param>
    /// <param name="answered">Turns the answer into a message.</param>
    /// <param name="timedOut">The message when there was none.</param>
    /// <remarks>After a restart of this actor the answer is a dead letter: it belongs to an earlier incarnation.</remarks>
    public void Ask<TRequest, TReply>(
        ActorRef<TRequest> other, Func<ReplyTo<TReply>, TRequest> request, long timeoutNanos, Func<TReply, TProtocol> answered, TProtocol timedOut)
    {
        var question = new ActorQuestion<TProtocol, TReply>(Cell, answered);
        question.Deadline = Cell.Lane.World.StartTimer(Cell.Lane.TurnNanos + timeoutNanos, () => question.TimeOut(timedOut));
        other.Tell(request(question));
    }

    /// <summary>Brings the end of asynchronous work back as a message; no field of the actor is touched elsewhere.</summary>
    /// <param name="work">Runs outside the lane. In the virtual world it must be completed already, else the run could not be repeated.</param>
    /// <param name="completed">Turns the completed task (with its result or failure) into a message; called outside the lane, must be pure.</param>
    /// <exception cref="InvalidOperationException">The world is virtual and the work is still running.</exception>
    public void PipeToSelf<TResult>(Task<TResult> work, Func<Task<TResult>, TProtocol> completed)
    {
        var (cell, incarnation) = (Cell, Cell.Incarnation);
        if (cell.Lane.World.Replay is not null)
            return; // how it ended is in the recording
        if (!work.IsCompleted && cell.Lane.World.IsSingleThreaded)
            throw new InvalidOperationException("work that runs outside cannot be repeated in the virtual world");
        if (work.IsCompleted)
            cell.Lane.AddCompletion(cell, new Completion<TProtocol>(incarnation, completed(work)));
        else
            work.ContinueWith(
                done => cell.Lane.AddCompletion(cell, new Completion<TProtocol>(incarnation, completed(done))),
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}

/// <summary>A question from one actor to another.</summary>
/// <remarks>Whether the answer or the deadline came first is decided where both arrive, on the asker's lane, so that a re-run decides alike.</remarks>
internal sealed class ActorQuestion<TProtocol, TReply>(ActorCell<TProtocol> asker, Func<TReply, TProtocol> answered) : ReplyTo<TReply>
{
    private readonly int _incarnation = asker.Incarnation;
    private bool _isClaimed;
    private bool _isClaimedFromPort;

    public Timers.TimerEntry? Deadline { get; set; }

    public override void Tell(TReply reply) => asker.Lane.Add(asker, new Outcome(this, answered(reply)), isControl: false);

    public void TimeOut(TProtocol timedOut) => asker.Lane.Add(asker, new Outcome(this, timedOut), isControl: false);

    private void Arrive(in TProtocol message, bool isFromPort)
    {
        if (_isClaimed)
        {
            if (_isClaimedFromPort && !isFromPort) // a re-run, whose question knows nothing of that answer, would take this one
                asker.Lane.Log?.GiveUp($"{asker.Path} was answered from outside before another answer or the deadline came");
            asker.Lane.World.CountDeadLetter($"{asker.Path}/ask");
            return;
        }

        (_isClaimed, _isClaimedFromPort) = (true, isFromPort);
        Deadline?.Cancel();
        asker.Complete(_incarnation, in message, timer: null);
    }

    private sealed class Outcome(ActorQuestion<TProtocol, TReply> question, TProtocol message) : SystemMessage
    {
        private bool _isFromPort;

        public override void Run(ActorCell cell) => question.Arrive(in message, _isFromPort);

        /// <remarks>An answer from outside the lanes is written as what it came to: a message of the asker, or a dead letter of no incarnation.</remarks>
        public override void WriteTo(Recording.LaneLog log, ActorCell cell)
        {
            _isFromPort = true;
            log.Completion(cell, question._isClaimed ? 0 : question._incarnation, in message);
        }

        public override void Refused(ActorCell cell) => cell.CountDeadLetter();
    }
}
