using QuantumAI.Runtime.Streams;

namespace QuantumAI.Runtime.Tests.Streams;

public sealed class FusedTests : IDisposable
{
    private readonly Bench _bench = new();
    private readonly List<int> _seen = [];

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Prop_map_and_filter_equal_linq() => Seeds.Hold(3_000, (random, count) =>
    {
        using var bench = new Bench();
        var (numbers, by, seen) = (random.Numbers(count), random.Next(1, 5), new List<string>());
        Source<int> source = random.Next(2) == 0 ? Source.From(numbers) : Source.From(numbers.Select(n => n));
        var handle = bench.Collect(source.Map(n => n * 3).Filter(n => n % by == 0).Map(n => $"{n}"), seen);
        Assert.Equal(numbers.Select(n => n * 3).Where(n => n % by == 0).Select(n => $"{n}"), seen);
        Assert.Equal(new StreamCounters(count, seen.Count, 0, 0, 0, 0), handle.Counters);
        Assert.Equal(new StreamOutcome(StreamState.Completed, null), handle.Completion);
    });

    [Fact]
    public void Prop_take_equals_linq() => Seeds.Hold(50, (random, count) =>
    {
        using var bench = new Bench();
        var (numbers, take, below, seen) = (random.Numbers(count), random.Next(1, 60), random.Next(1_000), new List<int>());
        bench.Collect(Source.From(numbers).Take(take).TakeWhile(n => n < below), seen);
        Assert.Equal(numbers.Take(take).TakeWhile(n => n < below), seen);
    });

    [Fact]
    public void fold_must_give_its_value_when_the_stream_has_completed()
    {
        var handle = Source.Range(1, 10_000).RunWith(Sink.Fold<int, long>(0, (sum, n) => sum + n), _bench.Lane);
        Assert.Equal(StreamState.Running, handle.Completion.State);
        Assert.Throws<InvalidOperationException>(() => handle.Result);
        Assert.Equal(50_005_000, _bench.Finish(handle).Result);
    }

    [Fact]
    public void blueprint_must_give_each_run_its_own_state()
    {
        var blueprint = Source.Range(1, 10).Take(5).To(Sink.Fold<int, int>(0, (sum, n) => sum + n));
        var (first, second) = (blueprint.Run(_bench.Lane), blueprint.Run(_bench.Other));
        Assert.Equal((15, 15), (_bench.Finish(first).Result, _bench.Finish(second).Result));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(1_999)]
    public void throwing_map_must_fail_the_stream_with_the_elements_index(int bad)
    {
        var handle = _bench.Collect(Source.Range(0, 2_000).Map(n => n == bad ? throw new InvalidDataException("test") : n), _seen);
        Assert.Equal(Enumerable.Range(0, bad), _seen);
        var failure = Assert.IsType<StreamElementException>(handle.Completion.Failure);
        Assert.Equal((StreamState.Failed, "Map", (long)bad, "test"), (handle.Completion.State, failure.Stage, failure.Index, failure.InnerException!.Message));
    }

    [Theory]
    [InlineData("Filter")]
    [InlineData("TakeWhile")]
    [InlineData("ForEach")]
    [InlineData("From")]
    public void throwing_function_must_name_its_stage_and_leave_the_lane_running(string stage)
    {
        static bool Throw(int n, bool isHere) => isHere && n == 3 ? throw new InvalidDataException("test") : true;
        IEnumerable<int> Sequence()
        {
            for (var n = 0; n < 10; n++)
            {
                Throw(n, stage == "From");
                yield return n;
            }
        }

        var handle = _bench.Finish(Source.From(Sequence()).Filter(n => Throw(n, stage == "Filter")).TakeWhile(n => Throw(n, stage == "TakeWhile")).RunForEach(
            n =>
            {
                Throw(n, stage == "ForEach");
                _seen.Add(n);
            },
            _bench.Lane));
        var failure = Assert.IsType<StreamElementException>(handle.Completion.Failure);
        Assert.Equal((stage, 3L), (failure.Stage, failure.Index));
        Assert.Equal([0, 1, 2], _seen);
        Assert.Equal(StreamState.Completed, _bench.Collect(Source.Single(4), _seen).Completion.State);
    }

