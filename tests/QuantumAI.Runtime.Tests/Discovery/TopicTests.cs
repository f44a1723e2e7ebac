using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Discovery;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Discovery;

public sealed class TopicTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly VirtualWorld _world = new(7, 0);
    private readonly List<string> _trace = [];
    private readonly Lane _lane;
    private readonly Lane _other;
    private Topic<int> _topic;

    public TopicTests()
    {
        (_lane, _other) = (_world.CreateLane("lane"), _world.CreateLane("other"));
        _topic = Topic<int>.Start(_world.CreateLane("system"), "ticks");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void subscribers_must_be_told_in_subscription_order_whatever_their_lane()
    {
        Subscribe("b", _world.Lanes[2]);
        Subscribe("a", _world.Lanes[2]);
        Subscribe("c");
        Publish(1, 2);
        Assert.Equal(["b 1", "a 1", "b 2", "a 2", "c 1", "c 2"], _trace);
    }

    [Fact]
    public void subscriber_must_be_told_in_its_own_protocol_by_words_of_actors()
    {
        var subscriber = _other.Spawn("own", new Script<string>((_, text) => _trace.Add(text)));
        _lane.Spawn("publisher", new Script<string>(
            (_, text) =>
            {
                _trace.Add(text);
                _topic.Ref.Tell(Topic.Publish(5));
            },
            self => self.Ask<TopicMessage<int>, Admission>(
                _topic.Ref, reply => Topic.Subscribe<int, string>(subscriber, number => $"own {number}", reply), 1_000, answer => $"{answer.Code}", "none")));
        _world.RunUntilIdle();
        Assert.Equal(["Admitted", "own 5"], _trace);
    }

    [Fact]
    public void second_subscription_must_not_double_what_is_told()
    {
        var subscriber = Subscribe("a");
        Assert.Equal(AdmissionCode.AlreadyAdmitted, Answer(_topic.SubscribeAsync(subscriber, Patience)).Code);
        Publish(1);
        Assert.Equal(["a 1"], _trace);
    }

    [Fact]
    public void subscriber_must_be_refused_beyond_the_limit_and_admitted_when_one_ends()
    {
        _topic = Topic<int>.Start(_lane, "small", new TopicSettings { MostSubscribers = 1 });
        var first = Subscribe("a");
        var second = Spawn("b");
        var refused = Answer(_topic.SubscribeAsync(second, Patience));
        Assert.Equal((AdmissionCode.TooManySubscribers, "other/b cannot subscribe to lane/small: at most 1 subscribers"), (refused.Code, refused.Detail));
        Publish(1);
        first.Stop();
        _world.RunUntilIdle();
        Assert.True(Answer(_topic.SubscribeAsync(second, Patience)).IsAdmitted);
        Publish(2);
        Assert.Equal(["a 1", "b 2"], _trace);
        Assert.Empty(_world.DeadLetters);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void limit_must_be_positive(int subscribers, int capacity) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Topic<int>.Start(_lane, "none", new TopicSettings { MostSubscribers = subscribers, Capacity = capacity }));

    [Fact]
    public void full_subscriber_must_miss_by_its_own_policy_be_counted_and_hold_nobody_up()
    {
        var rejects = Subscribe("rejects", capacity: 2);
        var newest = Subscribe("newest", capacity: 2, overflow: Overflow.DropOldest);
        Subscribe("quick");
        Publish(1, 2, 3, 4);
        Assert.Equal(["quick 1", "quick 2", "quick 3", "quick 4"], _trace.Where(line => line.StartsWith("quick", StringComparison.Ordinal)));
        Assert.Equal(["rejects 1", "rejects 2"], _trace.Where(line => line.StartsWith("rejects", StringComparison.Ordinal)));
        Assert.Equal(["newest 3", "newest 4"], _trace.Where(line => line.StartsWith("newest", StringComparison.Ordinal)));
        var statistics = Answer(_topic.GetStatisticsAsync(Patience));
        Assert.Equal(4, statistics.Published);
        Assert.Equal([new TopicSubscriber(rejects, 2, 2), new TopicSubscriber(newest, 4, 0)], statistics.Subscribers.Take(2));
        Assert.Equal((2, 2), (_world.DeadLetters["other/rejects"], _world.DeadLetters["other/newest/dropped"]));
    }

    [Fact]
    public void publication_must_be_a_dead_letter_of_the_topic_when_the_topic_is_full()
    {
        _topic = Topic<int>.Start(_lane, "small", new TopicSettings { Capacity = 2 });
        Subscribe("a");
        Publish(1, 2, 3);
        Assert.Equal(["a 1", "a 2"], _trace);
        Assert.Equal(1, _world.DeadLetters["lane/small"]);
    }

    [Fact]
    public void subscription_must_end_when_its_translation_throws_and_others_go_on()
    {
        var bad = Spawn("bad");
        Answer(_topic.SubscribeAsync(bad, number => number == 2 ? throw new InvalidDataException("test") : number, Patience));
        Subscribe("good");
        Publish(1, 2, 3);
        Assert.Equal(["bad 1", "good 1", "good 2", "good 3"], _trace);
        Assert.Equal(1, _world.DeadLetters["system/ticks/adapter-threw"]);
        Assert.Null(_world.Fault);
    }

    [Fact]
    public void new_subscriber_must_be_told_the_last_publication_only_when_the_topic_replays_it()
    {
        Publish(1);
        Subscribe("plain");
        _topic = Topic<int>.Start(_lane, "replays", new TopicSettings { ReplaysLast = true });
        var first = Subscribe("first");
        Publish(2, 3);
        Answer(_topic.SubscribeAsync(first, Patience));
        Subscribe("late");
        Assert.Equal(["first 2", "first 3", "late 3"], _trace);
    }

    [Fact]
    public void unsubscribed_must_hear_nothing_more_and_a_stranger_be_answered()
    {
        var subscriber = Subscribe("a");
        Assert.Same(Done.Instance, Answer(_topic.UnsubscribeAsync(Spawn("stranger"), Patience)));
        Answer(_topic.UnsubscribeAsync(subscriber, Patience));
        Publish(1);
        subscriber.Stop();
        _world.RunUntilIdle();
        Assert.Empty(_trace);
        Assert.Empty(Answer(_topic.GetStatisticsAsync(Patience)).Subscribers);
    }

    [Fact]
    public void Prop_what_each_subscriber_hears_must_be_the_models() => Seeds.Hold(150, (random, steps) =>
    {
        using var world = new VirtualWorld(7, 0);
        Lane[] lanes = [world.CreateLane("a"), world.CreateLane("b")];
        var topic = Topic<int>.Start(lanes[0], "topic", new TopicSettings { MostSubscribers = 4, ReplaysLast = true });
        var (heard, expected) = (new Dictionary<ActorRef, List<int>>(), new Dictionary<ActorRef, List<int>>());
        var (actors, model, last) = (new List<ActorRef<int>>(), new List<ActorRef<int>>(), 0);
        for (var i = 0; i < 6; i++)
            Born();
        for (var step = 1; step <= steps; step++)
        {
            var actor = actors[random.Next(actors.Count)];
            switch (random.Next(8))
            {
                case 0 or 1:
                    if (!model.Contains(actor) && model.Count < 4)
                    {
                        model.Add(actor);
                        if (last > 0)
                            expected[actor].Add(last);
                    }

                    topic.Ref.Tell(Topic.Subscribe(actor));
                    break;
                case 2:
                    model.Remove(actor);
                    topic.Ref.Tell(Topic.Unsubscribe<int>(actor));
                    break;
                case 3:
                    world.RunUntilIdle(); // what was published before the end is heard before it
                    model.Remove(actor);
                    actors.Remove(actor);
                    actor.Stop();
                    world.RunUntilIdle();
                    Born();
                    break;
                default:
                    last = step;
                    foreach (var subscriber in model)
                        expected[subscriber].Add(last);
                    topic.Publish(last);
                    break;
            }
        }

        world.RunUntilIdle();
        foreach (var (actor, told) in expected)
            Assert.Equal(told, heard[actor]);
        Assert.Empty(world.DeadLetters);

        void Born()
        {
            var list = new List<int>();
            var actor = lanes[random.Next(2)].Spawn($"actor-{heard.Count}", new Script<int>((_, number) => list.Add(number)));
            (heard[actor], expected[actor]) = (list, []);
            actors.Add(actor);
        }
    });

    private ActorRef<int> Spawn(string name, Lane? lane = null, int capacity = 4096, Overflow overflow = Overflow.Reject) =>
        (lane ?? _other).Spawn(name, new Props<int>(() => new Script<int>((_, number) => _trace.Add($"{name} {number}"))) { Capacity = capacity, Overflow = overflow });

    private ActorRef<int> Subscribe(string name, Lane? lane = null, int capacity = 4096, Overflow overflow = Overflow.Reject)
    {
        var subscriber = Spawn(name, lane, capacity, overflow);
        Assert.Equal(AdmissionCode.Admitted, Answer(_topic.SubscribeAsync(subscriber, Patience)).Code);
        return subscriber;
    }

    private void Publish(params int[] numbers)
    {
        foreach (var number in numbers)
            _topic.Publish(number);
        _world.RunUntilIdle();
    }

    private T Answer<T>(ValueTask<T> question)
    {
        _world.RunUntilIdle();
        Assert.True(question.IsCompletedSuccessfully);
        return question.GetAwaiter().GetResult();
    }
}
