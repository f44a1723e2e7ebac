using QuantumAI.Runtime.Sharding;

namespace QuantumAI.Runtime.Tests.Sharding;

public sealed class ShardAllocationTests
{
    private readonly ShardAllocation _allocation = new("market", 2, mostHandOvers: 1);

    [Fact]
    public void shard_must_be_claimed_before_it_is_started()
    {
        _allocation.Join("a");
        Assert.Equal([new ShardStep(ShardStepKind.Claim, 0, "a"), new ShardStep(ShardStepKind.Claim, 1, "a")], Steps());
        _allocation.Claimed(1, 7);
        Assert.Equal([new ShardStep(ShardStepKind.Start, 1, "a", 7)], Steps());
        Assert.Equal(new ShardStatus(1, ShardPhase.Owned, "a", 7), _allocation[1]);
    }

    [Fact]
    public void epoch_must_be_refused_when_it_is_not_higher()
    {
        Own("a", 5);
        _allocation.Crash("a");
        _allocation.Join("b");
        Assert.Throws<InvalidOperationException>(() => _allocation.Claimed(0, 5));
    }

    [Fact]
    public void claim_must_be_refused_when_nobody_asked() => Assert.Throws<InvalidOperationException>(() => _allocation.Claimed(0, 1));

    [Fact]
    public void node_must_be_refused_when_it_is_a_member_already()
    {
        _allocation.Join("a");
        Assert.Throws<InvalidOperationException>(() => _allocation.Join("a"));
    }

    [Fact]
    public void hand_overs_must_come_one_after_the_other_when_only_one_is_allowed()
    {
        Own("a", 1);
        _allocation.Leave("a");
        Assert.Equal([new ShardStep(ShardStepKind.Drain, 0, "a", 1)], Steps());
        Assert.True(_allocation.Drained(0, 1));
        Assert.Equal([new ShardStep(ShardStepKind.Drain, 1, "a", 1)], Steps());
        Assert.True(_allocation.Drained(1, 1));
        Assert.Equal([new ShardStep(ShardStepKind.Left, -1, "a")], Steps());
    }

    [Fact]
    public void drain_must_be_no_news_when_it_is_of_another_epoch_or_nobody_waits_for_it()
    {
        Own("a", 3);
        Assert.False(_allocation.Drained(0, 3));
        _allocation.Leave("a");
        Assert.False(_allocation.Drained(0, 2));
        Assert.Equal(ShardPhase.HandingOver, _allocation[0].Phase);
    }

    [Fact]
    public void broken_shard_must_stay_until_its_node_goes()
    {
        Own("a", 1);
        _allocation.Broken(0);
        _allocation.Join("b");
        Assert.DoesNotContain(Steps(), step => step.Shard == 0);
        _allocation.Leave("a");
        Assert.Contains(new ShardStep(ShardStepKind.Claim, 0, "b"), Steps());
    }

    [Fact]
    public void epoch_must_be_spent_when_its_node_has_gone_meanwhile()
    {
        _allocation.Join("a");
        _allocation.Crash("a");
        _allocation.Join("b");
        Steps();
        _allocation.Claimed(0, 1);
        Assert.Equal([new ShardStep(ShardStepKind.Claim, 0, "b")], Steps());
        _allocation.Claimed(0, 2);
        Assert.Equal([new ShardStep(ShardStepKind.Start, 0, "b", 2)], Steps());
    }

    /// <summary>Random nodes and answers in random order: one owner at most, epochs grow, and at rest everything is where it belongs.</summary>
    [Fact]
    public void Prop_every_shard_must_have_one_owner_at_most_and_end_at_its_candidate() => Seeds.Hold(300, leastSize: 1, run: (random, steps) =>
    {
        const int Shards = 12;
        var allocation = new ShardAllocation("market", Shards, 1 + random.Next(4));
        var (owners, epochs, work) = (new string?[Shards], new long[Shards], new List<ShardStep>());
        var (members, leaving) = (new List<string>(), new List<string>());

        void Collect()
        {
            while (allocation.TryTakeStep(out var step))
            {
                if (step.Kind == ShardStepKind.Start)
                {
                    Assert.Null(owners[step.Shard]);
                    owners[step.Shard] = step.Node;
                }
                else if (step.Kind == ShardStepKind.Abandon)
                {
                    Assert.Equal(step.Node, owners[step.Shard]);
                    owners[step.Shard] = null;
                    work.RemoveAll(waiting => waiting.Kind == ShardStepKind.Drain && waiting.Shard == step.Shard);
                }
                else if (step.Kind == ShardStepKind.Left)
                {
                    Assert.True(leaving.Remove(step.Node));
                    Assert.DoesNotContain(step.Node, owners);
                }
                else
                {
                    work.Add(step);
                }
            }
        }

        void Answer(ShardStep step)
        {
            work.Remove(step);
            if (step.Kind == ShardStepKind.Claim && random.Next(5) == 0)
            {
                allocation.ClaimAgain(step.Shard);
            }
            else if (step.Kind == ShardStepKind.Claim)
            {
                allocation.Claimed(step.Shard, epochs[step.Shard] += 1 + random.Next(3));
            }
            else
            {
                owners[step.Shard] = null;
                Assert.True(allocation.Drained(step.Shard, step.Epoch));
            }
        }

        for (var i = 0; i < steps; i++)
        {
            var node = $"node-{random.Next(5)}";
            switch (random.Next(10))
            {
                case 0 when !members.Contains(node) && !leaving.Contains(node):
                    members.Add(node);
                    allocation.Join(node);
                    break;
                case 1 when members.Remove(node):
                    leaving.Add(node);
                    allocation.Leave(node);
                    break;
                case 2 when members.Remove(node) || leaving.Contains(node):
                    allocation.Crash(node);
                    break;
                case > 2 when work.Count > 0:
                    Answer(work[random.Next(work.Count)]);
                    break;
            }

            Collect();
        }

        for (Collect(); work.Count > 0; Collect())
            Answer(work[0]);
        Assert.Empty(leaving);
        Assert.All(allocation.Snapshot(), status => Assert.Equal(
            members.Count == 0
                ? new ShardStatus(status.Shard, ShardPhase.Unowned, null, epochs[status.Shard])
                : new ShardStatus(status.Shard, ShardPhase.Owned, ShardHash.Candidate("market", status.Shard, members), epochs[status.Shard]),
            status));
    });

    private void Own(string node, long epoch)
    {
        _allocation.Join(node);
        _allocation.Claimed(0, epoch);
        _allocation.Claimed(1, epoch);
        Steps();
    }

    private List<ShardStep> Steps()
    {
        var steps = new List<ShardStep>();
        while (_allocation.TryTakeStep(out var step))
            steps.Add(step);
        return steps;
    }
}
