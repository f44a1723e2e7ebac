using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Worlds;

/// <summary>Timers that meet a busy or late lane: only real threads show that. The clock stands still, but for what a test adds to it.</summary>
public sealed class LiveTimerTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly LiveWorld _world = new(7, WorldClock.Scaled(0, 1)); // a test takes milliseconds, its timers a thousand seconds
    private readonly LiveProbe<string> _probe;
    private int _pokes;

    public LiveTimerTests() => _probe = _world.CreateLane("probe").LiveProbe<string>("probe");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task cancelled_timer_must_stay_silent_when_its_message_waits_already()
    {
        using var go = new ManualResetEventSlim();
        var actor = _world.CreateLane("lane").Spawn("actor", new Script<string>(
            (context, text) =>
            {
                _probe.Ref.Tell(text);
                if (text != "cancel")
                    return;
                go.Wait(Patience);
                context.CancelTimer("a");
                context.StartTimer("b", 5_000 * Second, "new b");
            },
            context =>
            {
                context.StartTimer("a", 1_000 * Second, "a");
                context.StartTimer("b", 1_000 * Second, "old b");
            }));
        actor.Tell("cancel");
        await _probe.ExpectAsync("cancel");
        await MoveToAsync(2_000 * Second);
        go.Set();
        await _probe.ExpectNothingAsync();
        await MoveToAsync(9_000 * Second);
        await _probe.ExpectAsync("new b");
        Assert.Empty(_world.DeadLetters);
    }

    [Fact]
    public async Task periodic_timer_must_keep_its_pace_when_a_tick_is_late()
    {
        _world.CreateLane("lane").Spawn("actor", new Script<string>(
            (context, _) => _probe.Ref.Tell($"tick at {context.NowNanos / (100 * Second)}"),
            context => context.StartPeriodicTimer("tick", 1_000 * Second, "tick")));
        await _world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        await MoveToAsync(1_700 * Second);
        await _probe.ExpectAsync("tick at 17");
        await MoveToAsync(2_100 * Second);
        await _probe.ExpectAsync("tick at 21");
        await MoveToAsync(2_900 * Second);
        await _probe.ExpectNothingAsync();
    }

    /// <summary>Moves the clock, and completes when everything due until then has been fired.</summary>
    private async Task MoveToAsync(long nanos)
    {
        _world.Clock.SetBackTo(nanos);
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.CreateLane($"poke-{_pokes++}").Spawn("actor", new Script<string>((_, _) => fired.SetResult(), context => context.StartTimer("now", 0, "now")));
        await fired.Task.WaitAsync(Patience);
    }
}
