using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Streams;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Streams;

/// <summary>Random chains of stages on real threads: nothing is lost, order is kept, every end is seen.</summary>
public sealed class ChainLiveTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>All but the throttle, which would only make the test slow.</summary>
    private static readonly Func<Source<int>, Lane, Source<int>>[] Stages = [.. StageLaws.Stages.Where(stage => stage.Name != "Throttle").Select(stage => stage.Apply)];

    [Fact]
    public async Task stress_chains_must_lose_nothing_fail_or_abort_with_every_element_accounted_for()
    {
        for (var seed = 0; seed < 30; seed++)
            await PlayAsync(seed, elements: 3_000);
    }

    [Fact]
    [Trait("Size", "proof")]
    public async Task stress_long_streams_must_account_for_every_element()
    {
        for (var seed = 100; seed < 160; seed++)
            await PlayAsync(seed, elements: 50_000);
    }

    private static async Task PlayAsync(int seed, int elements)
    {
        using var world = new LiveWorld((ulong)seed, WorldClock.System());
        var (random, lane, seen) = (new Random(seed), world.CreateLane("stream"), new List<int>());
        // An abort takes effect after the turns that wait on the stream's lanes, of a thousand elements each: it needs a stream that is longer.
        var abortAt = seed % 3 == 1 ? random.Next(elements) : -1;
        var failAt = seed % 3 == 2 ? random.Next(elements) : elements;
        var length = abortAt < 0 ? elements : elements + 50_000;
        StreamHandle? handle = null;
        using var isRunning = new ManualResetEventSlim();
        var consumer = world.CreateLane("consumer").Spawn("consumer", new Script<Delivery<int>>((_, delivery) =>
        {
            isRunning.Wait(Patience);
            seen.Add(delivery.Value);
            if (delivery.Value == abortAt)
                handle!.Abort(new OperationCanceledException("test"));
            delivery.Ack.Done();
        }));
        var source = Source.Range(0, length).Map(n => seed % 3 != 2 || n < failAt ? n : throw new InvalidDataException("test"));
        for (var i = random.Next(2, 7); i > 0; i--)
            source = Stages[random.Next(Stages.Length)](source, lane);
        handle = source.To(Sink.Actor<int, Delivery<int>>(consumer, (n, ack) => new(n, ack), random.Next(1, 65))).Run(lane);
        isRunning.Set();
        var outcome = await handle.WhenEndedAsync().WaitAsync(Patience);
        await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.True(Enumerable.Range(0, seen.Count).SequenceEqual(seen), $"seed {seed}: out of order, or lost");
        var thrown = seed % 3 == 2 ? 1 : 0; // taken from the source, and no element any more
        Assert.Equal((seed, handle.Counters.In), (seed, handle.Counters.Out + handle.Counters.Discarded + thrown));
        Assert.Equal((seed, seed % 3 == 0 ? StreamState.Completed : StreamState.Failed), (seed, outcome.State));
        if (abortAt < 0)
            Assert.Equal((seed, failAt), (seed, seen.Count));
        Assert.Null(world.Fault);
    }
}
