using QuantumAI.Runtime.Streams;

namespace QuantumAI.Runtime.Tests.Streams;

public sealed class JunctionTests
{
    [Fact]
    public void Prop_merge_sorted_equals_a_stable_sort() => Seeds.Hold(400, (random, count) =>
    {
        using var bench = new Bench((ulong)random.Next());
        var sources = Enumerable.Range(0, random.Next(1, 6)).Select(id =>
            random.Numbers(random.Next(0, count + 1), 50).Order().Select((stamp, n) => (Stamp: (long)stamp, Id: id, Number: n)).ToArray()).ToList();
        var consumer = bench.Consumer<(long Stamp, int Id, int Number)>(random.Next(0, 10));
        var merged = Source.MergeSorted(item => item.Stamp, [.. sources.Select(items => random.Next(4) == 0 ? Source.From(items).Throttle(5, 7) : Source.From(items))]);
        bench.Finish(merged.To(consumer.Sink(4)).Run(bench.Lane));
        Assert.Equal(sources.SelectMany(items => items).OrderBy(item => item.Stamp), consumer.Values);
    });

    [Fact]
    public void merge_sorted_must_fail_when_a_stamp_goes_back()
    {
        using var bench = new Bench();
        var seen = new List<int>();
        var handle = bench.Collect(Source.From<int>([1, 3, 2]).MergeSorted(Source.Range(0, 1_000), n => n), seen);
        Assert.Equal(("MergeSorted input 0", 2L), (((StreamElementException)handle.Completion.Failure!).Stage, ((StreamElementException)handle.Completion.Failure).Index));
        Assert.Equal(seen.Order(), seen);
    }

    [Fact]
    public void Prop_merge_keeps_each_sources_order_and_loses_nothing() => Seeds.Hold(300, (random, count) =>
    {
        using var bench = new Bench((ulong)random.Next());
        var consumer = bench.Consumer<(int Id, int Number)>(20);
        var sources = Enumerable.Range(0, random.Next(1, 5)).Select(id => Source.Range(0, count).Map(n => (id, n)).Throttle(random.Next(1, 5), 10)).ToArray();
        bench.Finish(Source.Merge(sources).To(consumer.Sink(3)).Run(bench.Lane));
        Assert.Equal(count * sources.Length, consumer.Values.Count);
        for (var id = 0; id < sources.Length; id++)
            Assert.Equal(Enumerable.Range(0, count), consumer.Values.Where(item => item.Id == id).Select(item => item.Number));
    });

    [Fact]
    public void merge_must_fail_and_cancel_the_others_when_one_source_fails()
    {
        using var bench = new Bench();
        var (seen, cause) = (new List<int>(), new InvalidDataException("test"));
        var handle = bench.Collect(Source.Tick(1_000, _ => 1).Merge(Source.Failed<int>(cause)), seen);
        Assert.Equal(new StreamOutcome(StreamState.Failed, cause), handle.Completion);
    }

    [Fact]
    public void Prop_broadcast_goes_at_the_pace_of_the_slowest() => Seeds.Hold(150, (random, count) =>
    {
        using var bench = new Bench((ulong)random.Next());
        var (fast, slow, far) = (bench.Consumer<int>(0, "fast"), bench.Consumer<int>(80, "slow"), bench.Consumer<int>(20, "far"));
        var lane = bench.World.CreateLane("far");
        fast.Looked = () => Assert.InRange(fast.Values.Count - slow.Answered, 0, 2);
        bench.Finish(Source.Range(0, count)
            .BroadcastTo(fast.Sink(1), slow.Sink(2), Flow.Of<int>().Async(lane, 3).To(far.Sink(1)), Flow.Of<int>().Take(5).To(Sink.Ignore<int>()))
            .Run(bench.Lane));
        Assert.All([fast, slow, far], consumer => Assert.Equal(Enumerable.Range(0, count), consumer.Values));
    });

    [Fact]
    public void broadcast_must_cancel_only_when_all_sinks_have()
    {
        using var bench = new Bench();
        var seen = new List<int>();
        var handle = bench.Finish(Source.Range(0, 1_000_000)
            .BroadcastTo(Flow.Of<int>().Take(3).To(Sink.Ignore<int>()), Flow.Of<int>().Take(10).To(Sink.ForEach<int>(seen.Add))).Run(bench.Lane));
        Assert.Equal(Enumerable.Range(0, 10), seen);
        Assert.Equal((10L, StreamState.Completed), (handle.Counters.In, handle.Completion.State));
    }

    [Fact]
    public void failing_sink_of_a_broadcast_must_leave_the_others_running_and_be_the_outcome()
    {
        using var bench = new Bench();
        var seen = new List<int>();
        var handle = bench.Finish(Source.Range(0, 10)
            .BroadcastTo(Sink.ForEach<int>(n => throw new InvalidDataException($"{n}")), Sink.ForEach<int>(seen.Add)).Run(bench.Lane));
        Assert.Equal(Enumerable.Range(0, 10), seen);
        Assert.Equal("0", ((StreamElementException)handle.Completion.Failure!).InnerException!.Message);
    }

