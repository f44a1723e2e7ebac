
namespace QuantumAI.Runtime.Tests.Sharding;

/// <summary>Random lives of a cluster; a failure names seed and steps.</summary>
public sealed class ShardingProperties
{
    [Fact]
    public void Prop_nothing_must_be_lost_doubled_or_reordered_when_nodes_come_and_go()
    {
        var (moves, refused, handled) = (0, 0, 0);
        for (var repeat = 0; repeat < 5; repeat++)
        {
            Seeds.Hold(600, leastSize: 1, run: (random, steps) =>
            {
                using var run = new ShardingRun(random, mayCrash: false);
                run.Play(steps);
                run.CheckRest();
                (moves, refused, handled) = (moves + run.Moves, refused + run.Oracle.Refused, handled + run.Oracle.Handled);
            });
        }

        Assert.True(moves > 1_000 && refused > 1_000 && handled > 20_000, $"{moves} moves, {refused} refused and {handled} handled are too few to tell");
    }

    [Fact]
    public void Prop_an_entity_must_live_once_but_for_a_crash_that_its_epoch_fences()
    {
        var crashes = 0;
        for (var repeat = 0; repeat < 5; repeat++)
        {
            Seeds.Hold(600, leastSize: 1, run: (random, steps) =>
            {
                using var run = new ShardingRun(random, mayCrash: true);
                run.Play(steps);
                run.CheckRest();
                crashes += run.Crashes;
            });
        }

        Assert.True(crashes > 500, $"{crashes} crashes are too few to tell");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(42)]
    public void trace_must_be_the_same_when_the_seed_is_the_same(int seed)
    {
        var trace = Trace(seed);
        Assert.True(trace.Count > 500);
        Assert.Equal(trace, Trace(seed));
    }

    private static List<string> Trace(int seed)
    {
        using var run = new ShardingRun(new Random(seed), mayCrash: true);
        run.Play(2_000);
        return run.Oracle.Trace;
    }
}
