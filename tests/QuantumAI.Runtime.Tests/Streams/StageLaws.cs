using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Streams;

namespace QuantumAI.Runtime.Tests.Streams;

/// <summary>What every lossless stage promises, before a slow consumer and in every combination of two.</summary>
public sealed class StageLaws
{
    /// <summary>What a junction holds besides when its source comes back from another lane.</summary>
    internal const int RingOfReturn = 256;

    /// <summary>Name, the stage as an identity, and the most elements it may hold.</summary>
    internal static readonly (string Name, Func<Source<int>, Lane, Source<int>> Apply, int Holds)[] Stages =
    [
        ("Map", (source, _) => source.Map(n => n), 0),
        ("Filter", (source, _) => source.Filter(_ => true), 0),
        ("Take", (source, _) => source.Take(long.MaxValue), 0),
        ("Buffer", (source, _) => source.Buffer(5, OverflowPolicy.BackPressure), 5),
        ("Throttle", (source, _) => source.Throttle(3, 20), 1),
        ("Async", (source, lane) => source.Async(lane.World.CreateLane("far"), 7), 7),
        ("AsyncOne", (source, lane) => source.Async(lane.World.CreateLane("far"), 1), 1),
        ("AsyncSameLane", (source, lane) => source.Async(lane, 4), 4),
        ("Merge", (source, _) => source.Merge(Source.Empty<int>()), 1),
        ("MergeFar", (source, lane) => Source.Empty<int>().Merge(source.Async(lane.World.CreateLane("far"), 4)), 4 + RingOfReturn + 1),
        ("MergeSorted", (source, _) => source.MergeSorted(Source.Empty<int>(), _ => 0), 65),
        ("GroupBy", (source, _) => source.GroupBy(1, _ => 0, SubstreamOverflow.Fail).Via(Flow.Of<int>().Map(n => n)).MergeSubstreams(), 18),
        ("KillSwitch", (source, _) => source.Via(new KillSwitch().Flow<int>()), 0),
        ("Restart", (source, _) => source.RestartWithBackoff(new RestartSettings(1, 1, 0, 0, 1)), 0),
    ];

    public static TheoryData<string> Names => new(Stages.Select(stage => stage.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Prop_nothing_is_lost_order_is_kept_and_completion_comes_last(string name) => Hold(name, (bench, source, numbers, consumer, _) =>
    {
        var handle = bench.Finish(source.To(consumer.Sink(2)).Run(bench.Lane));
        Assert.Equal(numbers, consumer.Values);
        Assert.Equal(new StreamCounters(numbers.Length, numbers.Length, 0, 0, 0, 0), handle.Counters);
        Assert.Equal(new StreamOutcome(StreamState.Completed, null), handle.Completion);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Prop_demand_bounds_what_is_under_way(string name) => Hold(name, (bench, source, numbers, consumer, holds) =>
    {
        const int Window = 2;
        var handle = source.To(consumer.Sink(Window)).Run(bench.Lane);
        consumer.Looked = () =>
        {
            Assert.InRange(handle.Counters.In - consumer.Answered, 0, holds + Window);
            Assert.InRange(handle.Counters.Depth, 0, holds);
        };
        bench.Finish(handle);
        Assert.Equal(numbers.Length, consumer.Values.Count);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Prop_failure_follows_the_elements_before_it(string name) => Hold(name, (bench, _, numbers, consumer, _) =>
    {
        var cause = new InvalidDataException("test");
        IEnumerable<int> Failing()
        {
            foreach (var number in numbers)
                yield return number;
            throw cause;
        }

        var handle = bench.Finish(Apply(name, Source.From(Failing()), bench).To(consumer.Sink(2)).Run(bench.Lane));
        Assert.Equal(numbers, consumer.Values);
        Assert.Equal(StreamState.Failed, handle.Completion.State);
        var failure = Assert.IsType<StreamElementException>(handle.Completion.Failure);
        Assert.Equal((numbers.Length, (Exception)cause), ((int)failure.Index, failure.InnerException));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Prop_cancellation_reaches_the_source_and_what_waited_is_counted(string name) => Hold(name, (bench, _, numbers, consumer, _) =>
    {
        var (disposed, take) = (0, numbers.Length + 1);
        IEnumerable<int> Endless()
        {
            try
            {
                for (var n = 0; ; n++)
                    yield return n;
            }
            finally
            {
                disposed++;
            }
        }

        var handle = bench.Finish(Apply(name, Source.From(Endless()), bench).Take(take).To(consumer.Sink(2)).Run(bench.Lane));
        Assert.Equal(Enumerable.Range(0, take), consumer.Values);
        Assert.Equal((StreamState.Completed, 1), (handle.Completion.State, disposed));
        Assert.Equal(handle.Counters.In, take + handle.Counters.Discarded);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Prop_abort_ends_everything_and_what_waited_is_counted(string name) => Hold(name, (bench, source, numbers, consumer, _) =>
    {
        var cause = new OperationCanceledException("test");
        var handle = source.To(consumer.Sink(2)).Run(bench.Lane);
        bench.Advance(numbers.Length);
        handle.Abort(cause);
        bench.Finish(handle);
        Assert.Equal(handle.Counters.In, handle.Counters.Out + handle.Counters.Discarded);
        Assert.Equal(numbers.Take(consumer.Values.Count), consumer.Values);
    });

    private static Source<int> Apply(string name, Source<int> source, Bench bench) => Stages.Single(stage => stage.Name == name).Apply(source, bench.Lane);

    /// <summary>The stage alone, before and after another one.</summary>
    private static void Hold(string name, Action<Bench, Source<int>, int[], SlowConsumer<int>, int> law) => Seeds.Hold(120, (random, count) =>
    {
        using var bench = new Bench((ulong)random.Next());
        var numbers = random.Numbers(count);
        var (other, stage) = (Stages[random.Next(Stages.Length)], Stages.Single(each => each.Name == name));
        var source = other.Apply(Source.From(numbers), bench.Lane);
        var returns = other.Name is "Async" or "AsyncOne" && stage.Name is "Merge" or "MergeSorted" or "Restart" ? RingOfReturn : 0;
        law(bench, stage.Apply(source, bench.Lane), numbers, bench.Consumer<int>(random.Next(0, 60)), stage.Holds + other.Holds + returns);
    });
}
