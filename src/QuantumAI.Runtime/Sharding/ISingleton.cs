using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Sharding;

/// <summary>One actor in the whole cluster, always running while there is a node. Delivery is that of a shard region.</summary>
/// <remarks>Thread safe. It runs without a message, is started again after a failure (with a pause) and moves by the hand-over of a shard; one that stops by itself comes back with its next message.</remarks>
public interface ISingleton<TMessage>
{
    string Name { get; }

    /// <summary>The proxy: it stays the same wherever the actor lives, and buffers (bounded) while it moves.</summary>
    ActorRef<TMessage> Ref { get; }

    /// <summary>Where it lives, as last decided.</summary>
    ShardStatus State { get; }
}
