using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Sharding;
using QuantumAI.Runtime.Sharding.InProcess;

namespace QuantumAI.Runtime.Tests.Sharding;

public sealed class ShardRegionTests : RegionFixture
{
    [Fact]
    public void first_message_must_make_the_entity_with_its_shard_and_epoch()
    {
        var made = new List<EntityContext>();
        var region = Region(OneShard with
        {
            Entity = life =>
            {
                made.Add(life);
                return OneShard.Entity(life);
            },
        });
        Cluster.Join("a");
        Tell(region, "x");
        World.RunUntilIdle();
        Assert.Equal(("x", new ShardTerm("notes", 0, 1)), (made.Single().EntityId, made.Single().Term));
        Assert.Equal(["start x 1", "x 1 handles 1/1"], Oracle.Trace);
        Assert.Equal([new ShardStatus(0, ShardPhase.Owned, "a", 1)], region.State);
    }

    [Fact]
    public void message_must_wait_while_there_is_no_node_and_be_refused_beyond_the_buffer()
    {
        var region = Region(OneShard);
        for (var i = 0; i < 5; i++)
            Tell(region, "x");
        World.RunUntilIdle();
        Assert.Equal(2, Oracle.Refused);
        Assert.Equal(2, World.DeadLetters["notes/region/buffer-full"]);
        Cluster.Join("a");
        World.RunUntilIdle();
        Assert.Equal(3, Oracle.Handled);
    }

    [Fact]
    public void messages_must_come_to_the_next_owner_in_order_after_the_last_owner_has_handled_its_own()
    {
        var region = Region(OneShard);
        Cluster.Join("a");
        Tell(region, "x");
        var left = Cluster.LeaveAsync("a");
        Tell(region, "x");
        World.RunUntilIdle();
        Assert.True(left.IsCompletedSuccessfully);
        Ownership.IsHolding = true;
        Cluster.Join("b");
        Tell(region, "x");
        World.RunUntilIdle();
        Assert.Equal(ShardPhase.Claiming, region.State[0].Phase);
        Ownership.AnswerAll();
        World.RunUntilIdle();
        Assert.Equal(["start x 1", "x 1 handles 1/1", "end x 1", "start x 2", "x 2 handles 1/2", "x 2 handles 1/3"], Oracle.Trace);
        Assert.Empty(World.DeadLetters);
    }

    [Fact]
    public void owner_that_does_not_drain_in_time_must_be_stopped_before_what_waits()
    {
        var region = Region(OneShard);
        Cluster.Join("a");
        Tell(region, "x");
        World.RunUntilIdle();
        Tell(region, "x");
        Tell(region, "y");
        var left = Cluster.LeaveAsync("a");
        ((InProcessRegion<Note>)region).Coordinator.Tell(new CoordinatorWord.DrainDeadlinePassed(new ShardTerm("notes", 0, 1)));
        Cluster.Join("b");
        Tell(region, "x");
        World.RunUntilIdle(); // the region's lane comes first, then the shard's: the stop overtakes what waits there
        Assert.True(left.IsCompletedSuccessfully);
        Assert.Equal(["start x 1", "x 1 handles 1/1", "end x 1", "start x 2", "x 2 handles 1/4"], Oracle.Trace);
        Assert.Equal(3, World.DeadLetters["notes/a/0/shard"]); // two messages and the word to drain
    }

    [Fact]
    public void messages_of_a_paused_entity_must_move_with_it_before_what_was_buffered_meanwhile()
    {
        var region = Region(OneShard);
        Cluster.Join("a");
        Tell(region, "x", Deed.Fail);
        for (var i = 0; i < 3; i++)
            Tell(region, "x");
        World.RunUntilIdle();
        Ownership.IsHolding = true;
        _ = Cluster.LeaveAsync("a");
        Cluster.Join("b");
        World.RunUntilIdle();
        for (var i = 0; i < 4; i++)
            Tell(region, "x");
        World.RunUntilIdle();
        Assert.Equal((1, 1), (Oracle.Handled, Oracle.Refused)); // what came back has room of its own
        Ownership.AnswerAll();
        World.RunUntilIdle();
        Assert.Equal(Enumerable.Range(2, 6).Select(number => $"x 2 handles 1/{number}"), Oracle.Trace[^6..]);
    }

