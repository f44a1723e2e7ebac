using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Kit;

public sealed class ProbeTests : IDisposable
{
    private readonly VirtualWorld _world = new(7, 1_000);
    private readonly Lane _lane;
    private readonly Probe<object> _probe;

    public ProbeTests()
    {
        _lane = _world.CreateLane("lane");
        _probe = _world.CreateLane("other").Probe<object>("probe");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void message_must_be_taken_at_its_own_time_when_it_comes_within_the_deadline()
    {
        Later((640, "a"));
        Assert.Equal("a", _probe.Expect<string>(withinNanos: 1_000_000));
        Assert.Equal(1_640, _probe.LastNanos);
        Assert.InRange(_world.NowNanos, 1_640, 1_650);
    }

    [Fact]
    public void expectation_must_fail_when_the_message_comes_after_the_deadline()
    {
        Later((101, "a"));
        var failure = Assert.Throws<ExpectationFailedException>(() => _probe.Expect<string>(100));
        Assert.Contains("other/probe expected String within 100 ns, but nothing came", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1_100, _world.NowNanos);
    }

    [Fact]
    public void failure_must_name_what_came_instead_time_seed_and_replay()
    {
        Later((0, 5));
        var message = Assert.Throws<ExpectationFailedException>(() => _probe.Expect<string>()).Message;
        Assert.Contains("5 at 1000", message, StringComparison.Ordinal);
        Assert.Contains("world time 1000 ns, seed 7", message, StringComparison.Ordinal);
        Assert.EndsWith(
            $"dotnet test tests/QuantumAI.Runtime.Tests -c Release --filter FullyQualifiedName~{typeof(ProbeTests)}.{nameof(failure_must_name_what_came_instead_time_seed_and_replay)}",
            message, StringComparison.Ordinal);
    }

    [Fact]
    public void failure_must_name_the_fault_and_the_dead_letters()
    {
        var bad = _lane.Spawn("bad", new Script<int>((_, _) => throw new InvalidDataException("test")));
        bad.Tell(1);
        _world.RunUntilIdle();
        bad.Tell(2);
        var message = Assert.Throws<ExpectationFailedException>(() => _probe.Next()).Message;
        Assert.Contains("dead letters of lane/bad: 1", message, StringComparison.Ordinal);
        Assert.Contains("lane lane faulted: test", message, StringComparison.Ordinal);
    }

    [Fact]
    public void order_must_be_checked_to_the_last_message()
    {
        Later((10, 1), (20, 2), (30, 3), (40, 4));
        _probe.ExpectInOrder([1, 2], 100);
        Assert.Throws<ExpectationFailedException>(() => _probe.ExpectInOrder([3, 5], 100));
        Assert.Equal([1, 2, 3, 4], _probe.Received.Cast<int>());
        Assert.Throws<ExpectationFailedException>(() => _probe.Expect(6, 1_000));
    }

    [Fact]
    public void fishing_must_pass_over_what_does_not_fit_and_name_it_when_nothing_does()
    {
        Later((10, 1), (20, "a"), (30, 7), (40, 8));
        Assert.Equal(7, _probe.FishFor<int>(n => n > 5, 100));
        var message = Assert.Throws<ExpectationFailedException>(() => _probe.FishFor<int>(n => n > 8, 100)).Message;
        Assert.Contains("8 at 1040", message, StringComparison.Ordinal);
        Assert.DoesNotContain("7 at", message, StringComparison.Ordinal);
    }

    [Fact]
    public void nothing_must_let_the_whole_time_pass_and_fail_at_the_first_message()
    {
        Later((500, 1));
        _probe.ExpectNothing(499);
        Assert.Equal(1_499, _world.NowNanos);
        Assert.Throws<ExpectationFailedException>(() => _probe.ExpectNothing(1));
    }

    [Fact]
    public void end_of_a_watched_actor_must_be_expected_apart_from_messages()
    {
        var actor = _lane.Spawn("actor", new Script<int>((_, _) => { }));
        var other = _lane.Spawn("other", new Script<int>((_, _) => { }));
        _probe.Watch(actor);
        _probe.Watch(other);
        actor.Stop();
        _probe.Ref.Tell("message");
        _probe.ExpectTerminated(actor);
        _probe.Expect("message");
        Assert.Throws<ExpectationFailedException>(() => _probe.ExpectTerminated(other, 100));
        other.Stop();
        Assert.Throws<ExpectationFailedException>(() => _probe.ExpectNothing());
    }

    [Fact]
    public void reply_must_go_to_the_address_of_the_last_message()
    {
        var asked = _world.CreateLane("asked").Probe<ReplyTo<string>>("probe");
        _lane.Spawn("asker", new Script<string>(
            (_, text) => _probe.Ref.Tell(text),
            context => context.Ask<ReplyTo<string>, string>(asked.Ref, reply => reply, 100, answer => answer, "late")));
        Assert.Throws<InvalidOperationException>(() => asked.Reply(address => address, "early"));
        asked.Next();
        asked.Reply(address => address, "answer");
        _probe.Expect("answer");
    }

    private void Later(params (long Nanos, object Message)[] messages) => _lane.Spawn($"later-{messages[0].Nanos}", new Script<object>(
        (_, message) => _probe.Ref.Tell(message),
        context =>
        {
            foreach (var (nanos, message) in messages)
                context.StartTimer(nanos, nanos, message);
        }));
}
