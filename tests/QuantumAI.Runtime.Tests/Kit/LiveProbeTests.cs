using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Kit;

public sealed class LiveProbeTests : IDisposable
{
    private readonly LiveWorld _world = new(7, WorldClock.System());
    private readonly Lane _lane;
    private readonly LiveProbe<object> _probe;

    public LiveProbeTests()
    {
        _lane = _world.CreateLane("lane");
        _probe = _world.CreateLane("other").LiveProbe<object>("probe");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task messages_must_be_awaited_in_order()
    {
        var echo = _lane.Spawn("echo", new Script<object>((_, message) => _probe.Ref.Tell(message)));
        foreach (var message in new object[] { 1, "a", 2, 3, 4 })
            echo.Tell(message);
        await _probe.ExpectAsync(1);
        Assert.Equal("a", await _probe.ExpectAsync<string>());
        await _probe.ExpectInOrderAsync([2, 3]);
        Assert.Equal(4, await _probe.FishForAsync<int>(n => n > 3));
        await _probe.ExpectNothingAsync();
    }

    [Fact]
    public async Task failure_must_name_what_came_instead()
    {
        _probe.Ref.Tell(5);
        var failure = await Assert.ThrowsAsync<ExpectationFailedException>(_probe.ExpectAsync<string>);
        Assert.Contains("5", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"FullyQualifiedName~{typeof(LiveProbeTests)}.{nameof(failure_must_name_what_came_instead)}", failure.Message, StringComparison.Ordinal);
        _probe.Ref.Tell(6);
        await Assert.ThrowsAsync<ExpectationFailedException>(_probe.ExpectNothingAsync);
    }

    [Fact]
    public async Task expectation_must_give_up_when_its_patience_ends()
    {
        _probe.Patience = TimeSpan.FromMilliseconds(1);
        await Assert.ThrowsAsync<ExpectationFailedException>(_probe.NextAsync);
    }

    [Fact]
    public async Task end_of_a_watched_actor_must_be_awaited()
    {
        var actor = _lane.Spawn("actor", new Script<int>((_, _) => { }));
        _probe.Watch(actor);
        actor.Stop();
        await _probe.ExpectTerminatedAsync(actor);
    }

    [Fact]
    public async Task reply_must_go_to_the_address_of_the_last_message()
    {
        Assert.Throws<InvalidOperationException>(() => _probe.Reply(message => (ReplyTo<int>)message, 1));
        var answer = _probe.Ref.AskAsync<int>(reply => reply, TimeSpan.FromSeconds(60));
        await _probe.NextAsync();
        _probe.Reply(message => (ReplyTo<int>)message, 5);
        Assert.Equal(5, await answer);
    }
}
