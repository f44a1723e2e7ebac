namespace QuantumAI.Runtime.Sharding;

/// <summary>What an entity is told when it is made.</summary>
public sealed class EntityContext
{
    private readonly Action<EntityContext> _passivate;
    private int _asked;

    internal EntityContext(string entityId, ShardTerm term, Action<EntityContext> passivate) =>
        (EntityId, Term, _passivate) = (entityId, term, passivate);

    public string EntityId { get; }

    /// <summary>The ownership under which it lives.</summary>
    public ShardTerm Term { get; }

    /// <summary>What fences its writes: hand it to a persistent actor as its epoch.</summary>
    public long Epoch => Term.Epoch;

    /// <summary>
    /// Asks the shard to stop this entity once it has handled what waits; a later message makes a new one. <c>Context.Stop()</c> does
    /// the same, but what others than the region have sent to it and still waits is lost. Thread safe; repeats do nothing.
    /// </summary>
    public void Passivate()
    {
        if (Interlocked.Exchange(ref _asked, 1) == 0)
            _passivate(this);
    }
}
