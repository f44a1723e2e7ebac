namespace QuantumAI.Runtime.Sharding;

/// <summary>Which entities of a shard run, so that its next owner starts them without a message.</summary>
/// <remarks>
/// Calls of one term come in order and complete at once; a store with a disk writes behind. What a crash loses is only that an
/// entity waits for its next message. A term with a lower epoch than the store has seen is stale: what it says is ignored.
/// Implementations are thread safe and do not throw.
/// </remarks>
public interface IRememberedEntities
{
    /// <summary>An entity runs; said again at each start.</summary>
    void Add(ShardTerm term, string entityId);

    /// <summary>An entity was passivated or has ended by itself.</summary>
    void Remove(ShardTerm term, string entityId);

    /// <summary>Reads what the shard's earlier owners left and fences them. Answered exactly once, on any thread, perhaps before the call returns.</summary>
    /// <param name="term">The new ownership.</param>
    /// <param name="answered">The ids, sorted (ordinal).</param>
    void Read(ShardTerm term, Action<IReadOnlyList<string>> answered);
}

/// <summary>Remembers in memory. Bounded by the entities that run.</summary>
public sealed class MemoryRememberedEntities : IRememberedEntities
{
    private readonly Dictionary<(string Region, int Shard), Remembered> _shards = [];
    private readonly Lock _gate = new();

    public void Add(ShardTerm term, string entityId)
    {
        lock (_gate)
            Of(term)?.Ids.Add(entityId);
    }

    public void Remove(ShardTerm term, string entityId)
    {
        lock (_gate)
            Of(term)?.Ids.Remove(entityId);
    }

    public void Read(ShardTerm term, Action<IReadOnlyList<string>> answered)
    {
        string[] ids;
        lock (_gate)
            ids = [.. Of(term)?.Ids ?? []];
        answered(ids);
    }

    private Remembered? Of(ShardTerm term)
    {
        if (!_shards.TryGetValue((term.Region, term.Shard), out var shard))
            _shards.Add((term.Region, term.Shard), shard = new Remembered());
        if (term.Epoch < shard.Epoch)
            return null;
        shard.Epoch = term.Epoch;
        return shard;
    }

    private sealed class Remembered
    {
        public long Epoch { get; set; }

        public SortedSet<string> Ids { get; } = new(StringComparer.Ordinal);
    }
}
