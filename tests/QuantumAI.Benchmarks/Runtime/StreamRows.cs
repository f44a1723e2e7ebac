using System.Threading.Channels;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Runtime.Streams;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Benchmarks.Runtime;

/// <summary>Streams in a live world against the same written by hand; elements of the source count.</summary>
internal static class StreamRows
{
    private const string Unit = "elements/s";
    private const int Capacity = 1024;

    public static Row[] Rows(RunSize size)
    {
        long[] numbers = [.. Enumerable.Range(0, size.Of(4_000_000)).Select(number => (long)number)];
        return
        [
            new Row(
                "runtime.stream-fused", Unit, Better.Higher, new Workload("streams", () => Fused(numbers)),
                new Workload("async-sequence", () => AsyncSequence(numbers)), Target.Rate(15e6, 40e6),
                "memory → map → filter that keeps every other → map → fold on one lane; four async iterators"),
            new Row(
                "runtime.stream-bounded", Unit, Better.Higher, new Workload("streams", () => Bounded(numbers)),
                new Workload("bounded-channel", () => BoundedChannel(numbers)), Target.Rate(2.5e6, 5e6),
                $"memory → boundary of {Capacity} elements → fold on another lane; a bounded channel between two tasks"),
        ];
    }

    private static Sample Fused(long[] numbers) => Run(
        numbers,
        (source, _) => source.Map(Tripled).Filter(IsEven).Map(Increased),
        numbers.Select(Tripled).Where(IsEven).Sum(Increased));

    private static Sample Bounded(long[] numbers) => Run(numbers, (source, world) => source.Async(world.CreateLane("reader"), Capacity), numbers.Sum());

    private static Sample Run(long[] numbers, Func<Source<long>, World, Source<long>> through, long expected)
    {
        using var world = new LiveWorld(1, WorldClock.System());
        using var done = new ManualResetEventSlim();
        var stream = through(Source.FromMemory<long>(numbers), world).To(Sink.Fold<long, long>(0, (sum, number) => sum + number));
        var lane = world.CreateLane("writer");
        var result = 0L;
        return Checked(numbers, expected, () => result, () =>
        {
            var handle = stream.Run(lane);
            handle.OnEnded(_ => done.Set());
            done.Wait();
            result = handle.Result;
        });
    }

    private static Sample AsyncSequence(long[] numbers)
    {
        var result = 0L;
        return Checked(numbers, numbers.Select(Tripled).Where(IsEven).Sum(Increased), () => result, () =>
            result = SumAsync(MapAsync(FilterAsync(MapAsync(ReadAsync(numbers), Tripled), IsEven), Increased)).Result);
    }

    private static Sample BoundedChannel(long[] numbers)
    {
        var channel = Channel.CreateBounded<long>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
        var result = 0L;
        return Checked(numbers, numbers.Sum(), () => result, () =>
        {
            var reader = Task.Run(() => SumAsync(channel.Reader.ReadAllAsync()));
            Task.Run(() => WriteAsync(channel.Writer, numbers)).Wait();
            result = reader.Result;
        });
    }

    private static Sample Checked(long[] numbers, long expected, Func<long> result, Action work)
    {
        var sample = Sample.Rate(numbers.Length, work);
        return result() == expected ? sample : throw new InvalidOperationException("elements were lost");
    }

    private static async Task WriteAsync(ChannelWriter<long> writer, long[] numbers)
    {
        foreach (var number in numbers)
            await writer.WriteAsync(number).ConfigureAwait(false);
        writer.Complete();
    }

    private static async IAsyncEnumerable<long> ReadAsync(long[] numbers)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var number in numbers)
            yield return number;
    }

    private static async IAsyncEnumerable<long> MapAsync(IAsyncEnumerable<long> numbers, Func<long, long> map)
    {
        await foreach (var number in numbers.ConfigureAwait(false))
            yield return map(number);
    }

    private static async IAsyncEnumerable<long> FilterAsync(IAsyncEnumerable<long> numbers, Func<long, bool> keep)
    {
        await foreach (var number in numbers.ConfigureAwait(false))
        {
            if (keep(number))
                yield return number;
        }
    }

    private static async Task<long> SumAsync(IAsyncEnumerable<long> numbers)
    {
        var sum = 0L;
        await foreach (var number in numbers.ConfigureAwait(false))
            sum += number;
        return sum;
    }

    private static long Tripled(long number) => number * 3;

    private static bool IsEven(long number) => (number & 1) == 0;

    private static long Increased(long number) => number + 1;
}
