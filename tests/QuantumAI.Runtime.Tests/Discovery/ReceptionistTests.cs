using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Discovery;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Discovery;

public sealed class ReceptionistTests : IDisposable
{
    private static readonly ServiceKey<int> Orders = new("orders");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly VirtualWorld _world = new(7, 0);
    private readonly Dictionary<string, ActorRef<string>> _subscribers = [];
    private readonly List<string> _trace = [];
    private readonly Lane _lane;
    private readonly Lane _other;
    private Receptionist _receptionist;

    public ReceptionistTests()
    {
        (_lane, _other) = (_world.CreateLane("lane"), _world.CreateLane("other"));
        _receptionist = Receptionist.Start(_world.CreateLane("system"));
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void listing_must_be_in_registration_order_whatever_the_lane()
    {
        var (a, b, c) = (Service("a"), Service("b", _other), Service("c"));
        foreach (var service in new[] { c, a, b })
            Assert.Equal(AdmissionCode.Admitted, Register(service).Code);
        Assert.Equal([c, a, b], Find());
    }

    [Fact]
    public void second_registration_must_change_nothing_and_say_so()
    {
        var (a, b) = (Service("a"), Service("b"));
        Register(a);
        Register(b);
        Subscribe("watcher");
        Assert.Equal(AdmissionCode.AlreadyAdmitted, Register(a).Code);
        Assert.Equal([a, b], Find());
        Assert.Equal(["watcher: lane/a lane/b"], _trace);
    }

    [Fact]
    public void subscriber_must_be_told_the_present_listing_and_each_change_in_its_own_protocol()
    {
        var (a, b) = (Service("a"), Service("b", _other));
        Subscribe("early");
        Register(a);
        Register(b);
        Subscribe("late");
        a.Stop();
        _world.RunUntilIdle();
        Answer(_receptionist.DeregisterAsync(Orders, b, Patience));
        Assert.Equal(
            [
                "early: ", "early: lane/a", "early: lane/a other/b", "late: lane/a other/b",
                "early: other/b", "late: other/b", "early: ", "late: ",
            ],
            _trace);
    }

    [Fact]
    public void actor_must_be_found_and_told_with_messages_of_its_own()
    {
        Register(Service("a"));
        var client = _other.Spawn("client", new Script<string>(
            (_, text) => _trace.Add(text),
            self => self.Ask<ReceptionistMessage, Listing<int>>(
                _receptionist.Ref, reply => new Receptionist.Find<int>(Orders, reply), 1_000, listing => $"found {listing.ServiceInstances.Count}", "none")));
        _world.RunUntilIdle();
        _receptionist.Ref.Tell(new Receptionist.Subscribe<int, string>(Orders, client, listing => $"told {listing.ServiceInstances.Count}"));
        _receptionist.Ref.Tell(new Receptionist.Register<int>(Orders, Service("b")));
        _world.RunUntilIdle();
        Assert.Equal(["found 1", "told 1", "told 2"], _trace);
    }

    [Fact]
    public void same_id_for_another_protocol_must_be_another_key()
    {
        Register(Service("a"));
        var other = Answer(_receptionist.FindAsync(new ServiceKey<string>("orders"), Patience));
        Assert.Empty(other.ServiceInstances);
        Assert.Single(Answer(_receptionist.FindAsync(new ServiceKey<int>("orders"), Patience)).ServiceInstances);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    public void key_must_be_refused_when_its_id_is_none(string id) => Assert.Throws<ArgumentException>(() => new ServiceKey<int>(id));

    [Fact]
    public void key_must_be_refused_when_its_id_is_too_long() =>
        Assert.Throws<ArgumentException>(() => new ServiceKey<int>(new string('x', ServiceKey<int>.LongestId + 1)));

    [Fact]
    public void registration_must_be_refused_beyond_the_limit_and_admitted_again_when_one_ends()
    {
        _receptionist = Receptionist.Start(_lane, new ReceptionistSettings { MostRegistrations = 2 });
        var (a, b, c) = (Service("a"), Service("b"), Service("c"));
        Register(a);
        Register(b);
        var refused = Register(c);
        Assert.Equal((AdmissionCode.TooManyRegistrations, false), (refused.Code, refused.IsAdmitted));
        Assert.Equal("lane/c cannot register as orders: at most 2 registrations", refused.Detail);
        Assert.Equal([a, b], Find());
        a.Stop();
        _world.RunUntilIdle();
        Assert.True(Register(c).IsAdmitted);
        Assert.Equal([b, c], Find());
    }

    [Fact]
    public void subscriber_must_be_refused_beyond_the_limit_and_not_told()
    {
        _receptionist = Receptionist.Start(_lane, new ReceptionistSettings { MostSubscribers = 1 });
        Subscribe("first");
        Assert.Equal(AdmissionCode.TooManySubscribers, Subscribe("second").Code);
        Assert.Equal(AdmissionCode.AlreadyAdmitted, Subscribe("first").Code);
        Assert.Equal(["first: ", "first: "], _trace);
    }

    [Theory]
    [InlineData(0, 1, 1, 1)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, 1, 0, 1)]
    [InlineData(1, 1, 1, 0)]
    public void limit_must_be_positive(int registrations, int subscribers, int capacity, long retry) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Receptionist.Start(_lane, new ReceptionistSettings { MostRegistrations = registrations, MostSubscribers = subscribers, Capacity = capacity, RetryNanos = retry }));

