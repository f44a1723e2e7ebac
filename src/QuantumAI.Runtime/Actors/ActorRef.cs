using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Actors;

/// <summary>The address of an actor. Thread safe; the only way to reach it.</summary>
/// <remarks>Delivery is at most once and ordered per sender and receiver. A tell completes at once and never waits.</remarks>
public sealed class ActorRef<TProtocol>
{
    private readonly ActorCell<TProtocol> _cell;

    internal ActorRef(ActorCell<TProtocol> cell) => _cell = cell;

    /// <summary><c>lane/name</c>, kebab-case.</summary>
    public string Path => _cell.Path;

    /// <summary>Sends a message. When the mailbox is full or the actor has stopped, the message is a counted dead letter.</summary>
    public void Tell(in TProtocol message)
    {
        if (!_cell.TryEnter(in message))
            _cell.Lane.World.CountDeadLetter(_cell.Path);
    }

    /// <summary>Sends a message if there is room; for streams, which wait with <see cref="WaitForRoomAsync"/> when there is none.</summary>
    public bool TryTell(in TProtocol message) => _cell.TryEnter(in message);

    /// <summary>Sends what may not be lost (venue reports, journal confirmations, completions): its slot was reserved by whoever started the operation.</summary>
    public void TellReserved(in TProtocol message) => _cell.EnterReserved(in message);

    /// <summary>Completes when the mailbox is at most half full.</summary>
    /// <exception cref="LaneStoppedException">The actor's lane has stopped, or stops meanwhile: there will be no room.</exception>
    public Task WaitForRoomAsync() => _cell.WaitForRoomAsync();

    /// <summary>Sends in a turn of its own even from inside the lane, so that long work lets the lane's other entries run. The caller bounds it.</summary>
    internal void TellNextTurn(in TProtocol message) => _cell.EnterNextTurn(in message);

    public override string ToString() => Path;
}