    [Fact]
    public void late_report_of_an_earlier_owner_must_change_nothing_and_its_messages_be_refused()
    {
        var region = Region(OneShard);
        Cluster.Join("a");
        World.RunUntilIdle();
        Cluster.Crash("a");
        Cluster.Join("a");
        World.RunUntilIdle();
        var late = new ShardingEnvelope<Note>("x", new Note(Oracle, "x", 2, 1));
        ((InProcessRegion<Note>)region).Coordinator.Tell(new CoordinatorWord.ShardDrained<Note>(new ShardTerm("notes", 0, 1), [late]));
        Tell(region, "x");
        World.RunUntilIdle();
        Assert.Equal((1, 1, 2), (Oracle.Handled, Oracle.Refused, region.State[0].Epoch));
        Assert.Equal(1, World.DeadLetters["notes/region/late"]);
    }

    [Fact]
    public void deadline_of_an_earlier_hand_over_must_be_no_news()
    {
        var region = Region(OneShard);
        Cluster.Join("a");
        World.RunUntilIdle();
        ((InProcessRegion<Note>)region).Coordinator.Tell(new CoordinatorWord.DrainDeadlinePassed(new ShardTerm("notes", 0, 1)));
        Tell(region, "x");
        World.RunUntilIdle();
        Assert.Equal((1, ShardPhase.Owned), (Oracle.Handled, region.State[0].Phase));
    }

    [Fact]
    public void crash_must_give_the_next_owner_a_higher_epoch_and_keep_what_its_node_had_not_taken_in()
    {
        var region = Region(OneShard);
        Cluster.Join("a");
        Tell(region, "x");
        World.RunUntilIdle();
        Oracle.Lose([new ShardTerm("notes", 0, 1)]);
        Cluster.Crash("a");
        Cluster.Join("b");
        Tell(region, "x");
        World.RunUntilIdle();
        Assert.Equal((2, 2), (Oracle.Handled, region.State[0].Epoch));
        Assert.Empty(Oracle.Broken);
    }

    [Fact]
    public void broken_shard_must_refuse_its_messages_until_its_node_has_gone()
    {
        var region = Region(OneShard with { Failed = (_, cause) => throw cause });
        Cluster.Join("a");
        Tell(region, "x", Deed.Fail);
        World.RunUntilIdle();
        Assert.Equal(ShardPhase.Faulted, region.State[0].Phase);
        Assert.NotNull(World.Fault);
        Tell(region, "x");
        World.RunUntilIdle();
        Assert.Equal((1, 1), (Oracle.Handled, Oracle.Refused));
        var left = Cluster.LeaveAsync("a");
        Cluster.Join("b");
        Tell(region, "y");
        World.RunUntilIdle();
        Assert.True(left.IsCompletedSuccessfully);
        Assert.Equal((2, new ShardStatus(0, ShardPhase.Owned, "b", 2)), (Oracle.Handled, region.State[0]));
    }

    [Fact]
    public void refused_claim_must_be_repeated_after_a_pause()
    {
        var region = Region(OneShard);
        Ownership.IsHolding = true;
        Cluster.Join("a");
        World.RunUntilIdle();
        Ownership.Answer(0, isRefused: true);
        World.AdvanceTo(Second - 1);
        Assert.Equal(0, Ownership.Held);
        World.AdvanceTo(Second);
        Ownership.Answer(0);
        World.RunUntilIdle();
        Assert.Equal(new ShardStatus(0, ShardPhase.Owned, "a", 1), region.State[0]);
    }

    [Fact]
    public async Task ask_must_be_answered_by_the_entity_from_outside_and_from_an_actor()
    {
        var region = Cluster.StartRegion(new ShardRegionProps<ReplyTo<string>>(
            "echo", life => new Props<ReplyTo<string>>(() => new Script<ReplyTo<string>>((_, reply) => reply.Tell(life.EntityId)))));
        Cluster.Join("a");
        var answer = region.AskAsync<string>("x", reply => reply, TimeSpan.FromSeconds(60)).AsTask();
        var heard = new List<string>();
        World.CreateLane("asker").Spawn("asker", new Script<string>(
            (_, text) => heard.Add(text),
            context => context.Ask<ShardingEnvelope<ReplyTo<string>>, string>(region.Ref, reply => new("y", reply), Second, text => text, "none")));
        World.RunUntilIdle();
        Assert.Equal("x", await answer);
        Assert.Equal(["y"], heard);
    }

    [Fact]
    public void epochs_must_go_on_when_a_later_cluster_is_given_the_same_ownership()
    {
        Region(OneShard);
        Cluster.Join("a");
        World.RunUntilIdle();
        var later = new InProcessCluster(World, Ownership);
        var region = later.StartRegion(OneShard);
        later.Join("a");
        World.RunUntilIdle();
        Assert.Equal(2, region.State[0].Epoch);
    }
}
