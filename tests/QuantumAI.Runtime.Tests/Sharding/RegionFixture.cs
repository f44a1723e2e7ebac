using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Sharding;
using QuantumAI.Runtime.Sharding.InProcess;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Sharding;

/// <summary>A cluster in the virtual world, an oracle, and a region of one shard.</summary>
public abstract class RegionFixture : IDisposable
{
    private protected const long Second = 1_000_000_000;
    private int _sent;

    protected RegionFixture() => Cluster = new InProcessCluster(World, Ownership);

    private protected VirtualWorld World { get; } = new(7, 0);

    private protected Oracle Oracle { get; } = new();

    private protected HeldOwnership Ownership { get; } = new() { IsHolding = false };

    private protected InProcessCluster Cluster { get; }

    private protected ShardRegionProps<Note> OneShard => new("notes", life => new Props<Note>(() => new Probe(Oracle, life)))
    {
        Shards = 1,
        BufferCapacity = 3,
        Backoff = new Backoff(Second, 4 * Second, Jitter: 0),
    };

    public void Dispose()
    {
        World.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected IShardRegion<Note> Region(ShardRegionProps<Note> props) => Cluster.StartRegion(props);

    private protected void Tell(IShardRegion<Note> region, string entityId, Deed deed = Deed.Work) =>
        region.Tell(entityId, new Note(Oracle, entityId, 1, ++_sent, deed));
}
