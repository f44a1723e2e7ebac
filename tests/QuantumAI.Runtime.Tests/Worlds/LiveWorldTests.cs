using System.Collections.Concurrent;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Worlds;

public sealed class LiveWorldTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task stress_must_keep_one_thread_per_lane_and_sender_order_and_lose_nothing()
    {
        const int Lanes = 6, ActorsPerLane = 3, Senders = 8, MessagesPerSender = 20_000;
        using var world = new LiveWorld(7, WorldClock.System());
        var (done, left, broken) = (Source<bool>(), Senders * MessagesPerSender, new ConcurrentQueue<string>());
        var actors = new List<ActorRef<(int Sender, long Number)>>();
        var received = new ConcurrentDictionary<string, long>();
        for (var l = 0; l < Lanes; l++)
        {
            var lane = world.CreateLane($"lane-{l}");
            var busy = new int[1];
            for (var a = 0; a < ActorsPerLane; a++)
            {
                var last = new long[Senders];
                var count = 0L;
                actors.Add(lane.Spawn($"actor-{a}", new Script<(int Sender, long Number)>((context, message) =>
                {
                    if (Interlocked.Increment(ref busy[0]) != 1)
                        broken.Enqueue($"{context.Self}: two threads");
                    if (message.Number <= last[message.Sender])
                        broken.Enqueue($"{context.Self}: {message.Number} of {message.Sender} after {last[message.Sender]}");
                    last[message.Sender] = message.Number;
                    received[context.Self.Path] = ++count;
                    Interlocked.Decrement(ref busy[0]);
                    if (Interlocked.Decrement(ref left) == 0)
                        done.SetResult(true);
                }), capacity: 64));
            }
        }

        var senders = Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            var random = new Random(sender);
            for (long number = 1; number <= MessagesPerSender; number++)
            {
                var target = actors[random.Next(actors.Count)];
                while (!target.TryTell((sender, number)))
                    await target.WaitForRoomAsync();
            }
        }));
        await Task.WhenAll(senders).WaitAsync(Patience);
        await done.Task.WaitAsync(Patience);

        Assert.Empty(broken);
        Assert.Equal(Senders * MessagesPerSender, received.Values.Sum());
        Assert.Empty(world.DeadLetters);
        Assert.Null(world.Fault);
    }

    [Fact]
    public async Task messages_between_lanes_must_keep_their_order_and_all_arrive()
    {
        const int Lanes = 4, Rounds = 20_000;
        using var world = new LiveWorld(7, WorldClock.System());
        var (done, finished) = (Source<bool>(), 0);
        var ring = new ActorRef<int>[Lanes];
        for (var l = 0; l < Lanes; l++)
        {
            var (next, last) = ((l + 1) % Lanes, 0);
            ring[l] = world.CreateLane($"lane-{l}").Spawn("actor", new Script<int>((_, number) =>
            {
                if (number != ++last)
                    throw new InvalidDataException($"{number} after {last - 1}");
                if (next != 0)
                    ring[next].TellReserved(number);
                else if (Interlocked.Increment(ref finished) == Rounds)
                    done.SetResult(true);
            }));
        }

        world.Faulted += fault => done.TrySetException(fault.Exception);
        for (var number = 1; number <= Rounds; number++)
            ring[0].TellReserved(number);
        await done.Task.WaitAsync(Patience);
        Assert.Equal(Rounds, finished);
    }

    [Fact]
    public async Task turn_stamps_must_never_go_back_and_turn_numbers_must_rise_by_one()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var (done, stamps) = (Source<bool>(), new List<(long Number, long Nanos)>());
        var actor = world.CreateLane("lane").Spawn("actor", new Script<int>((context, _) =>
        {
            stamps.Add((context.Lane.TurnNumber, context.NowNanos));
            if (stamps.Count == 8_000)
                done.SetResult(true);
        }), capacity: 10_000);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
                actor.Tell(i);
        })));
        await done.Task.WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(2, 8_000).Select(number => (long)number), stamps.Select(stamp => stamp.Number));
        Assert.Equal(stamps.Select(stamp => stamp.Nanos).Order(), stamps.Select(stamp => stamp.Nanos));
    }

    [Fact]
    public async Task timers_must_follow_the_scaled_clock()
    {
        const long HourNanos = 3_600_000_000_000;
        const double Speed = 360_000; // an hour in ten milliseconds
        using var world = new LiveWorld(7, WorldClock.Scaled(5 * HourNanos, Speed));
        var fired = new List<(string Text, long Nanos, long Due)>();
        var done = Source<bool>();
        world.CreateLane("lane").Spawn("actor", new Script<(string Text, long Due)>(
            (context, message) =>
            {
                fired.Add((message.Text, context.NowNanos, message.Due));
                if (fired.Count == 3)
                    done.SetResult(true);
            },
            context =>
            {
                context.StartTimer("c", 3 * HourNanos, ("c", context.NowNanos + (3 * HourNanos)));
                context.StartTimer("a", HourNanos, ("a", context.NowNanos + HourNanos));
                context.StartTimer("gone", 2 * HourNanos, ("gone", 0));
                context.StartTimer("b", 2 * HourNanos, ("b", context.NowNanos + (2 * HourNanos)));
                context.CancelTimer("gone");
            }));
        await done.Task.WaitAsync(Patience);
        Assert.Equal(["a", "b", "c"], fired.Select(timer => timer.Text));
        Assert.All(fired, timer => Assert.True(timer.Nanos >= timer.Due, $"{timer.Text} fired {timer.Due - timer.Nanos} ns early"));
        Assert.Equal(Speed, world.Speed);
    }

    [Fact]
    public async Task clock_must_run_forward_from_its_start()
    {
        var clock = WorldClock.Scaled(1_000, 50);
        var first = clock.NowNanos;
        await Task.Yield();
        Assert.True(first >= 1_000 && clock.NowNanos >= first);
        Assert.Equal(TimeSpan.Zero, clock.Until(0));
        var until = clock.Until(1_000 + 50_000_000_000);
        Assert.InRange(until, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WorldClock.Scaled(0, 0));
    }

    [Fact]
    public async Task fault_must_stop_its_lane_only_and_release_who_waits_for_room()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var (faulted, good, entered, go) = (Source<WorldFault>(), Source<bool>(), Source<bool>(), new ManualResetEventSlim());
        world.Faulted += fault => faulted.SetResult(fault); // a second report would throw
        var bad = world.CreateLane("bad").Spawn("actor", new Script<int>((_, _) =>
        {
            entered.TrySetResult(true);
            go.Wait(Patience);
            throw new InvalidDataException("test");
        }), capacity: 4);
        var alive = world.CreateLane("good").Spawn("actor", new Script<int>((_, _) => good.SetResult(true)));

        bad.Tell(1);
        await entered.Task.WaitAsync(Patience);
        while (bad.TryTell(2))
        {
        }

        var waiting = bad.WaitForRoomAsync();
        go.Set();
        await Assert.ThrowsAsync<Runtime.Lanes.LaneStoppedException>(() => waiting.WaitAsync(Patience));
        Assert.Equal("bad", (await faulted.Task.WaitAsync(Patience)).Lane);
        alive.Tell(1);
        await good.Task.WaitAsync(Patience);
        bad.Tell(3);
        Assert.Equal(5, world.DeadLetters["bad/actor"]); // four that waited when the lane stopped, and the one just told
    }

    [Fact]
    public async Task world_must_be_idle_only_when_every_turn_has_run()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var handled = 0;
        var last = world.CreateLane("last").Spawn("actor", new Script<int>((_, _) => Interlocked.Increment(ref handled)), capacity: 20_000);
        var first = world.CreateLane("first").Spawn("actor", new Script<int>((_, n) => last.Tell(n)), capacity: 20_000);
        for (var n = 0; n < 10_000; n++)
            first.Tell(n);
        await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(10_000, Volatile.Read(ref handled));
    }

    [Fact]
    public void patience_must_grow_with_the_clock_and_never_shrink_below_real_time()
    {
        using var fast = new LiveWorld(7, WorldClock.Scaled(0, 60));
        using var slow = new LiveWorld(7, WorldClock.Scaled(0, 0.5));
        Assert.Equal(60_000_000_000, fast.PatienceNanos(TimeSpan.FromSeconds(1)));
        Assert.Equal(1_000_000_000, slow.PatienceNanos(TimeSpan.FromSeconds(1)));
    }

    /// <summary>A signal whose awaiter does not run on the actor's lane.</summary>
    private static TaskCompletionSource<T> Source<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
