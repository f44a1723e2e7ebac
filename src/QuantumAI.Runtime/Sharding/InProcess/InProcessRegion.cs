using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Sharding.InProcess;

/// <summary>What a cluster tells each of its regions.</summary>
internal interface IClusterMember
{
    ActorRef<CoordinatorWord> Coordinator { get; }
}

/// <summary>A region whose nodes share one world: the region and its coordinator on one lane, each shard of each node on its own.</summary>
internal sealed class InProcessRegion<T> : IShardRegion<T>, IClusterMember
{
    private readonly Dictionary<(string Node, int Shard), Lane> _lanes = [];
    private readonly World _world;
    private readonly int _shards;
    private IReadOnlyList<ShardStatus> _state;

    public InProcessRegion(World world, ShardRegionProps<T> props, IShardOwnership ownership)
    {
        (_world, _shards, Name, Lane) = (world, props.Shards, props.Name, world.CreateLane(props.Name));
        _state = new ShardAllocation(props.Name, props.Shards, props.MostHandOvers).Snapshot();
        var routes = new ShardRoutes<T>(props.Shards, props.BufferCapacity);
        Ref = Lane.Spawn("region", new RegionActor<T>(routes), props.MailboxCapacity);
        Coordinator = Lane.Spawn(
            "coordinator", new CoordinatorActor<T>(props, ownership, routes, Ref, LaneOf, state => Volatile.Write(ref _state, state)));
    }

    public string Name { get; }

    public Lane Lane { get; }

    public ActorRef<ShardingEnvelope<T>> Ref { get; }

    public ActorRef<CoordinatorWord> Coordinator { get; }

    public IReadOnlyList<ShardStatus> State => Volatile.Read(ref _state);

    public ValueTask<IReadOnlyList<string>> EntitiesAsync(int shard, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, _shards);
        return Coordinator.AskAsync<IReadOnlyList<string>>(reply => new CoordinatorWord.ListEntities(shard, reply), timeout);
    }

    /// <summary>Lanes live as long as their world; a node that comes back finds its own. Called on the region's lane.</summary>
    private Lane LaneOf(string node, int shard)
    {
        if (!_lanes.TryGetValue((node, shard), out var lane))
            _lanes.Add((node, shard), lane = _world.CreateLane($"{Name}/{node}/{shard}"));
        return lane;
    }
}

/// <summary>A region of one shard with one entity, behind an actor that speaks the entity's protocol.</summary>
internal sealed class InProcessSingleton<T>(InProcessRegion<T> region, int mailboxCapacity) : ISingleton<T>
{
    /// <summary>The entity's id.</summary>
    public const string EntityId = "singleton";

    public string Name => region.Name;

    public ActorRef<T> Ref { get; } = region.Lane.Spawn("proxy", new SingletonProxyActor<T>(region.Ref), mailboxCapacity);

    public ShardStatus State => region.State[0];
}

internal sealed class SingletonProxyActor<T>(ActorRef<ShardingEnvelope<T>> region) : Actor<T>
{
    protected override void Receive(in T message) => region.Tell(new ShardingEnvelope<T>(InProcessSingleton<T>.EntityId, message));
}

/// <summary>A singleton always runs: whatever happened, it is remembered.</summary>
internal sealed class AlwaysRemembered(string entityId) : IRememberedEntities
{
    public void Add(ShardTerm term, string entityId)
    {
    }

    public void Remove(ShardTerm term, string entityId)
    {
    }

    public void Read(ShardTerm term, Action<IReadOnlyList<string>> answered) => answered([entityId]);
}
