using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Sharding;
using QuantumAI.Runtime.Sharding.InProcess;
using QuantumAI.Runtime.Supervision;

namespace QuantumAI.Runtime.Tests.Sharding;

public sealed class RefusalTests : RegionFixture
{
    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void entity_id_must_be_refused_when_it_is_empty(string? id) =>
        Assert.ThrowsAny<ArgumentException>(() => new ShardingEnvelope<int>(id!, 1));

    [Fact]
    public void entity_id_must_be_refused_when_it_is_too_long() =>
        Assert.Throws<ArgumentException>(() => new ShardingEnvelope<int>(new string('x', 256), 1));

    [Fact]
    public void envelope_without_entity_must_be_a_dead_letter()
    {
        Region(OneShard).Ref.Tell(default);
        World.RunUntilIdle();
        Assert.Equal(1, World.DeadLetters["notes/region/no-entity"]);
    }

    [Fact]
    public void sender_that_throws_when_it_is_told_must_not_stop_the_region()
    {
        var region = Cluster.StartRegion(new ShardRegionProps<Touchy>("touchy", _ => throw new InvalidDataException("test")) { Shards = 1, BufferCapacity = 1 });
        region.Tell("x", new Touchy());
        region.Tell("x", new Touchy());
        World.RunUntilIdle();
        Assert.Equal(1, World.DeadLetters["touchy/region/rejected-threw"]);
        Assert.Null(World.Fault);
    }

    [Fact]
    public void region_must_be_refused_when_a_bound_is_not_one() => Assert.All(
        new[]
        {
            OneShard with { Name = " " },
            OneShard with { Shards = 0 },
            OneShard with { Shards = 4097 },
            OneShard with { BufferCapacity = 0 },
            OneShard with { MailboxCapacity = 0 },
            OneShard with { MostEntities = 0 },
            OneShard with { MostHandOvers = 0 },
            OneShard with { StopDeadlineNanos = 0 },
            OneShard with { PassivateAfterNanos = -1 },
            OneShard with { EntityOverflow = EntityOverflow.Unspecified },
            OneShard with { Backoff = new Backoff(0, 1) },
        },
        bad => Assert.ThrowsAny<ArgumentException>(() => Cluster.StartRegion(bad)));

    [Fact]
    public void region_must_be_refused_when_its_name_is_taken()
    {
        Region(OneShard);
        Assert.Throws<ArgumentException>(() => Region(OneShard));
    }

    [Fact]
    public void node_must_be_refused_when_it_is_there_leaving_unknown_or_one_name_too_many()
    {
        Region(OneShard);
        Cluster.Join("a");
        Assert.Throws<InvalidOperationException>(() => Cluster.Join("a"));
        _ = Cluster.LeaveAsync("a");
        Assert.Throws<InvalidOperationException>(() => Cluster.Join("a"));
        Assert.Throws<InvalidOperationException>(() => { _ = Cluster.LeaveAsync("a"); });
        Assert.Throws<InvalidOperationException>(() => Cluster.Crash("b"));
        Assert.Throws<InvalidOperationException>(() => { _ = Cluster.LeaveAsync("b"); });
        for (var name = 1; name < InProcessCluster.MostNodes; name++)
            Cluster.Join($"node-{name}");
        Assert.Throws<InvalidOperationException>(() => Cluster.Join("one-more"));
    }

    private sealed record Touchy : IRejectable
    {
        public void Rejected(ActorRef receiver) => throw new InvalidDataException("test");
    }
}
