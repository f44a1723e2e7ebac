using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Supervision;

namespace QuantumAI.Runtime.Sharding;

/// <summary>What a shard does when one more entity would be too many.</summary>
public enum EntityOverflow : byte
{
    Unspecified = 0,

    /// <summary>Passivates the one whose last message is longest ago; the new one waits for it.</summary>
    PassivateLeastRecentlyUsed = 1,

    /// <summary>Refuses the message.</summary>
    Refuse = 2,
}

/// <summary>How the entities of a region are made and bounded. Immutable.</summary>
/// <param name="Name">Names the region's lanes, epochs and remembered entities; kebab-case.</param>
/// <param name="Entity">Makes the props of an entity, on its shard's lane. One that throws counts as a failure of the entity.</param>
/// <remarks>
/// An entity that fails is answered by its own supervision first; what escalates stops it alone. It is made again by its next
/// message, after the pause of <see cref="Backoff"/>; the message that it failed on is lost, those that wait are not. Leave the
/// pause to the region: an entity that pauses its own restart loses the messages parked there when it is moved.
/// </remarks>
public sealed record ShardRegionProps<TMessage>(string Name, Func<EntityContext, Props<TMessage>> Entity)
{
    /// <summary>1 to 4,096; the same for ever, because another number moves almost every entity.</summary>
    public int Shards { get; init; } = 64;

    /// <summary>Most messages that wait for the owner of one shard, and again as many in a shard for entities that are not ready.</summary>
    public int BufferCapacity { get; init; } = 1024;

    /// <summary>Most messages that wait in the mailbox of the region, and in that of each shard.</summary>
    public int MailboxCapacity { get; init; } = 4096;

    /// <summary>Most entities of one shard that run at once.</summary>
    public int MostEntities { get; init; } = 4096;

    public EntityOverflow EntityOverflow { get; init; } = EntityOverflow.PassivateLeastRecentlyUsed;

    /// <summary>World time without a message after which an entity is stopped, drained; 0 = never.</summary>
    public long PassivateAfterNanos { get; init; }

    /// <summary>
    /// Starts running entities again after a hand-over, a crash or a failure without a message; null = only by their next message.
    /// Beyond <see cref="MostEntities"/> they wait for one. Passivated and self-stopped entities are forgotten.
    /// </summary>
    public IRememberedEntities? Remembered { get; init; }

    /// <summary>
    /// What an entity is told when it is to end: it finishes its work and calls <c>Context.Stop()</c>. Null = it is stopped after the
    /// messages that wait. For work in flight: a persistent actor decides nothing for it and stops in its reply, which comes last.
    /// </summary>
    public Func<TMessage>? StopMessage { get; init; }

    /// <summary>World time for a passivated entity, or all of a shard that moves, to end; then it is stopped and what still waits there is dead letters.</summary>
    public long StopDeadlineNanos { get; init; } = 10_000_000_000;

    /// <summary>Most shards handed over at once.</summary>
    public int MostHandOvers { get; init; } = 8;

    /// <summary>Pause before an entity that failed is made again, and before a refused claim is repeated. A life longer than its longest pause starts it anew.</summary>
    public Backoff Backoff { get; init; } = new(100_000_000, 30_000_000_000);

    /// <summary>Told of each failure that ended an entity, on its shard's lane; must not throw.</summary>
    public Action<EntityContext, Exception>? Failed { get; init; }

    /// <summary>Throws when a bound is not one.</summary>
    /// <exception cref="ArgumentException">Names the property, the rule and the value.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        InRange(nameof(Shards), Shards, 4096);
        InRange(nameof(BufferCapacity), BufferCapacity, int.MaxValue / 4);
        InRange(nameof(MailboxCapacity), MailboxCapacity, int.MaxValue / 4);
        InRange(nameof(MostEntities), MostEntities, int.MaxValue / 4);
        InRange(nameof(StopDeadlineNanos), StopDeadlineNanos, long.MaxValue / 4);
        InRange(nameof(MostHandOvers), MostHandOvers, int.MaxValue);
        InRange($"{nameof(Backoff)}.{nameof(Backoff.FirstNanos)}", Backoff.FirstNanos, long.MaxValue / 4);
        InRange($"{nameof(Backoff)}.{nameof(Backoff.MostNanos)}", Backoff.MostNanos, long.MaxValue / 4);
        if (PassivateAfterNanos is < 0 or > long.MaxValue / 4)
            throw new ArgumentException($"{nameof(PassivateAfterNanos)} must be 0 to {long.MaxValue / 4}, was {PassivateAfterNanos}");
        if (EntityOverflow is not (EntityOverflow.PassivateLeastRecentlyUsed or EntityOverflow.Refuse))
            throw new ArgumentException($"{nameof(EntityOverflow)} must be named, was {EntityOverflow}");
    }

    private static void InRange(string name, long value, long most)
    {
        if (value < 1 || value > most)
            throw new ArgumentException($"{name} must be 1 to {most}, was {value}");
    }
}

/// <summary>How a singleton is made and bounded; each as in <see cref="ShardRegionProps{TMessage}"/>.</summary>
/// <param name="Name">Kebab-case; regions and singletons of a cluster share one set of names.</param>
/// <param name="Actor">Makes its props wherever it moves.</param>
public sealed record SingletonProps<TMessage>(string Name, Func<EntityContext, Props<TMessage>> Actor)
{
    /// <inheritdoc cref="ShardRegionProps{TMessage}.BufferCapacity"/>
    public int BufferCapacity { get; init; } = 1024;

    /// <inheritdoc cref="ShardRegionProps{TMessage}.MailboxCapacity"/>
    public int MailboxCapacity { get; init; } = 4096;

    /// <inheritdoc cref="ShardRegionProps{TMessage}.StopMessage"/>
    public Func<TMessage>? StopMessage { get; init; }

    /// <inheritdoc cref="ShardRegionProps{TMessage}.StopDeadlineNanos"/>
    public long StopDeadlineNanos { get; init; } = 10_000_000_000;

    /// <inheritdoc cref="ShardRegionProps{TMessage}.Backoff"/>
    public Backoff Backoff { get; init; } = new(100_000_000, 30_000_000_000);

    /// <inheritdoc cref="ShardRegionProps{TMessage}.Failed"/>
    public Action<EntityContext, Exception>? Failed { get; init; }
}
