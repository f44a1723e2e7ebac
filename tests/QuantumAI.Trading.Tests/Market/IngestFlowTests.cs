using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Market;

namespace QuantumAI.Trading.Tests.Market;

public sealed class IngestFlowTests
{
    private const int Capacity = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Source_must_be_held_back_and_nothing_lost_when_a_watcher_is_slow()
    {
        using var world = new LiveWorld(seed: 1, WorldClock.System());
        using var gate = new ManualResetEventSlim();
        var watcher = new GatedActor(gate, wanted: 1_000);
        var source = new CountedSource(count: 1_000);
        var flow = new IngestFlow(source, [world.CreateLane("symbol").Spawn("watcher", watcher, Capacity)], venue: null);
        using var patience = new CancellationTokenSource(Patience);
        var running = flow.RunAsync(world, long.MaxValue, patience.Token);
        watcher.Entered.Wait(patience.Token);

        // The watcher holds one event and its mailbox is full: the flow stands still with one more in hand.
        Assert.False(running.IsCompleted);
        Assert.InRange(source.Read, 1, Capacity + 2);
        gate.Set();
        await running;
        await watcher.All.WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(1, 1_000).Select(number => (long)number), watcher.Sequences);
        Assert.Equal(1_000, flow.Delivered);
        Assert.Empty(world.DeadLetters);
    }

    [Fact]
    public async Task Flow_must_end_while_it_waits_when_it_is_cancelled()
    {
        using var world = new LiveWorld(seed: 1, WorldClock.System());
        using var gate = new ManualResetEventSlim();
        var watcher = new GatedActor(gate, wanted: 1_000);
        var flow = new IngestFlow(new CountedSource(count: 1_000), [world.CreateLane("symbol").Spawn("watcher", watcher, Capacity)], venue: null);
        using var stop = new CancellationTokenSource();
        var running = flow.RunAsync(world, long.MaxValue, stop.Token);
        Assert.True(watcher.Entered.Wait(Patience));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience));
        gate.Set();
    }

    [Fact]
    public void Venue_must_see_each_event_before_its_watcher_when_both_listen()
    {
        using var world = new VirtualWorld(seed: 1, startNanos: 0);
        var watcher = world.CreateLane("symbol").Probe<MarketEvent>("watcher");
        var venue = world.CreateLane("venue").Probe<MarketEvent>("market");
        var order = new List<string>();
        var flow = new IngestFlow(new CountedSource(count: 5), [watcher.Ref], venue.Ref);
        flow.Run(world, long.MaxValue, CancellationToken.None);

        Assert.Equal([1L, 2, 3, 4, 5], venue.Received.Select(seen => seen.Sequence));
        Assert.Equal(venue.Received.Select(seen => seen.Sequence), watcher.Received.Select(seen => seen.Sequence));
        Assert.Empty(order);
    }

    [Fact]
    public void World_must_stand_at_the_end_when_events_stop_before_it()
    {
        using var world = new VirtualWorld(seed: 1, startNanos: 0);
        var watcher = world.CreateLane("symbol").Probe<MarketEvent>("watcher");
        var flow = new IngestFlow(new CountedSource(count: 100), [watcher.Ref], venue: null);
        flow.Run(world, 10 * UnixNanos.PerSecond, CancellationToken.None);

        Assert.Equal(9, watcher.Received.Count);
        Assert.Equal(10 * UnixNanos.PerSecond, world.NowNanos);
        Assert.Equal(9 * UnixNanos.PerSecond, flow.LastNanos);
    }

    /// <summary>One event a second from second 1 on.</summary>
    private sealed class CountedSource(int count) : IMarketSource
    {
        private int _read;

        public int Read => Volatile.Read(ref _read);

        public bool TryRead(out MarketEvent marketEvent)
        {
            marketEvent = default;
            if (_read == count)
                return false;
            var nanos = Interlocked.Increment(ref _read) * UnixNanos.PerSecond;
            marketEvent = MarketEvent.Quote(0, nanos, nanos, 1, 2, 1, 1);
            return true;
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Stands in its first message until the gate opens.</summary>
    private sealed class GatedActor(ManualResetEventSlim gate, int wanted) : Actor<MarketEvent>
    {
        private readonly List<long> _sequences = [];
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualResetEventSlim Entered { get; } = new();

        /// <summary>Completes with the last wanted message; from then on <see cref="Sequences"/> may be read.</summary>
        public Task All => _all.Task;

        public IReadOnlyList<long> Sequences => _sequences;

        protected override void Receive(in MarketEvent message)
        {
            Entered.Set();
            gate.Wait();
            _sequences.Add(message.Sequence);
            if (_sequences.Count == wanted)
                _all.TrySetResult();
        }
    }
}