    [Fact]
    public void sequence_must_be_disposed_of_when_the_stream_wants_no_more()
    {
        var disposed = 0;
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

        var handle = _bench.Collect(Source.From(Endless()).Take(3), _seen);
        Assert.Equal([0, 1, 2], _seen);
        Assert.Equal((1, 3L), (disposed, handle.Counters.In));
    }

    [Fact]
    public void empty_and_failed_sources_must_end_at_once()
    {
        Assert.Equal(new StreamOutcome(StreamState.Completed, null), _bench.Collect(Source.Empty<int>(), _seen).Completion);
        var cause = new InvalidDataException("test");
        Assert.Equal(new StreamOutcome(StreamState.Failed, cause), _bench.Collect(Source.Failed<int>(cause), _seen).Completion);
        Assert.Empty(_seen);
    }

    [Fact]
    public void long_stream_must_let_the_lanes_other_entries_run()
    {
        var turns = new List<long>();
        var handle = Source.Range(0, 100_000).RunForEach(_seen.Add, _bench.Lane);
        var actor = _bench.Lane.Spawn("actor", new Script<int>((context, _) => turns.Add(_seen.Count)));
        actor.Tell(1);
        _bench.Finish(handle);
        Assert.InRange(Assert.Single(turns), 0, 5_000);
    }

    [Fact]
    public void fused_path_must_allocate_nothing_per_element()
    {
        var quotes = new (long Nanos, long Price)[100_000];
        long Allocated(int count)
        {
            var stream = Source.FromMemory<(long Nanos, long Price)>(quotes.AsMemory(0, count)).Map(quote => (quote.Nanos, Price: quote.Price + 1))
                .Filter(quote => quote.Price > 0).Map(quote => quote.Price).To(Sink.Fold<long, long>(0, (sum, price) => sum + price));
            var before = GC.GetAllocatedBytesForCurrentThread();
            _bench.Finish(stream.Run(_bench.Lane));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(10);
        Assert.InRange(Allocated(100_000) - Allocated(10), long.MinValue, 10_000);
    }

    [Fact]
    public void end_must_be_told_to_actors_callbacks_and_tasks_once()
    {
        var told = new List<string>();
        var handle = Source.Range(0, 5).RunForEach(_seen.Add, _bench.Lane);
        var actor = _bench.Other.Spawn("actor", new Script<StreamOutcome>((_, outcome) => told.Add($"actor {outcome.State}")));
        handle.PipeTo(actor, outcome => outcome);
        handle.OnEnded(outcome => told.Add($"callback {outcome.State}"));
        var task = handle.WhenEndedAsync();
        _bench.Finish(handle);
        handle.OnEnded(outcome => told.Add($"late {outcome.State}"));
        Assert.Equal(["callback Completed", "actor Completed", "late Completed"], told);
        Assert.True(task.IsCompletedSuccessfully);
    }

    [Fact]
    public void shutdown_must_complete_and_abort_must_fail_an_endless_stream()
    {
        IEnumerable<int> Endless()
        {
            while (true)
                yield return 1;
        }

        var consumer = _bench.Consumer<int>(100);
        var handle = Source.From(Endless()).To(consumer.Sink(4)).Run(_bench.Lane);
        _bench.Advance(10_000);
        handle.Shutdown();
        Assert.Equal(StreamState.Completed, _bench.Finish(handle).Completion.State);
        Assert.Equal(handle.Counters.In, consumer.Values.Count);

        var cause = new OperationCanceledException("test");
        var second = Source.From(Endless()).To(consumer.Sink(4)).Run(_bench.Lane);
        _bench.Advance(10_000);
        second.Abort(cause);
        Assert.Equal(new StreamOutcome(StreamState.Failed, cause), _bench.Finish(second).Completion);
    }
}
