namespace QuantumAI.Runtime.Sharding;

/// <summary>Hands out epochs: the one authority on who owns a shard.</summary>
/// <remarks>
/// Per shard the epochs strictly increase, over crashes and restarts too, so that a journal which refuses lower ones keeps a stale
/// owner from writing. On one machine this is a table; in a cluster it is the lease row of the shard. Thread safe.
/// </remarks>
public interface IShardOwnership
{
    /// <summary>Makes a node the owner. The answer comes exactly once, on any thread, perhaps before the call returns.</summary>
    /// <param name="region">Name of the region.</param>
    /// <param name="shard">0, 1, 2 …</param>
    /// <param name="node">The next owner.</param>
    /// <param name="answered">The new epoch, durable, or why there is none; a refused claim is repeated after a pause.</param>
    void Claim(string region, int shard, string node, Action<ShardClaim> answered);
}

/// <summary>What became of a claim.</summary>
/// <param name="Epoch">Above every earlier one of the shard; meaningless when refused.</param>
/// <param name="Refusal">Why the shard was not given, for people; null when it was.</param>
public readonly record struct ShardClaim(long Epoch, string? Refusal = null);

/// <summary>Epochs in memory: 1, 2, 3 … per shard. Outlives a cluster that is given it, and not the process.</summary>
public sealed class MemoryShardOwnership : IShardOwnership
{
    private readonly Dictionary<(string Region, int Shard), long> _epochs = [];
    private readonly Lock _gate = new();

    public void Claim(string region, int shard, string node, Action<ShardClaim> answered)
    {
        long epoch;
        lock (_gate)
            _epochs[(region, shard)] = epoch = _epochs.GetValueOrDefault((region, shard)) + 1;
        answered(new ShardClaim(epoch));
    }
}
