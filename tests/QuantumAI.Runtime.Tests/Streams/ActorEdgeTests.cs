using QuantumAI.Runtime.Streams;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Streams;

public sealed class ActorEdgeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Bench _bench = new();
    private readonly List<int> _seen = [];

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Prop_actor_sink_loses_nothing_keeps_order_and_never_exceeds_its_window() => Seeds.Hold(300, (random, count) =>
    {
        using var bench = new Bench((ulong)random.Next());
        var window = random.Next(1, 9);
        var consumer = bench.Consumer<int>(random.Next(0, 50));
        var numbers = random.Numbers(count);
        var handle = bench.Finish(Source.From(numbers).Map(n => n + 1).Filter(n => n % 3 != 0).To(consumer.Sink(window)).Run(bench.Lane));
        Assert.Equal(numbers.Select(n => n + 1).Where(n => n % 3 != 0), consumer.Values);
        Assert.InRange(consumer.MostUnanswered, 0, window);
        Assert.Equal(StreamState.Completed, handle.Completion.State);
    });

    [Fact]
    public void stream_must_complete_only_after_the_last_acknowledgement()
    {
        StreamAck last = default;
        var actor = _bench.Other.Spawn("actor", new Script<Delivery<int>>((_, message) => last = message.Ack));
        var handle = Source.Single(1).To(Sink.Actor<int, Delivery<int>>(actor, (n, ack) => new(n, ack))).Run(_bench.Lane);
        _bench.World.RunUntilIdle();
        Assert.Equal(StreamState.Running, handle.Completion.State);
        last.Done();
        _bench.World.RunUntilIdle();
        Assert.Equal(StreamState.Completed, handle.Completion.State);
    }

    [Fact]
    public void stream_must_fail_when_the_actor_acknowledges_too_often_refuses_or_stays_silent()
    {
        StreamHandle Run(Action<StreamAck> answer)
        {
            var actor = _bench.Other.Spawn("actor", new Script<Delivery<int>>((_, message) => answer(message.Ack)));
            return _bench.Finish(Source.Range(0, 5).To(Sink.Actor<int, Delivery<int>>(actor, (n, ack) => new(n, ack), 1, 1_000)).Run(_bench.Lane), 10_000);
        }

        Assert.IsType<InvalidOperationException>(Run(ack =>
        {
            ack.Done();
            ack.Done();
        }).Completion.Failure);
        Assert.Equal("no more", Run(ack => ack.Refuse(new InvalidDataException("no more"))).Completion.Failure!.Message);
        Assert.IsType<TimeoutException>(Run(_ => { }).Completion.Failure);
    }

    [Fact]
    public void actor_source_must_hand_on_what_its_actor_is_told_and_drain_on_shutdown()
    {
        var quotes = Source.Actor<int>("quotes", 8, OverflowPolicy.DropNewest);
        var handle = quotes.Elements.Map(n => n * 2).RunForEach(_seen.Add, _bench.Lane);
        var actor = handle.ActorOf(quotes);
        for (var n = 0; n < 5; n++)
        {
            actor.Tell(n);
            _bench.World.RunUntilIdle();
        }

        Assert.Equal([0, 2, 4, 6, 8], _seen);
        handle.Shutdown();
        _bench.Finish(handle);
        actor.Tell(6);
        _bench.World.RunUntilIdle();
        Assert.Equal((StreamState.Completed, 1L), (handle.Completion.State, _bench.World.DeadLetters[actor.Path]));
        Assert.Throws<ArgumentException>(() => handle.ActorOf(Source.Actor<int>("other", 8, OverflowPolicy.Fail)));
    }

    [Theory]
    [InlineData(OverflowPolicy.DropOldest, new[] { 0, 7, 8, 9 })]
    [InlineData(OverflowPolicy.DropNewest, new[] { 0, 1, 2, 3 })]
    [InlineData(OverflowPolicy.Fail, new[] { 0 })]
    public void actor_source_must_follow_its_policy_when_its_buffer_is_full(OverflowPolicy policy, int[] expected)
    {
        var acks = new Queue<StreamAck>();
        var target = _bench.Other.Spawn("target", new Script<Delivery<int>>((_, message) =>
        {
            _seen.Add(message.Value);
            acks.Enqueue(message.Ack);
        }));
        var quotes = Source.Actor<int>("quotes", 3, policy);
        var handle = quotes.Elements.To(Sink.Actor<int, Delivery<int>>(target, (n, ack) => new(n, ack), 1)).Run(_bench.Lane);
        for (var n = 0; n < 10; n++)
        {
            handle.ActorOf(quotes).Tell(n);
            _bench.World.RunUntilIdle();
        }

        handle.Shutdown();
        while (acks.TryDequeue(out var ack))
        {
            ack.Done();
            _bench.World.RunUntilIdle();
        }

        Assert.Equal(expected, _seen);
        Assert.Equal(policy == OverflowPolicy.Fail ? typeof(BufferOverflowException) : null, handle.Completion.Failure?.GetType());
        Assert.Equal(handle.Counters.In, _seen.Count);
        Assert.Equal(policy == OverflowPolicy.Fail ? 1 : 6, handle.Counters.Dropped);
    }

    [Fact]
    public void actor_source_must_refuse_to_promise_back_pressure() =>
        Assert.Throws<ArgumentException>(() => Source.Actor<int>("quotes", 8, OverflowPolicy.BackPressure));

    [Fact]
    public async Task stress_actor_sink_must_lose_nothing_in_the_live_world()
    {
        const int Elements = 200_000;
        using var world = new LiveWorld(7, WorldClock.System());
        var seen = new List<int>();
        var actor = world.CreateLane("target").Spawn("target", new Script<Delivery<int>>((_, message) =>
        {
            seen.Add(message.Value);
            message.Ack.Done();
        }));
        var handle = Source.Range(0, Elements).Map(n => n * 2).Filter(n => n % 3 == 0)
            .To(Sink.Actor<int, Delivery<int>>(actor, (n, ack) => new(n, ack), 64)).Run(world.CreateLane("stream"));
        Assert.Equal(new StreamOutcome(StreamState.Completed, null), await handle.WhenEndedAsync().WaitAsync(Patience));
        Assert.Equal(Enumerable.Range(0, Elements).Select(n => n * 2).Where(n => n % 3 == 0), seen);
        Assert.Null(world.Fault);
    }
}
