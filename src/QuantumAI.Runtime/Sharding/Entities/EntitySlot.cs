using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Sharding.Entities;

/// <summary>Where an entity is in its life.</summary>
internal enum EntityPhase : byte
{
    Unspecified = 0,

    /// <summary>To be made as soon as there is room.</summary>
    Ready = 1,

    /// <summary>To be made when the pause after its failure is over.</summary>
    Paused = 2,

    /// <summary>Made, not started yet; messages wait, so that a start that throws costs none.</summary>
    Starting = 3,

    Active = 4,

    /// <summary>Told to stop; messages wait for its successor.</summary>
    Stopping = 5,

    /// <summary>Has ended; why is about to be known.</summary>
    Ended = 6,
}

/// <summary>One entity of a shard and the messages kept for it; changed by <see cref="ShardState{T}"/> only, but for the actor's own part.</summary>
internal sealed class EntitySlot<T>(string entityId)
{
    public string EntityId { get; } = entityId;

    public EntityPhase Phase { get; set; }

    /// <summary>Messages for when it is active.</summary>
    public Queue<T> Kept { get; } = new();

    /// <summary>To be started even without a message.</summary>
    public bool IsWanted { get; set; }

    public long StartedNanos { get; set; }

    public long LastUsedNanos { get; set; }

    /// <summary>When it must have ended, once it was told to stop.</summary>
    public long StopDueNanos { get; set; }

    /// <summary>Its place among the running by last use, or among the stopping by due time.</summary>
    public LinkedListNode<EntitySlot<T>>? Place { get; set; }

    /// <summary>Why its life ended.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The life it has; null while it has none.</summary>
    public EntityContext? Life { get; set; }

    public ActorRef<T>? Ref { get; set; }
}
