using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Sharding;
using QuantumAI.Runtime.Supervision;

namespace QuantumAI.Runtime.Tests.Sharding;

public sealed class EntityLifeTests : RegionFixture
{
    [Fact]
    public void entity_must_be_passivated_after_idle_time_and_made_again_by_a_message()
    {
        var region = Region(OneShard with { PassivateAfterNanos = 10 * Second });
        Cluster.Join("a");
        Tell(region, "x");
        World.AdvanceTo(9 * Second);
        Tell(region, "x");
        World.AdvanceTo(19 * Second - 1);
        Assert.Equal(["x"], Oracle.Live);
        World.AdvanceTo(19 * Second);
        Assert.Empty(Oracle.Live);
        Tell(region, "x");
        World.RunUntilIdle();
        Assert.Equal((3, 2), (Oracle.Handled, Oracle.Starts));
    }

    [Fact]
    public void message_during_passivation_must_restart_the_entity()
    {
        var region = Region(OneShard);
        Cluster.Join("a");
        Tell(region, "x", Deed.Passivate);
        Tell(region, "x");
        World.RunUntilIdle();
        Assert.Equal(["start x 1", "x 1 handles 1/1", "end x 1", "start x 1", "x 1 handles 1/2"], Oracle.Trace);
    }

    [Theory]
    [InlineData(EntityOverflow.PassivateLeastRecentlyUsed, 3, 0)]
    [InlineData(EntityOverflow.Refuse, 2, 1)]
    public void entity_beyond_the_limit_must_be_answered_by_the_policy(EntityOverflow overflow, int handled, int refused)
    {
        var region = Region(OneShard with { MostEntities = 2, EntityOverflow = overflow });
        Cluster.Join("a");
        foreach (var id in new[] { "x", "y", "z" })
            Tell(region, id);
        World.RunUntilIdle();
        Assert.Equal((handled, refused), (Oracle.Handled, Oracle.Refused));
        Assert.Equal(2, Oracle.Live.Length);
    }

    [Fact]
    public async Task remembered_entities_must_start_without_a_message_after_hand_over_and_crash()
    {
        var region = Region(OneShard with { Remembered = new MemoryRememberedEntities() });
        Cluster.Join("a");
        region.Start("x");
        Tell(region, "y");
        Tell(region, "z", Deed.Passivate);
        _ = Cluster.LeaveAsync("a");
        Cluster.Join("b");
        World.RunUntilIdle();
        Assert.Equal(["x", "y"], Oracle.Live);
        Cluster.Crash("b");
        World.RunUntilIdle();
        Assert.Empty(Oracle.Live);
        Cluster.Join("b");
        World.RunUntilIdle();
        Assert.Equal(["x", "y"], Oracle.Live);
        var known = region.EntitiesAsync(0, TimeSpan.FromSeconds(60)).AsTask();
        World.RunUntilIdle();
        Assert.Equal(["x", "y"], await known);
    }

    [Fact]
    public void remembered_entities_must_ignore_a_stale_owner()
    {
        var remembered = new MemoryRememberedEntities();
        var ids = new List<string>();
        remembered.Add(new("notes", 0, 1), "x");
        remembered.Read(new("notes", 0, 2), ids.AddRange);
        remembered.Remove(new("notes", 0, 1), "x");
        remembered.Add(new("notes", 0, 1), "y");
        remembered.Read(new("notes", 0, 1), Assert.Empty);
        remembered.Read(new("notes", 0, 3), ids.AddRange);
        Assert.Equal(["x", "x"], ids);
    }

    [Fact]
    public void entity_that_fails_must_be_made_again_with_longer_pauses_and_take_nobody_along()
    {
        var causes = new List<string>();
        var region = Region(OneShard with { Failed = (life, cause) => causes.Add($"{life.EntityId} {cause.Message}") });
        Cluster.Join("a");
        Tell(region, "healthy");
        foreach (var pauseSeconds in new[] { 1, 2, 4, 4 })
        {
            var until = World.NowNanos + (pauseSeconds * Second);
            Tell(region, "x", Deed.Fail);
            World.RunUntilIdle();
            var handled = Oracle.Handled;
            Tell(region, "x");
            Tell(region, "healthy");
            World.AdvanceTo(until - 1);
            Assert.Equal(handled + 1, Oracle.Handled);
            World.AdvanceTo(until);
            Assert.Equal(handled + 2, Oracle.Handled);
        }

        Assert.Equal(6, Oracle.Starts);
        Assert.Equal(Enumerable.Repeat("x test", 4), causes);
        Assert.Null(World.Fault);
    }

    [Fact]
    public void message_must_wait_when_the_entity_cannot_be_made_or_does_not_start()
    {
        var attempts = 0;
        var region = Region(OneShard with
        {
            Entity = life => ++attempts == 1
                ? throw new InvalidDataException("factory")
                : new Props<Note>(() => attempts == 2 ? new Hooked<Note>((_, _) => { }) { Started = _ => throw new InvalidDataException("start") } : new Probe(Oracle, life)),
        });
        Cluster.Join("a");
        Tell(region, "x");
        World.AdvanceTo(3 * Second);
        Assert.Equal((3, 1), (attempts, Oracle.Handled));
        Assert.Null(World.Fault);
    }

    [Theory]
    [InlineData(Directive.Resume, 1)]
    [InlineData(Directive.Restart, 2)]
    [InlineData(Directive.Escalate, 1)]
    public void entity_that_fails_must_be_answered_by_its_own_supervision_first(Directive directive, int starts)
    {
        var region = Region(OneShard with
        {
            Entity = life => new Props<Note>(() => new Probe(Oracle, life)) { Supervision = new SupervisorStrategy(_ => directive) },
        });
        Cluster.Join("a");
        Tell(region, "x", Deed.Fail);
        World.RunUntilIdle();
        Assert.Equal((starts, directive == Directive.Escalate ? 0 : 1), (Oracle.Starts, Oracle.Live.Length));
        Tell(region, "x");
        World.AdvanceTo(Second);
        Assert.Equal(2, Oracle.Handled);
    }
}
