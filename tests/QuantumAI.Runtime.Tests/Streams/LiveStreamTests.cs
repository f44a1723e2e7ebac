using System.Runtime.CompilerServices;
using System.Threading.Channels;
using QuantumAI.Runtime.Streams;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Streams;

/// <summary>Real threads, real time, the edges.</summary>
public sealed class LiveStreamTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly LiveWorld _world = new(7, WorldClock.System());

    public void Dispose()
    {
        Assert.Null(_world.Fault);
        _world.Dispose();
    }

    [Theory]
    [InlineData(1, 20_000)]
    [InlineData(2, 50_000)]
    [InlineData(64, 500_000)]
    [InlineData(1024, 1_000_000)]
    public async Task stress_boundary_must_lose_nothing_and_keep_its_bound(int capacity, int elements)
    {
        var (next, most) = (0L, 0L);
        StreamHandle? handle = null;
        handle = Source.Range(0, elements).Map(n => (long)n).Async(_world.CreateLane("second"), capacity).Filter(_ => true)
            .Async(_world.CreateLane("third"), capacity).RunForEach(
                n =>
                {
                    if (n != next++)
                        throw new InvalidDataException($"{n} after {next - 2}");
                    if (handle is not null && n % 64 == 0)
                        most = Math.Max(most, handle.Counters.Depth);
                },
                _world.CreateLane("first"));
        Assert.Equal(new StreamOutcome(StreamState.Completed, null), await handle.WhenEndedAsync().WaitAsync(Patience));
        Assert.Equal(elements, next);
        Assert.InRange(most, 0, (2 * capacity) + 256); // the lanes' counters are read one after the other
        Assert.Equal(new StreamCounters(elements, elements, 0, 0, 0, 0), handle.Counters);
    }

    [Fact]
    public async Task stress_every_junction_must_lose_nothing_across_lanes()
    {
        const int Elements = 100_000;
        var sums = new long[3];
        Sink<int> Sum(int id) => Flow.Of<int>().Async(_world.CreateLane($"sink-{id}"), 32).To(Sink.ForEach<int>(n => sums[id] += n));
        var merged = Source.Merge([.. Enumerable.Range(0, 3).Select(id => Source.Range(0, Elements).Async(_world.CreateLane($"source-{id}"), 16))]);
        var groups = merged.GroupBy(7, n => n % 7, SubstreamOverflow.Fail).Via(_ => Flow.Of<int>().Async(_world.CreateLane("group"), 8).Map(n => n)).MergeSubstreams();
        var handle = groups.BroadcastTo(Sum(0), Sum(1), Flow.Of<int>().To(Sink.Partition(n => n & 1, Sum(2), Sink.Ignore<int>()))).Run(_world.CreateLane("stream"));
        Assert.Equal(new StreamOutcome(StreamState.Completed, null), await handle.WhenEndedAsync().WaitAsync(Patience));
        Assert.Equal([3 * Total(n => n), 3 * Total(n => n), 3 * Total(n => (n & 1) == 0 ? n : 0)], sums);

        static long Total(Func<int, int> of) => Enumerable.Range(0, Elements).Sum(n => (long)of(n));
    }

    [Theory]
    [InlineData("abort")]
    [InlineData("shutdown")]
    [InlineData("take")]
    [InlineData("switch")]
    [InlineData("fail")]
    public async Task stress_every_end_must_account_for_every_element(string end)
    {
        var (first, second, third) = (_world.CreateLane("first"), _world.CreateLane("second"), _world.CreateLane("third"));
        for (var run = 0; run < 300; run++)
        {
            var (killSwitch, next, at) = (new KillSwitch(), 0, run * 37 % 2_000);
            var handle = Source.From(Enumerable.Range(0, int.MaxValue).Select(n => end == "fail" && n == at ? throw new InvalidDataException("test") : n))
                .Async(second, 16).Buffer(8, OverflowPolicy.BackPressure).Async(third, 16)
                .Via(killSwitch.Flow<int>()).Take(end == "take" ? at + 1 : long.MaxValue).RunForEach(
                    n =>
                    {
                        if (n != next++)
                            throw new InvalidOperationException($"{n} after {next - 2}");
                        if (end == "switch" && n == at)
                            killSwitch.Shutdown();
                    },
                    first);
            if (end == "abort")
                handle.Abort(new OperationCanceledException("test"));
            else if (end == "shutdown")
                handle.Shutdown();
            var outcome = await handle.WhenEndedAsync().WaitAsync(Patience);
            Assert.IsNotType<InvalidOperationException>((outcome.Failure as StreamElementException)?.InnerException);
            Assert.Equal(end is "abort" or "fail" ? StreamState.Failed : StreamState.Completed, outcome.State);
            Assert.Equal((0L, handle.Counters.In, next), (handle.Counters.Depth, handle.Counters.Out + handle.Counters.Discarded, (int)handle.Counters.Out));
            if (end is "fail" or "shutdown")
                Assert.Equal(0, handle.Counters.Discarded);
        }
    }

    [Fact]
    public async Task channels_must_carry_everything_with_back_pressure()
    {
        const int Elements = 50_000;
        var (into, outOf) = (Channel.CreateBounded<int>(8), Channel.CreateBounded<int>(8));
        var handle = Source.FromChannel(into.Reader).Map(n => n * 2).To(Sink.Channel(outOf.Writer)).Run(_world.CreateLane("stream"));
        var writing = Task.Run(async () =>
        {
            for (var n = 0; n < Elements; n++)
                await into.Writer.WriteAsync(n);
            into.Writer.Complete();
        });
        var seen = new List<int>();
        await foreach (var n in outOf.Reader.ReadAllAsync())
            seen.Add(n);
        await writing.WaitAsync(Patience);
        Assert.Equal(StreamState.Completed, (await handle.WhenEndedAsync().WaitAsync(Patience)).State);
        Assert.Equal(Enumerable.Range(0, Elements).Select(n => n * 2), seen);
        Assert.Equal(new StreamCounters(Elements, Elements, 0, 0, 0, 0), handle.Counters);
    }

    [Fact]
    public async Task channel_failure_must_pass_through_the_stream()
    {
        var (into, outOf, cause) = (Channel.CreateUnbounded<int>(), Channel.CreateUnbounded<int>(), new InvalidDataException("test"));
        var handle = Source.FromChannel(into.Reader).To(Sink.Channel(outOf.Writer)).Run(_world.CreateLane("stream"));
        into.Writer.TryWrite(1);
        into.Writer.Complete(cause);
        Assert.Equal(new StreamOutcome(StreamState.Failed, cause), await handle.WhenEndedAsync().WaitAsync(Patience));
        Assert.Equal(1, await outOf.Reader.ReadAsync());
        Assert.Same(cause, await Assert.ThrowsAsync<InvalidDataException>(() => outOf.Reader.Completion));
    }

    [Fact]
    public async Task closed_channel_must_fail_the_stream_and_shutdown_must_end_a_silent_one()
    {
        var closed = Channel.CreateUnbounded<int>();
        closed.Writer.Complete();
        var handle = Source.Range(0, 10).To(Sink.Channel(closed.Writer)).Run(_world.CreateLane("stream"));
        Assert.IsType<ChannelClosedException>((await handle.WhenEndedAsync().WaitAsync(Patience)).Failure);

        var silent = Source.FromChannel(Channel.CreateUnbounded<int>().Reader).To(Sink.Ignore<int>()).Run(_world.CreateLane("silent"));
        silent.Shutdown();
        Assert.Equal(StreamState.Completed, (await silent.WhenEndedAsync().WaitAsync(Patience)).State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public async Task async_sequence_must_be_read_on_demand_and_disposed_of(int yieldEvery)
    {
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async IAsyncEnumerable<int> Endless([EnumeratorCancellation] CancellationToken cancellation = default)
        {
            try
            {
                for (var n = 0; !cancellation.IsCancellationRequested; n++)
                {
                    if (yieldEvery > 0 && n % yieldEvery == 0)
                        await Task.Yield();
                    yield return n;
                }
            }
            finally
            {
                disposed.SetResult();
            }
        }

        var seen = new List<int>();
        var handle = Source.FromAsync(Endless()).Take(10_000).RunForEach(seen.Add, _world.CreateLane("stream"));
        Assert.Equal(StreamState.Completed, (await handle.WhenEndedAsync().WaitAsync(Patience)).State);
        await disposed.Task.WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(0, 10_000), seen);
        Assert.Equal(10_000, handle.Counters.In);
    }

    [Fact]
    public async Task async_sequence_must_fail_the_stream_with_its_fault_and_wake_from_a_pending_move()
    {
        static async IAsyncEnumerable<int> Failing()
        {
            yield return 1;
            await Task.Yield();
            throw new InvalidDataException("test");
        }

        static async IAsyncEnumerable<int> Stuck([EnumeratorCancellation] CancellationToken cancellation = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            yield return 1;
        }

        var failing = Source.FromAsync(Failing()).To(Sink.Ignore<int>()).Run(_world.CreateLane("failing"));
        var failure = Assert.IsType<StreamElementException>((await failing.WhenEndedAsync().WaitAsync(Patience)).Failure);
        Assert.Equal((1L, "test"), (failure.Index, failure.InnerException!.Message));
        var stuck = Source.FromAsync(Stuck()).To(Sink.Ignore<int>()).Run(_world.CreateLane("stuck"));
        stuck.Shutdown();
        Assert.Equal(StreamState.Completed, (await stuck.WhenEndedAsync().WaitAsync(Patience)).State);
    }

    [Fact]
    public async Task timed_stages_must_run_on_the_worlds_clock()
    {
        using var world = new LiveWorld(7, WorldClock.Scaled(0, 1_000));
        var lane = world.CreateLane("stream");
        var times = new List<long>();
        var handle = Source.Tick(1_000_000_000, time => time).Throttle(2, 1_500_000_000).Take(10).RunForEach(_ => times.Add(lane.TurnNanos), lane);
        Assert.Equal(StreamState.Completed, (await handle.WhenEndedAsync().WaitAsync(Patience)).State);
        Assert.All(times.Zip(times.Skip(2)), pair => Assert.True(pair.Second - pair.First >= 1_500_000_000));
    }

    /// <summary>The last element is held for its time; the end of upstream queues the stage's work, which then stands behind work that takes longer than that.</summary>
    [Fact]
    public async Task throttle_must_go_on_when_its_time_comes_while_its_work_waits_in_a_turn()
    {
        var (lane, seen, dueNanos) = (_world.CreateLane("stream"), new List<int>(), 0L);
        StreamHandle? handle = null;
        var slow = Flow.Of<int>().Batch(4, TimeSpan.FromMinutes(5).Ticks * 100).To(Sink.ForEach<int[]>(_ =>
        {
            while (_world.NowNanos < dueNanos + 100_000_000)
                Thread.Sleep(1);
        }));
        var throttled = Flow.Of<int>().Throttle(1, 200_000_000).To(Sink.ForEach<int>(n =>
        {
            seen.Add(n);
            dueNanos = lane.TurnNanos + 200_000_000;
            if (n == 0)
                handle!.Shutdown();
        }));
        var isKnown = new ManualResetEventSlim();
        lane.Spawn("gate", new Script<int>((_, _) => isKnown.Wait(Patience))).Tell(0);
        handle = Source.Range(0, 100).BroadcastTo(slow, throttled).Run(lane);
        isKnown.Set();
        Assert.Equal(StreamState.Completed, (await handle.WhenEndedAsync().WaitAsync(TimeSpan.FromSeconds(10))).State);
        Assert.Equal([0, 1], seen);
    }
}
