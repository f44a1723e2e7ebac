using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Sharding;

/// <summary>A message and the entity that it is for: what a shard region understands.</summary>
/// <remarks>When it is refused on the way, its message is told if it is <see cref="IRejectable"/>; by the sender's thread or on a lane of the region.</remarks>
public readonly record struct ShardingEnvelope<TMessage> : IRejectable
{
    /// <param name="entityId">1 to 255 characters.</param>
    /// <param name="message">For that entity.</param>
    /// <exception cref="ArgumentException">The id is empty or too long.</exception>
    public ShardingEnvelope(string entityId, TMessage message)
    {
        ArgumentException.ThrowIfNullOrEmpty(entityId);
        if (entityId.Length > 255)
            throw new ArgumentException($"an entity id must have at most 255 characters, had {entityId.Length}", nameof(entityId));
        (EntityId, Message) = (entityId, message);
    }

    public string EntityId { get; }

    /// <summary>Nothing when the entity is only to be started.</summary>
    public TMessage Message { get; }

    /// <summary>Whether the entity is to be started without a message.</summary>
    public bool IsStart { get; private init; }

    /// <summary>Starts an entity without a message; nothing happens when it runs.</summary>
    public static ShardingEnvelope<TMessage> Start(string entityId) => new(entityId, default!) { IsStart = true };

    public void Rejected(ActorRef receiver)
    {
        if (!IsStart && Message is IRejectable rejectable)
            rejectable.Rejected(receiver);
    }

    /// <summary>Counts it as a dead letter of <paramref name="by"/> and tells it. What it does about that must not stop a lane of the region.</summary>
    internal void Refuse(ActorRef by, string why)
    {
        var world = by.Lane.World;
        world.CountDeadLetter($"{by.Path}/{why}");
        try
        {
            Rejected(by);
        }
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
            world.CountDeadLetter($"{by.Path}/rejected-threw");
        }
    }
}
