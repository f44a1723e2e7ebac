using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Sharding.Entities;

internal enum ShardWordKind : byte
{
    Unspecified = 0,
    Deliver = 1,

    /// <summary>The entity has started, or handled the last of the kept messages that it was given; or has ended over it.</summary>
    Started = 2,

    /// <summary>The entity has ended and its parent knows why.</summary>
    Ended = 3,

    /// <summary>An entity asks to be passivated.</summary>
    Passivate = 4,

    /// <summary>The store has answered.</summary>
    Remembered = 5,

    /// <summary>A pause or an idle time may be over.</summary>
    Due = 6,

    /// <summary>The shard moves.</summary>
    Drain = 7,

    /// <summary>Who runs?</summary>
    List = 8,
}

/// <summary>What a shard understands: messages for its entities, and news about them.</summary>
internal readonly record struct ShardWord<T>(
    ShardWordKind Kind,
    ShardingEnvelope<T> Envelope = default,
    EntityContext? Life = null,
    IReadOnlyList<string>? Ids = null,
    ReplyTo<IReadOnlyList<string>>? Reply = null);
