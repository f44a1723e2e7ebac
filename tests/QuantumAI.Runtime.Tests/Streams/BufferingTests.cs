using QuantumAI.Runtime.Streams;

namespace QuantumAI.Runtime.Tests.Streams;

public sealed class BufferingTests
{
    [Fact]
    public void Prop_dropping_buffer_counts_what_it_drops_and_keeps_order() => Seeds.Hold(200, (random, count) =>
    {
        using var bench = new Bench((ulong)random.Next());
        var policy = random.Next(2) == 0 ? OverflowPolicy.DropOldest : OverflowPolicy.DropNewest;
        var (capacity, consumer) = (random.Next(1, 8), bench.Consumer<int>(50));
        var handle = bench.Finish(Source.Range(0, count).Throttle(4, 30).Buffer(capacity, policy).To(consumer.Sink(1)).Run(bench.Lane));
        Assert.Equal(consumer.Values.Order(), consumer.Values);
        Assert.Equal(count, consumer.Values.Count + handle.Counters.Dropped);
        if (count > 0)
            Assert.Contains(policy == OverflowPolicy.DropOldest ? count - 1 : 0, consumer.Values);
    });

    [Theory]
    [InlineData(OverflowPolicy.DropOldest, new[] { 0, 7, 8, 9 })]
    [InlineData(OverflowPolicy.DropNewest, new[] { 0, 1, 2, 3 })]
    public void full_buffer_must_drop_by_its_policy(OverflowPolicy policy, int[] expected)
    {
        using var bench = new Bench();
        var consumer = bench.Consumer<int>(1_000);
        bench.Finish(Source.Range(0, 10).Buffer(3, policy).To(consumer.Sink(1)).Run(bench.Lane));
        Assert.Equal(expected, consumer.Values);
    }

    [Fact]
    public void full_buffer_must_fail_after_what_it_holds_when_its_policy_is_to_fail()
    {
        using var bench = new Bench();
        var consumer = bench.Consumer<int>(1_000);
        var handle = bench.Finish(Source.Range(0, 10).Buffer(3, OverflowPolicy.Fail).To(consumer.Sink(1)).Run(bench.Lane));
        Assert.Equal([0, 1, 2, 3], consumer.Values);
        Assert.IsType<BufferOverflowException>(handle.Completion.Failure);
        Assert.Equal((5L, 1L), (handle.Counters.In, handle.Counters.Dropped));
    }

    [Fact]
    public void Prop_batch_by_count_equals_chunks() => Seeds.Hold(500, (random, count) =>
    {
        using var bench = new Bench();
        var (size, seen) = (random.Next(1, 20), new List<int[]>());
        bench.Collect(Source.Range(0, count).Batch(size), seen);
        Assert.Equal(Enumerable.Range(0, count).Chunk(size), seen);
    });

    [Fact]
    public void Prop_batch_by_count_and_time_equals_its_oracle() => Seeds.Hold(200, (random, count) =>
    {
        using var bench = new Bench();
        var (size, within, seen) = (random.Next(1, 8), (random.Next(0, 20) * 10) + 5L, new List<(long, int[])>());
        var numbers = Source.Actor<int>("numbers", 1_000, OverflowPolicy.Fail);
        var handle = numbers.Elements.Batch(size, within).RunForEach(batch => seen.Add((bench.Lane.TurnNanos, batch)), bench.Lane);
        var (now, arrivals) = (Bench.Start, new List<(long Nanos, int Value)>());
        for (var n = 0; n < count; n++)
        {
            now += random.Next(0, 12) * 10;
            bench.World.AdvanceTo(now);
            handle.ActorOf(numbers).Tell(n);
            bench.World.RunUntilIdle();
            arrivals.Add((now, n));
        }

        handle.Shutdown();
        bench.World.RunUntilIdle();
        bench.Finish(handle);
        Assert.Equal(Batches(arrivals, size, within, now), seen);
    });

    [Fact]
    public void Prop_conflate_by_key_keeps_the_latest_of_each_key_and_counts_the_rest() => Seeds.Hold(300, (random, count) =>
    {
        using var bench = new Bench((ulong)random.Next());
        var keys = random.Next(1, 6);
        var quotes = Enumerable.Range(0, count).Select(n => (Key: random.Next(keys), Number: n)).ToList();
        var consumer = bench.Consumer<(int Key, int Number)>(60);
        var handle = Source.From(quotes).Throttle(3, 10).ConflateByKey(random.Next(1, keys + 1), quote => quote.Key).To(consumer.Sink(1)).Run(bench.Lane);
        consumer.Looked = () => Assert.InRange(handle.Counters.Depth, 0, keys + 1);
        bench.Finish(handle);
        Assert.Equal(count, consumer.Values.Count + handle.Counters.Conflated);
        for (var key = 0; key < keys; key++)
        {
            var (sent, got) = (quotes.Where(quote => quote.Key == key), consumer.Values.Where(quote => quote.Key == key).Select(quote => quote.Number).ToList());
            Assert.Equal(sent.Select(quote => quote.Number).TakeLast(1), got.TakeLast(1));
            Assert.Equal(got.Order(), got);
        }
    });

    [Fact]
    public void conflate_must_merge_everything_that_waits()
    {
        using var bench = new Bench();
        var consumer = bench.Consumer<int>(1_000);
        var handle = bench.Finish(Source.Range(0, 100).Conflate((sum, n) => sum + n).To(consumer.Sink(1)).Run(bench.Lane));
        Assert.Equal([0, 4950], consumer.Values);
        Assert.Equal(98, handle.Counters.Conflated);
    }

    [Fact]
    public void Prop_throttle_never_exceeds_its_rate_in_any_window_and_wastes_none() => Seeds.Hold(200, (random, count) =>
    {
        using var bench = new Bench();
        var (most, per, times) = (random.Next(1, 6), random.Next(1, 100), new List<long>());
        bench.Finish(Source.Range(0, count).Throttle(most, per).RunForEach(_ => times.Add(bench.Lane.TurnNanos), bench.Lane));
        for (var i = most; i < times.Count; i++)
            Assert.True(times[i] - times[i - most] >= per);
        Assert.Equal(Enumerable.Range(0, count).Select(i => Bench.Start + (i / most * (long)per)), times);
    });

    /// <summary>Arrivals at tens, deadlines at fives: no two fall together.</summary>
    private static IEnumerable<(long Nanos, int[] Batch)> Batches(List<(long Nanos, int Value)> arrivals, int size, long within, long endNanos)
    {
        for (var i = 0; i < arrivals.Count;)
        {
            var due = arrivals[i].Nanos + within;
            var batch = arrivals.Skip(i).Take(size).TakeWhile(arrival => arrival.Nanos < due).ToList();
            i += batch.Count;
            var closed = batch.Count == size ? batch[^1].Nanos : i < arrivals.Count ? due : Math.Min(due, endNanos);
            yield return (closed, [.. batch.Select(arrival => arrival.Value)]);
        }
    }
}
