using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Actors;

/// <summary>What an actor keeps aside: messages that wait for its restart, stashed ones, timers. Made on first use; touched on its lane only.</summary>
internal sealed class Backlog<TProtocol>
{
    /// <summary>Messages that met a suspended actor; they still count as waiting in the mailbox.</summary>
    public Queue<ParkedMessage<TProtocol>> Parked { get; } = new();

    public Queue<TProtocol>? Stashed { get; set; }

    /// <summary>Stashed messages that are to be handled now.</summary>
    public Queue<TProtocol>? Unstashed { get; set; }

    public Dictionary<object, ActorTimer<TProtocol>>? Timers { get; set; }

    /// <summary>Turns that met a suspended actor whose mailbox keeps the newest: the messages are still there.</summary>
    public int OwedTurns { get; set; }
}

/// <summary>A message that met a suspended actor.</summary>
/// <param name="IsInner">Whether it came from inside the lane.</param>
/// <param name="Incarnation">Who asked for it; 0 for a message that is for whoever comes next.</param>
internal readonly record struct ParkedMessage<TProtocol>(TProtocol Message, bool IsInner, int Incarnation);
