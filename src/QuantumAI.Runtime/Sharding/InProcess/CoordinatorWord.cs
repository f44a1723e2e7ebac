using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Sharding.InProcess;

/// <summary>What the coordinator of a region understands.</summary>
internal abstract record CoordinatorWord
{
    internal sealed record NodeJoined(string Node) : CoordinatorWord;

    /// <param name="Node">Gives its shards away.</param>
    /// <param name="Left">Called on the region's lane when it has none.</param>
    internal sealed record NodeLeaves(string Node, Action Left) : CoordinatorWord;

    internal sealed record NodeCrashed(string Node) : CoordinatorWord;

    internal sealed record ClaimAnswered(int Shard, ShardClaim Claim) : CoordinatorWord;

    internal sealed record ClaimPauseOver(int Shard) : CoordinatorWord;

    internal sealed record ShardDrained<T>(ShardTerm Term, IReadOnlyList<ShardingEnvelope<T>> Leftovers) : CoordinatorWord;

    internal sealed record DrainDeadlinePassed(ShardTerm Term) : CoordinatorWord;

    internal sealed record ListEntities(int Shard, ReplyTo<IReadOnlyList<string>> Reply) : CoordinatorWord;
}
