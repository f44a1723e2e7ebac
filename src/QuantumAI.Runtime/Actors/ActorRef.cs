using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Actors;

/// <summary>The address of an actor whatever it understands: to watch, to stop, to compare. Thread safe.</summary>
public abstract class ActorRef
{
    private readonly string _name;
    private string? _path;

    internal ActorRef(Lane lane, ActorCell? parent, string name)
    {
        (Lane, Intake, Parent, _name) = (lane, lane.Intake, parent, name);
    }

    /// <summary><c>lane/name</c> or <c>lane/parent/name</c>, kebab-case.</summary>
    public string Path => _path ??= $"{Parent?.Path ?? Lane.Name}/{_name}";

    internal Lane Lane { get; }

    /// <summary>What senders touch of the lane: the lane itself is written by its own thread for every message.</summary>
    private protected LaneIntake Intake { get; }

    internal ActorCell? Parent { get; }

    /// <summary>Stops the actor before the messages that wait: they are dead letters. Its children end first. Returns at once.</summary>
    public abstract void Stop();

    /// <summary>Stops the actor after the messages that wait now; later ones are dead letters. Returns at once.</summary>
    public abstract void StopWhenDrained();

    /// <summary>Tells the actor something that must not wait behind its messages, such as a kill switch; heard by its <c>OnSignal</c>.</summary>
    /// <remarks>
    /// Any thread, completes at once. Signals keep their order among each other and overtake every waiting message of the lane. They
    /// are few: the control lane has no bound of its own. One to an actor that has ended is a counted dead letter.
    /// </remarks>
    public abstract void Signal(ActorSignal signal);

    public override string ToString() => Path;

    internal void CountDeadLetter() => Lane.World.CountDeadLetter(Path);
}

/// <summary>The address of an actor. Thread safe; the only way to reach it.</summary>
/// <remarks>Delivery is at most once and ordered per sender and receiver; signals may overtake. A tell completes at once and never waits.</remarks>
public abstract class ActorRef<TProtocol> : ActorCell
{
    internal ActorRef(Lane lane, ActorCell? parent, string name)
        : base(lane, parent, name)
    {
    }

    /// <summary>Sends a message. What a full mailbox does is its <see cref="Overflow"/>; a stopped actor's messages are counted dead letters.</summary>
    public void Tell(in TProtocol message)
    {
        if (!TryEnter(in message, isReserved: false))
            Refuse(in message);
    }

    /// <summary>Sends a message if there is room; for streams, which wait with <see cref="WaitForRoomAsync"/> when there is none.</summary>
    public bool TryTell(in TProtocol message) => TryEnter(in message, isReserved: false);

    /// <summary>Sends what may not be lost (venue reports, journal confirmations, completions): its slot was reserved by whoever started the operation.</summary>
    public void TellReserved(in TProtocol message)
    {
        if (!TryEnter(in message, isReserved: true))
            Refuse(in message);
    }

    /// <summary>Asks from outside the actors; the request carries where to reply.</summary>
    /// <param name="request">Makes the request for a reply address.</param>
    /// <param name="timeout">Machine time to wait; about 16 ms coarse, at most 65 s.</param>
    /// <returns>The reply. May be awaited once.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is longer than 65 s.</exception>
    /// <exception cref="TimeoutException">No reply in time; a later one is a dead letter.</exception>
    /// <exception cref="InvalidOperationException">The mailbox refused the request.</exception>
    public ValueTask<TReply> AskAsync<TReply>(Func<ReplyTo<TReply>, TProtocol> request, TimeSpan timeout)
    {
        var slot = new AskSlot<TReply>(this);
        Lane.World.Deadlines.Add(slot, timeout);
        if (!TryEnter(request(slot), isReserved: false))
            slot.Fail(new InvalidOperationException($"{Path} refused the request"));
        return slot.Answer;
    }

    /// <summary>Completes when the mailbox is at most half full.</summary>
    /// <exception cref="LaneStoppedException">The actor or its lane has stopped, or stops meanwhile: there will be no room.</exception>
    public abstract Task WaitForRoomAsync();

    internal abstract bool TryEnter(in TProtocol message, bool isReserved);

    /// <summary>Sends in a turn of its own even from inside the lane, so that long work lets the lane's other entries run. The caller bounds it.</summary>
    internal abstract void TellNextTurn(in TProtocol message);

    private void Refuse(in TProtocol message)
    {
        CountDeadLetter();
        if (message is IRejectable rejectable)
            rejectable.Rejected(this);
    }
}