    [Fact]
    public void Prop_partition_equals_its_oracle() => Seeds.Hold(200, (random, count) =>
    {
        using var bench = new Bench((ulong)random.Next());
        var numbers = random.Numbers(count);
        var consumers = Enumerable.Range(0, 3).Select(id => bench.Consumer<int>(random.Next(0, 40), $"consumer-{id}")).ToList();
        bench.Finish(Source.From(numbers).PartitionTo(n => n % 3, [.. consumers.Select(consumer => consumer.Sink(2))]).Run(bench.Lane));
        for (var id = 0; id < 3; id++)
            Assert.Equal(numbers.Where(n => n % 3 == id), consumers[id].Values);
    });

    [Fact]
    public void partition_must_discard_for_a_cancelled_sink_and_fail_when_there_is_no_such_sink()
    {
        using var bench = new Bench();
        var seen = new List<int>();
        var handle = bench.Finish(Source.Range(0, 10)
            .PartitionTo(n => n < 8 ? n % 2 : n, Flow.Of<int>().Take(1).To(Sink.Ignore<int>()), Sink.ForEach<int>(seen.Add)).Run(bench.Lane));
        Assert.Equal([1, 3, 5, 7], seen);
        Assert.Equal(3, handle.Counters.Discarded);
        Assert.Equal(("Partition", 8L), (((StreamElementException)handle.Completion.Failure!).Stage, ((StreamElementException)handle.Completion.Failure).Index));
    }

    [Fact]
    public void Prop_group_by_runs_each_key_as_if_it_were_alone() => Seeds.Hold(300, (random, count) =>
    {
        using var bench = new Bench((ulong)random.Next());
        var (numbers, keys) = (random.Numbers(count), random.Next(1, 9));
        var consumer = bench.Consumer<(int Key, int[] Batch)>(random.Next(0, 20));
        var groups = Source.From(numbers).GroupBy(keys, n => n % keys, SubstreamOverflow.Fail)
            .Via(key => Flow.Of<int>().Throttle(key + 1, 5).Batch(3).Map(batch => (key, batch)))
            .Via(Flow.Of<(int Key, int[] Batch)>().Take(10));
        var handle = bench.Finish(groups.MergeSubstreams().To(consumer.Sink(2)).Run(bench.Lane));
        for (var key = 0; key < keys; key++)
            Assert.Equal(numbers.Where(n => n % keys == key).Chunk(3).Take(10), consumer.Values.Where(item => item.Key == key).Select(item => item.Batch));
        Assert.Equal(StreamState.Completed, handle.Completion.State);
    });

    [Fact]
    public void slow_group_must_not_hold_up_the_others_before_its_ring_is_full()
    {
        using var bench = new Bench();
        var seen = new List<int>();
        var handle = Source.From(Enumerable.Range(0, 16).Select(_ => 0).Concat(Enumerable.Range(1, 100))).GroupBy(101, n => n, SubstreamOverflow.Fail)
            .Via(key => Flow.Of<int>().Throttle(1, key == 0 ? 1_000 : 1)).MergeSubstreams().RunForEach(seen.Add, bench.Lane);
        bench.World.RunUntilIdle();
        Assert.Equal(Enumerable.Range(0, 101), seen.Order());
        bench.Finish(handle);
        Assert.Equal(116, seen.Count);
    }

    [Theory]
    [InlineData(SubstreamOverflow.Drop)]
    [InlineData(SubstreamOverflow.Fail)]
    public void group_by_must_follow_its_policy_when_there_are_too_many_keys(SubstreamOverflow policy)
    {
        using var bench = new Bench();
        var seen = new List<int>();
        var handle = bench.Collect(Source.From<int>([1, 2, 1, 3, 2, 4]).GroupBy(2, n => n, policy).MergeSubstreams(), seen);
        Assert.Equal(policy == SubstreamOverflow.Drop ? [1, 1, 2, 2] : [1, 1, 2], seen.Order());
        Assert.Equal(policy == SubstreamOverflow.Drop ? 2 : 0, handle.Counters.Dropped);
        Assert.Equal(policy == SubstreamOverflow.Drop ? null : 3L, (handle.Completion.Failure as StreamElementException)?.Index);
    }

    [Fact]
    public void failing_substream_must_fail_the_stream()
    {
        using var bench = new Bench();
        var handle = bench.Collect(Source.Range(0, 1_000).GroupBy(10, n => n % 10, SubstreamOverflow.Fail)
            .Via(Flow.Of<int>().Map(n => n == 507 ? throw new InvalidDataException("test") : n)).MergeSubstreams(), []);
        Assert.Equal(("Map", 50L), (((StreamElementException)handle.Completion.Failure!).Stage, ((StreamElementException)handle.Completion.Failure).Index));
    }
}
