using QuantumAI.Runtime.Streams;

namespace QuantumAI.Runtime.Tests.Streams;

public sealed class TraceTests
{
    [Fact]
    public void Prop_same_seed_gives_the_same_trace() => Seeds.Hold(100, (random, size) =>
    {
        var seed = (ulong)random.Next();
        Assert.Equal(Run(seed, size), Run(seed, size));
    });

    [Fact]
    public void trace_must_differ_when_the_seed_differs() => Assert.NotEqual(Run(1, 100), Run(2, 100));

    /// <summary>Most stages, three lanes, random delays.</summary>
    private static List<string> Run(ulong seed, int size)
    {
        using var bench = new Bench(seed);
        var (trace, far) = (new List<string>(), bench.World.CreateLane("far"));
        var consumer = bench.Consumer<(int Key, int[] Batch)>(40);
        consumer.Looked = () => trace.Add($"{bench.Other.TurnNumber} {bench.World.NowNanos} {consumer.Values.Count}");
        var first = Source.Range(0, size).Map(n => n * 3).Throttle(3, 20);
        var second = Source.Range(0, size).RestartWithBackoff(new RestartSettings(10, 100, 1, 2, 1_000) { OnCompletion = true }).Async(far, 5).Filter(n => n % 2 == 0);
        var handle = bench.Finish(first.Merge(second).GroupBy(5, n => n % 5, SubstreamOverflow.Fail)
            .Via(key => Flow.Of<int>().Batch(3, 15).Map(batch => (key, batch))).MergeSubstreams()
            .Async(far, 3).Buffer(4, OverflowPolicy.DropOldest)
            .To(consumer.Sink(2)).Run(bench.Lane));
        trace.AddRange(consumer.Values.Select(item => $"{item.Key}: {string.Join(',', item.Batch)}"));
        trace.Add($"{handle.Counters}");
        return trace;
    }
}
