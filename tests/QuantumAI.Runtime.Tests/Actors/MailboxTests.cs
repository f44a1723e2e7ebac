using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Actors;

public sealed class MailboxTests : IDisposable
{
    private readonly VirtualWorld _world = new(7, 0);
    private readonly List<int> _handled = [];
    private readonly Lane _lane;

    public MailboxTests() => _lane = _world.CreateLane("lane");

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void reject_must_tell_the_rejectable_message_and_count_it(bool isInside)
    {
        var refused = new List<(int, string)>();
        var actor = _lane.Spawn("actor", new Script<Rejectable>((_, message) => _handled.Add(message.Number)), capacity: 2);
        Send(isInside, () =>
        {
            for (var n = 0; n < 4; n++)
                actor.Tell(new Rejectable(n, refused));
            Assert.False(actor.TryTell(new Rejectable(9, refused)));
        });
        Assert.Equal([0, 1], _handled);
        Assert.Equal([(2, "lane/actor"), (3, "lane/actor")], refused);
        Assert.Equal(2, _world.DeadLetters["lane/actor"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void drop_oldest_must_keep_the_newest_and_count_the_rest(bool isInside)
    {
        var actor = Spawn(Overflow.DropOldest, 3);
        Send(isInside, () =>
        {
            for (var n = 0; n < 10; n++)
                actor.Tell(n);
        });
        Assert.Equal([7, 8, 9], _handled);
        Assert.Equal(7, _world.DeadLetters["lane/actor/dropped"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Prop_conflate_must_keep_the_latest_per_key_in_first_seen_order(bool isInside) => Seeds.Hold(60, (random, size) =>
    {
        using var world = new VirtualWorld(7, 0);
        var (handled, capacity, numbers) = (new List<int>(), random.Next(1, 6), random.Numbers(size));
        var lane = world.CreateLane("lane");
        var actor = lane.Spawn("actor", new Props<int>(() => new Script<int>((_, n) => handled.Add(n)))
        {
            Capacity = capacity,
            Overflow = Overflow.Conflate,
            ConflateBy = n => n % 7,
        });
        world.RunUntilIdle();
        var (oracle, dropped) = (new List<int>(), 0);
        foreach (var n in numbers)
        {
            var at = oracle.FindIndex(waiting => waiting % 7 == n % 7);
            dropped += at >= 0 || oracle.Count == capacity ? 1 : 0;
            if (at >= 0)
            {
                oracle[at] = n;
                continue;
            }

            if (oracle.Count == capacity)
                oracle.RemoveAt(0);
            oracle.Add(n);
        }

        void SendAll()
        {
            foreach (var n in numbers)
                actor.Tell(n);
        }

        if (isInside)
            lane.Spawn("sender", new Script<int>((_, _) => { }, _ => SendAll()));
        else
            SendAll();
        world.RunUntilIdle();
        Assert.Equal(oracle, handled);
        Assert.Equal(dropped, world.DeadLetters.GetValueOrDefault("lane/actor/dropped"));
    });

    [Theory]
    [InlineData(Overflow.DropOldest)]
    [InlineData(Overflow.Conflate)]
    public void newest_must_still_win_when_messages_wait_for_a_restart(Overflow overflow)
    {
        var actor = Spawn(overflow, 3, SupervisorStrategy.Restart(backoff: new Backoff(100, 100, 0)));
        actor.Tell(-1);
        _world.RunUntilIdle();
        for (var n = 10; n < 20; n++)
        {
            actor.Tell(n);
            _world.RunUntilIdle();
        }

        _world.AdvanceTo(100);
        Assert.Equal([17, 18, 19], _handled);
        Assert.Equal(7, _world.DeadLetters["lane/actor/dropped"]);
    }

    [Fact]
    public void mailbox_must_be_full_when_what_waits_for_a_restart_fills_it()
    {
        var actor = Spawn(Overflow.Reject, 4, SupervisorStrategy.Restart(backoff: new Backoff(100, 100, 0)));
        actor.Tell(-1);
        _world.RunUntilIdle();
        for (var n = 0; n < 4; n++)
        {
            Assert.True(actor.TryTell(n));
            _world.RunUntilIdle();
        }

        Assert.False(actor.TryTell(4));
        var room = actor.WaitForRoomAsync();
        Assert.False(room.IsCompleted);
        actor.TellReserved(5);
        _world.AdvanceTo(100);
        Assert.True(room.IsCompletedSuccessfully);
        Assert.Equal([0, 1, 2, 3, 5], _handled);
        Assert.Empty(_world.DeadLetters);
    }

    [Fact]
    public void flood_of_dropped_messages_must_not_leave_a_turn_each()
    {
        var actor = Spawn(Overflow.DropOldest, 3);
        _world.RunUntilIdle();
        for (var n = 0; n < 10_000; n++)
            actor.Tell(n);
        _world.RunUntilIdle();
        Assert.Equal(4, _lane.TurnNumber); // the start and three messages
    }

    [Fact]
    public async Task lane_must_go_on_when_the_key_of_a_message_throws()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = world.CreateLane("lane").Spawn("actor", new Props<int>(() => new Script<int>((_, n) => done.TrySetResult(n)))
        {
            Overflow = Overflow.Conflate,
            ConflateBy = n => n < 0 ? throw new InvalidDataException("key") : n,
        });
        Assert.Throws<InvalidDataException>(() => actor.Tell(-1));
        await Task.Factory.StartNew(() => actor.Tell(1), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, await done.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private void Send(bool isInside, Action send)
    {
        if (isInside)
            _lane.Spawn("sender", new Script<int>((_, _) => { }, _ => send()));
        else
            send();
        _world.RunUntilIdle();
    }

    private ActorRef<int> Spawn(Overflow overflow, int capacity, SupervisorStrategy? strategy = null) =>
        _lane.Spawn("actor", new Props<int>(() => new Script<int>((_, n) =>
        {
            if (n < 0)
                throw new InvalidDataException("test");
            _handled.Add(n);
        }))
        {
            Capacity = capacity,
            Overflow = overflow,
            ConflateBy = n => n,
            Supervision = strategy ?? SupervisorStrategy.Escalate,
        });

    private sealed record Rejectable(int Number, List<(int, string)> Refused) : IRejectable
    {
        public void Rejected(ActorRef receiver) => Refused.Add((Number, receiver.Path));
    }
}
