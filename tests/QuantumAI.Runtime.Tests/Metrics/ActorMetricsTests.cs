using QuantumAI.Runtime.Metrics;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Metrics;

public sealed class ActorMetricsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Prop_percentile_must_be_within_an_eighth_of_the_exact_one() => Seeds.Hold(2_000, (random, size) =>
    {
        var histogram = new LatencyHistogram();
        var values = Enumerable.Range(0, size + 1).Select(_ => (long)Math.Pow(10, random.NextDouble() * 10)).Order().ToList();
        values.ForEach(histogram.Record);
        Assert.Equal((values.Count, values.Sum()), (histogram.Count, histogram.SumNanos));
        foreach (var share in new[] { 0.01, 0.5, 0.9, 0.99, 1 })
        {
            var exact = values[Math.Max(0, (int)Math.Ceiling(share * values.Count) - 1)];
            Assert.InRange(histogram.PercentileNanos(share), exact, exact + Math.Max(1, exact / 4));
        }
    });

    [Fact]
    public void histogram_must_answer_zero_when_empty_and_refuse_a_share_beyond_one()
    {
        Assert.Equal(0, new LatencyHistogram().PercentileNanos(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatencyHistogram().PercentileNanos(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatencyHistogram().PercentileNanos(-0.1));
    }

    [Fact]
    public async Task every_64th_message_must_be_measured_in_a_live_world()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var actor = world.CreateLane("lane").Spawn("actor", new Script<string>((_, _) => { }));
        for (var n = 0; n < 640; n++)
            actor.Tell("message");
        await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        var metrics = Assert.Single(world.Metrics!.Types);
        Assert.Equal((typeof(Script<string>), 10L, 10L), (metrics.ActorType, metrics.Age.Count, metrics.Processing.Count));
        Assert.Equal(new ActorSnapshot("lane/actor", typeof(Script<string>).Name, 0, 640), Assert.Single(world.Actors()));
    }

    [Fact]
    public void depth_must_count_what_waits_from_outside_and_from_inside()
    {
        using var world = new VirtualWorld(7, 0);
        Assert.Null(world.Metrics);
        var lane = world.CreateLane("lane");
        var depths = new List<long>();
        var actor = lane.Spawn("actor", new Script<int>((_, _) => { }));
        lane.Spawn("sender", new Script<int>((_, _) => { }, _ =>
        {
            actor.Tell(1);
            actor.Tell(2);
            depths.Add(world.Actors().Single(one => one.Path == "lane/actor").Waiting);
        }));
        actor.Tell(3);
        world.RunUntilIdle();
        Assert.Equal([3], depths);
        Assert.Equal(3, world.Actors().Single(one => one.Path == "lane/actor").Handled);
    }
}
