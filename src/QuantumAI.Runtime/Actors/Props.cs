using QuantumAI.Runtime.Supervision;

namespace QuantumAI.Runtime.Actors;

/// <summary>What a full mailbox does with one more message.</summary>
public enum Overflow : byte
{
    Unspecified = 0,

    /// <summary>Refuses it: a counted dead letter, told to the sender when the message is <see cref="IRejectable"/>; a stream waits instead.</summary>
    Reject = 1,

    /// <summary>Drops the oldest waiting message.</summary>
    DropOldest = 2,

    /// <summary>A message replaces the waiting one with the same key; the oldest is dropped when there are too many keys.</summary>
    Conflate = 3,
}

/// <summary>A message that wants to know when nobody took it.</summary>
public interface IRejectable
{
    /// <summary>Called on the sender's thread.</summary>
    void Rejected(ActorRef receiver);
}

/// <summary>How an actor is made, supervised and bounded. Immutable; may be used many times.</summary>
/// <param name="Create">Makes a fresh instance, at the start and at each restart.</param>
public sealed record Props<TProtocol>(Func<Actor<TProtocol>> Create)
{
    private static readonly Props<TProtocol> OnceByDefault = new(NotAgain) { IsOnce = true };

    /// <summary>Most messages that wait. What is sent as reserved comes on top, within <see cref="ReservedCapacity"/>.</summary>
    public int Capacity { get; init; } = Props.DefaultCapacity;

    /// <summary>
    /// Most messages that wait when reserved ones are counted too. One more means that somebody reserved nothing: it is a dead letter,
    /// and the actor fails with <see cref="MailboxOverflowException"/>, so that its scope halts and recovers.
    /// </summary>
    public int ReservedCapacity { get; init; } = Props.DefaultReservedCapacity;

    public Overflow Overflow { get; init; } = Overflow.Reject;

    /// <summary>Key of a message for <see cref="Overflow.Conflate"/>.</summary>
    public Func<TProtocol, object>? ConflateBy { get; init; }

    /// <summary>Most messages that are stashed.</summary>
    public int StashCapacity { get; init; } = 1024;

    /// <summary>What happens when the actor throws.</summary>
    public SupervisorStrategy Supervision { get; init; } = SupervisorStrategy.Escalate;

    internal bool IsOnce { get; init; }

    /// <summary>For an actor that exists already: it cannot be restarted, a restart escalates.</summary>
    internal static Props<TProtocol> Once(int capacity) =>
        capacity == Props.DefaultCapacity ? OnceByDefault : OnceByDefault with { Capacity = capacity };

    private static Actor<TProtocol> NotAgain() => throw new InvalidOperationException("an actor that was made beforehand cannot be made again");
}

/// <summary>The bounds of a mailbox unless told otherwise.</summary>
public static class Props
{
    public const int DefaultCapacity = 4096;

    public const int DefaultReservedCapacity = 131_072;
}