    [Fact]
    public void full_subscriber_must_get_the_newest_listing_when_it_has_room_and_hold_nobody_up()
    {
        var slow = _lane.Spawn("slow", new Script<string>((_, text) => _trace.Add($"slow: {text}")), capacity: 1);
        Answer(_receptionist.SubscribeAsync(Orders, slow, Text, Patience));
        Subscribe("quick");
        ActorRef<int>[] services = [Service("a"), Service("b"), Service("c")];
        _world.RunUntilIdle();
        _trace.Clear();
        foreach (var service in services)
            _receptionist.Ref.Tell(new Receptionist.Register<int>(Orders, service)); // its lane runs before the slow one's
        slow.Tell("fills the mailbox");
        _world.RunUntilIdle();
        Assert.Equal(["slow: fills the mailbox", "quick: lane/a", "quick: lane/a lane/b", "quick: lane/a lane/b lane/c"], _trace);
        _world.AdvanceTo(1_000_000_000);
        Assert.Equal("slow: lane/a lane/b lane/c", _trace[4]);
        Assert.Equal(5, _trace.Count);
    }

    [Fact]
    public void subscription_must_end_when_its_translation_throws_and_others_go_on()
    {
        var bad = _other.Spawn("bad", new Script<string>((_, _) => { }));
        Answer(_receptionist.SubscribeAsync(Orders, bad, _ => throw new InvalidDataException("test"), Patience));
        Subscribe("good");
        Register(Service("a"));
        Assert.Equal(["good: ", "good: lane/a"], _trace);
        Assert.Equal(1, _world.DeadLetters["system/receptionist/adapter-threw"]);
        Assert.Null(_world.Fault);
    }

    [Fact]
    public void actor_that_is_service_and_subscriber_must_leave_both_places_and_be_told_nothing()
    {
        var both = _other.Spawn("both", new Script<int>((_, count) => _trace.Add($"both: {count}")));
        Register(both);
        Answer(_receptionist.SubscribeAsync(Orders, both, listing => listing.ServiceInstances.Count, Patience));
        Subscribe("watcher");
        both.Stop();
        _world.RunUntilIdle();
        Assert.Equal(["both: 1", "watcher: other/both", "watcher: "], _trace);
        Assert.Empty(_world.DeadLetters);
    }

    [Fact]
    public void service_that_left_one_key_must_still_leave_the_other_when_it_ends()
    {
        var (both, second) = (Service("both"), new ServiceKey<int>("second"));
        Register(both);
        Answer(_receptionist.RegisterAsync(second, both, Patience));
        Answer(_receptionist.DeregisterAsync(Orders, both, Patience));
        both.Stop();
        _world.RunUntilIdle();
        Assert.Empty(Answer(_receptionist.FindAsync(second, Patience)).ServiceInstances);
    }

    [Fact]
    public void service_that_has_ended_must_leave_at_once_and_a_fallen_lane_takes_its_own_along()
    {
        var dead = Service("dead");
        dead.Stop();
        _world.RunUntilIdle();
        Register(dead);
        Assert.Empty(Find());
        Register(Service("a"));
        var bad = Service("bad", _other, new Script<int>((_, _) => throw new InvalidDataException("test")));
        Register(bad);
        bad.Tell(1);
        _world.RunUntilIdle();
        Assert.Single(Find());
    }

    [Fact]
    public void leaving_must_be_answered_also_by_a_stranger_and_end_the_listings()
    {
        Assert.Same(Done.Instance, Answer(_receptionist.DeregisterAsync(Orders, Service("stranger"), Patience)));
        var watcher = _other.Spawn("watcher", new Script<string>((_, text) => _trace.Add(text)));
        Assert.Same(Done.Instance, Answer(_receptionist.UnsubscribeAsync(Orders, watcher, Patience)));
        Answer(_receptionist.SubscribeAsync(Orders, watcher, Text, Patience));
        Answer(_receptionist.UnsubscribeAsync(Orders, watcher, Patience));
        Register(Service("a"));
        Assert.Equal([""], _trace);
    }

    private static string Text(Listing<int> listing) => string.Join(' ', listing.ServiceInstances);

    private Admission Subscribe(string name)
    {
        if (!_subscribers.TryGetValue(name, out var subscriber))
            _subscribers[name] = subscriber = _other.Spawn(name, new Script<string>((_, text) => _trace.Add($"{name}: {text}")));
        return Answer(_receptionist.SubscribeAsync(Orders, subscriber, Text, Patience));
    }

    private ActorRef<int> Service(string name, Lane? lane = null, Actor<int>? actor = null) =>
        (lane ?? _lane).Spawn(name, actor ?? new Script<int>((_, _) => { }));

    private Admission Register(ActorRef<int> service) => Answer(_receptionist.RegisterAsync(Orders, service, Patience));

    private IReadOnlyList<ActorRef<int>> Find() => Answer(_receptionist.FindAsync(Orders, Patience)).ServiceInstances;

    private T Answer<T>(ValueTask<T> question)
    {
        _world.RunUntilIdle();
        Assert.True(question.IsCompletedSuccessfully);
        return question.GetAwaiter().GetResult();
    }
}
