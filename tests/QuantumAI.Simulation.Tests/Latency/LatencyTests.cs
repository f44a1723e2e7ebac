using QuantumAI.Domain;
using QuantumAI.Simulation.Latency;
using QuantumAI.TestKit;

namespace QuantumAI.Simulation.Tests.Latency;

public sealed class LatencyTests
{
    [Fact]
    public void constant_latency_must_be_added()
    {
        var line = new LatencyLine(LatencyModel.Constant(250));
        Assert.Equal(1_250, line.Arrival(1, 1_000));
    }

    [Fact]
    public void message_must_not_overtake_the_one_before()
    {
        var (line, slow) = (new LatencyLine(LatencyModel.Constant(5), lastArrivalNanos: 900), LatencyModel.Constant(5));
        Assert.Equal(900, line.Arrival(1, 100));
        Assert.Equal(1_005, line.Arrival(2, 1_000));
        Assert.Equal(5, slow.Of(77));
    }

    [Fact]
    public void Prop_arrivals_never_go_back_and_repeat_for_the_same_seed() => Seeds.Hold(200, (random, messages) =>
    {
        var recorded = new long[random.Next(1, 20)];
        for (var i = 0; i < recorded.Length; i++)
            recorded[i] = random.NextInt64(0, 5_000_000);
        var seed = (ulong)random.NextInt64();
        var (line, again) = (new LatencyLine(LatencyModel.Sampled(recorded, seed)), new LatencyLine(LatencyModel.Sampled(recorded, seed)));
        var (now, last) = (0L, 0L);
        for (var i = 1; i <= messages; i++)
        {
            now += random.NextInt64(0, 2_000_000);
            var arrival = line.Arrival(i, now);
            Assert.True(arrival >= last && arrival >= now + recorded.Min() && arrival <= now + recorded.Max() + (last > now ? last - now : 0));
            Assert.Equal(arrival, again.Arrival(i, now));
            last = arrival;
        }
    });

    [Fact]
    public void sampled_latency_must_draw_each_recorded_value_about_equally_often()
    {
        var model = LatencyModel.Sampled([10, 20, 30, 40], seed: 7);
        var counts = Enumerable.Range(1, 40_000).GroupBy(number => model.Of(number)).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(4, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 9_600, 10_400)); // ±4.6 standard deviations
    }

    [Fact]
    public void another_seed_must_draw_other_latencies()
    {
        var recorded = Enumerable.Range(0, 100).Select(value => (long)value).ToList();
        var (first, second) = (LatencyModel.Sampled(recorded, 1), LatencyModel.Sampled(recorded, 2));
        Assert.Contains(Enumerable.Range(1, 20), number => first.Of(number) != second.Of(number));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(LatencyModel.MostNanos + 1)]
    public void latency_must_be_refused_when_it_is_out_of_bounds(long nanos)
    {
        Assert.Throws<InvariantViolationException>(() => LatencyModel.Constant(nanos));
        Assert.Throws<InvariantViolationException>(() => LatencyModel.Sampled([1, nanos], 1));
    }

    [Fact]
    public void sampling_must_be_refused_without_records() => Assert.Throws<InvariantViolationException>(() => LatencyModel.Sampled([], 1));
}
