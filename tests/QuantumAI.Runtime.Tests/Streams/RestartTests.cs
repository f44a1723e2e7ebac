using QuantumAI.Runtime.Streams;

namespace QuantumAI.Runtime.Tests.Streams;

public sealed class RestartTests : IDisposable
{
    private readonly Bench _bench = new();
    private readonly List<int> _seen = [];
    private readonly List<long> _starts = [];

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void source_must_start_again_with_growing_delays_until_the_limit()
    {
        var handle = _bench.Collect(Failing(2).RestartWithBackoff(new RestartSettings(100, 500, 0, 4, 1_000_000)), _seen);
        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1, 0, 1], _seen);
        Assert.Equal([0L, 100, 300, 700, 1_200], _starts.Select(start => start - Bench.Start));
        Assert.Equal("again", ((StreamElementException)handle.Completion.Failure!).InnerException!.Message);
    }

    [Fact]
    public void restarts_before_the_window_must_not_count()
    {
        var handle = Failing(1).RestartWithBackoff(new RestartSettings(100, 100, 0, 1, 100)).RunForEach(_seen.Add, _bench.Lane);
        _bench.Advance(1_050);
        Assert.Equal((StreamState.Running, 11), (handle.Completion.State, _starts.Count));
        handle.Abort(new OperationCanceledException("test"));
        _bench.Finish(handle);
    }

    [Fact]
    public void Prop_jitter_stays_within_its_ratio_and_comes_from_the_seed() => Seeds.Hold(20, (random, size) =>
    {
        List<long> Run(ulong seed)
        {
            using var bench = new Bench(seed);
            var starts = new List<long>();
            bench.Collect(Failing(1, () => starts.Add(bench.Lane.TurnNanos)).RestartWithBackoff(new RestartSettings(1_000, 1_000, 0.5, size, long.MaxValue)), []);
            return starts;
        }

        var seed = (ulong)random.Next();
        var starts = Run(seed);
        Assert.Equal(starts, Run(seed));
        Assert.Equal(size + 1, starts.Count);
        Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1_000, 1_500));
    });

    [Fact]
    public void completion_must_end_it_unless_the_settings_say_so()
    {
        var settings = new RestartSettings(100, 100, 0, 3, 1_000_000);
        Assert.Equal(StreamState.Completed, _bench.Collect(Source.Single(1).RestartWithBackoff(settings), _seen).Completion.State);
        Assert.Equal(StreamState.Completed, _bench.Collect(Source.Single(2).RestartWithBackoff(settings with { OnCompletion = true }), _seen).Completion.State);
        Assert.Equal([1, 2, 2, 2, 2], _seen);
    }

    [Fact]
    public void shutdown_must_complete_a_source_that_waits_for_its_restart()
    {
        var handle = Failing(3).RestartWithBackoff(new RestartSettings(100, 100, 0, 3, 1_000_000)).RunForEach(_seen.Add, _bench.Lane);
        _bench.World.RunUntilIdle();
        handle.Shutdown();
        _bench.Finish(handle);
        Assert.Equal(StreamState.Completed, handle.Completion.State);
        Assert.Equal([0, 1, 2], _seen);
    }

    [Fact]
    public void restart_must_rebuild_stages_and_boundaries_before_it()
    {
        var source = Failing(10).Async(_bench.Other, 4).Buffer(3, OverflowPolicy.BackPressure).RestartWithBackoff(new RestartSettings(100, 100, 0, 2, 1_000_000));
        _bench.Collect(source, _seen);
        Assert.Equal(Enumerable.Range(0, 30).Select(n => n % 10), _seen);
    }

    [Fact]
    public void kill_switch_must_end_all_its_streams_where_it_is_built_in()
    {
        var (killSwitch, other, cause) = (new KillSwitch(), new KillSwitch(), new OperationCanceledException("test"));
        var completed = Source.Tick(10, time => (int)time).Via(killSwitch.Flow<int>()).RunForEach(_seen.Add, _bench.Lane);
        var second = Source.Tick(10, time => (int)time).Via(killSwitch.Flow<int>()).RunForEach(_seen.Add, _bench.Other);
        var aborted = Source.Tick(10, time => (int)time).Via(other.Flow<int>()).RunForEach(_ => { }, _bench.Lane);
        _bench.Advance(35);
        killSwitch.Shutdown();
        other.Abort(cause);
        killSwitch.Abort(cause);
        _bench.World.RunUntilIdle();
        Assert.Equal(6, _seen.Count);
        Assert.Equal((StreamState.Completed, StreamState.Completed), (completed.Completion.State, second.Completion.State));
        Assert.Equal(new StreamOutcome(StreamState.Failed, cause), aborted.Completion);
        var late = _bench.Collect(Source.Tick(10, _ => 1).Via(killSwitch.Flow<int>()), _seen);
        Assert.Equal((StreamState.Completed, 6), (late.Completion.State, _seen.Count));
    }

    [Fact]
    public void tick_must_keep_its_phase_and_count_what_nobody_wanted()
    {
        var times = new List<long>();
        var consumer = _bench.Consumer<long>(0);
        var handle = Source.Tick(10, time => time).To(consumer.Sink(1)).Run(_bench.Lane);
        _bench.Advance(45);
        handle.Shutdown();
        _bench.Finish(handle);
        Assert.Equal([10L, 20, 30, 40], consumer.Values.Select(time => time - Bench.Start));

        var silent = _bench.Other.Spawn("silent", new Script<Delivery<long>>((_, message) => times.Add(message.Value)));
        var stuck = Source.Tick(10, time => time).To(Sink.Actor<long, Delivery<long>>(silent, (time, ack) => new(time, ack), 1)).Run(_bench.Lane);
        _bench.Advance(95);
        Assert.Equal((1, 8L), (times.Count, stuck.Counters.Dropped));
    }

    private Source<int> Failing(int after) => Failing(after, () => _starts.Add(_bench.Lane.TurnNanos));

    private static Source<int> Failing(int after, Action started)
    {
        IEnumerable<int> Run()
        {
            started();
            for (var n = 0; n < after; n++)
                yield return n;
            throw new InvalidDataException("again");
        }

        return Source.From(Run());
    }
}
