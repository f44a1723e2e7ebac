using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Sharding;

/// <summary>Entities by id: one live actor per id in the whole cluster, made by its first message. Thread safe.</summary>
/// <remarks>
/// Messages reach an entity in send order per sender, at most once. While a shard moves, its messages are buffered and come to the
/// next owner in order; a graceful move loses nothing, a crash loses what its node had taken in. What finds no room (a mailbox or
/// a buffer is full) is a counted dead letter, told to the sender when it is <see cref="IRejectable"/>. An entity is live once,
/// except that one of a crashed node may finish its turn beside its successor: the epoch fences what it writes.
/// </remarks>
public interface IShardRegion<TMessage>
{
    string Name { get; }

    /// <summary>The region as an actor, for <c>Context.Ask</c> and streams.</summary>
    ActorRef<ShardingEnvelope<TMessage>> Ref { get; }

    /// <summary>Every shard by number, as last decided. Cost: none.</summary>
    IReadOnlyList<ShardStatus> State { get; }

    /// <summary>Ids of the entities of a shard that run or are about to, sorted (ordinal); empty when nobody owns it.</summary>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    ValueTask<IReadOnlyList<string>> EntitiesAsync(int shard, TimeSpan timeout);

    /// <summary>Sends a message to an entity and completes at once. Cost: a hop to the region and one to the shard's lane.</summary>
    /// <exception cref="ArgumentException">The id is empty or longer than 255 characters.</exception>
    void Tell(string entityId, in TMessage message) => Ref.Tell(new ShardingEnvelope<TMessage>(entityId, message));

    /// <summary>Starts an entity without a message.</summary>
    void Start(string entityId) => Ref.Tell(ShardingEnvelope<TMessage>.Start(entityId));

    /// <summary>Asks an entity from outside the actors; as <see cref="ActorRef{TProtocol}.AskAsync"/>.</summary>
    /// <exception cref="TimeoutException">No reply in time; whether the entity has handled the question is unknown.</exception>
    ValueTask<TReply> AskAsync<TReply>(string entityId, Func<ReplyTo<TReply>, TMessage> request, TimeSpan timeout) =>
        Ref.AskAsync<TReply>(reply => new ShardingEnvelope<TMessage>(entityId, request(reply)), timeout);
}
