using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Lanes;

public sealed class LaneTests : IDisposable
{
    private const long Start = 1_000;
    private readonly VirtualWorld _world = new(7, Start);
    private readonly List<string> _trace = [];

    public void Dispose() => _world.Dispose();

    [Fact]
    public void messages_must_run_in_send_order_inside_a_lane()
    {
        var lane = _world.CreateLane("lane");
        var second = lane.Spawn("second", new Script<int>((_, n) => _trace.Add($"second {n}")));
        ActorRef<int>? third = null;
        var first = lane.Spawn("first", new Script<int>((context, n) =>
        {
            _trace.Add($"first {n}");
            if (n > 0)
                return;
            second.Tell(1);
            third!.Tell(2);
            context.Self.Tell(3);
            second.Tell(4);
        }));
        third = lane.Spawn("third", new Script<int>((_, n) => _trace.Add($"third {n}")));
        first.Tell(0);
        _world.RunUntilIdle();
        Assert.Equal(["first 0", "second 1", "third 2", "first 3", "second 4"], _trace);
    }

    [Fact]
    public void what_a_turn_causes_must_run_before_the_next_entry()
    {
        var lane = _world.CreateLane("lane");
        var inner = lane.Spawn("inner", new Script<int>((_, n) => _trace.Add($"inner {n}")));
        var outer = lane.Spawn("outer", new Script<int>((_, n) =>
        {
            _trace.Add($"outer {n}");
            inner.Tell(n);
        }));
        outer.Tell(1);
        outer.Tell(2);
        _world.RunUntilIdle();
        Assert.Equal(["outer 1", "inner 1", "outer 2", "inner 2"], _trace);
    }

    [Fact]
    public void order_must_hold_from_sender_to_receiver_across_lanes()
    {
        var receiver = _world.CreateLane("receivers").Spawn("receiver", new Script<string>((_, text) => _trace.Add(text)));
        var senders = Enumerable.Range(0, 3).Select(id => _world.CreateLane($"sender-{id}").Spawn("sender", new Script<int>((context, n) =>
        {
            receiver.Tell($"{id}:{n}");
            if (n < 20)
                context.Self.Tell(n + 1);
        }))).ToList();
        senders.ForEach(sender => sender.Tell(1));
        _world.RunUntilIdle();
        for (var id = 0; id < 3; id++)
            Assert.Equal(Enumerable.Range(1, 20).Select(n => $"{id}:{n}"), _trace.Where(text => text.StartsWith($"{id}:", StringComparison.Ordinal)));
    }

    [Fact]
    public void actor_must_start_before_its_first_message_when_a_neighbour_sends_early()
    {
        var lane = _world.CreateLane("lane");
        ActorRef<int>? late = null;
        lane.Spawn("early", new Script<int>((_, _) => { }, _ => late!.Tell(1)));
        late = lane.Spawn("late", new Script<int>((_, n) => _trace.Add($"message {n}"), _ => _trace.Add("start")));
        var spawner = lane.Spawn("spawner", new Script<int>((context, _) =>
            context.Lane.Spawn("child", new Script<int>((_, n) => _trace.Add($"child {n}"), _ => _trace.Add("child starts"))).Tell(2)));
        spawner.Tell(0);
        _world.RunUntilIdle();
        Assert.Equal(["start", "message 1", "child starts", "child 2"], _trace);
    }

    [Fact]
    public void time_must_be_the_entry_stamp_and_constant_within_a_turn()
    {
        var lane = _world.CreateLane("lane");
        var times = new List<(long Turn, long Nanos)>();
        var inner = lane.Spawn("inner", new Script<int>((context, _) => times.Add((context.Lane.TurnNumber, context.NowNanos))));
        var outer = lane.Spawn("outer", new Script<int>((context, n) =>
        {
            times.Add((context.Lane.TurnNumber, context.NowNanos));
            inner.Tell(n);
        }));
        _world.RunUntilIdle();
        outer.Tell(1);
        _world.AdvanceTo(Start + 50); // no timer falls due: what waits keeps the stamp of its entry
        outer.Tell(2);
        _world.RunUntilIdle();
        Assert.Equal([(3L, Start), (3L, Start), (4L, Start + 50), (4L, Start + 50)], times);
    }

    [Fact]
    public void random_values_must_be_a_function_of_seed_lane_and_turn()
    {
        static List<ulong> Draw(ulong seed, int lanesBefore, int turnsBefore, int draws)
        {
            using var world = new VirtualWorld(seed, Start);
            for (var i = 0; i < lanesBefore; i++)
                world.CreateLane($"before-{i}");
            var values = new List<ulong>();
            var actor = world.CreateLane("lane").Spawn("actor", new Script<bool>((context, collect) =>
            {
                for (var i = 0; i < draws && collect; i++)
                    values.Add(context.NextRandom());
                if (!collect)
                    context.NextRandom(); // what an earlier turn draws changes nothing later
            }));
            for (var i = 0; i < turnsBefore; i++)
                actor.Tell(false);
            actor.Tell(true);
            world.RunUntilIdle();
            return values;
        }

        var values = Draw(7, 1, 2, 3);
        Assert.Equal(values, Draw(7, 1, 2, 3));
        Assert.Equal(values[..2], Draw(7, 1, 2, 2));
        Assert.Equal(3, values.Distinct().Count());
        Assert.Empty(values.Intersect(Draw(8, 1, 2, 3)));
        Assert.Empty(values.Intersect(Draw(7, 0, 2, 3)));
        Assert.Empty(values.Intersect(Draw(7, 1, 3, 3)));
    }

    [Fact]
    public void full_mailbox_must_make_counted_dead_letters_and_keep_what_it_has()
    {
        var (lane, other) = (_world.CreateLane("lane"), _world.CreateLane("other"));
        var small = lane.Spawn("small", new Script<int>((_, n) => _trace.Add($"{n}")), capacity: 2);
        other.Spawn("sender", new Script<int>((_, _) => { }, _ =>
        {
            for (var n = 1; n <= 5; n++)
                small.Tell(n);
            Assert.False(small.TryTell(6));
        }));
        _world.RunUntilIdle();
        Assert.Equal(["1", "2"], _trace);
        Assert.Equal(new Dictionary<string, long> { ["lane/small"] = 3 }, _world.DeadLetters);
        small.Tell(7);
        _world.RunUntilIdle();
        Assert.Equal("7", _trace[^1]);
    }

    [Fact]
    public void bound_must_hold_inside_the_lane_too()
    {
        var lane = _world.CreateLane("lane");
        var small = lane.Spawn("small", new Script<int>((_, n) => _trace.Add($"{n}")), capacity: 2);
        lane.Spawn("sender", new Script<int>((_, _) => { }, _ =>
        {
            for (var n = 1; n <= 3; n++)
                small.Tell(n);
            small.TellReserved(4);
        }));
        _world.RunUntilIdle();
        Assert.Equal(["1", "2", "4"], _trace);
        Assert.Equal(1, _world.DeadLetters["lane/small"]);
    }

    [Fact]
    public void reserved_message_must_pass_when_the_mailbox_is_full()
    {
        var small = _world.CreateLane("lane").Spawn("small", new Script<int>((_, n) => _trace.Add($"{n}")), capacity: 1);
        small.Tell(1);
        small.TellReserved(2);
        small.TellReserved(3);
        _world.RunUntilIdle();
        Assert.Equal(["1", "2", "3"], _trace);
        Assert.Empty(_world.DeadLetters);
    }

    [Fact]
    public void stream_must_lose_nothing_when_it_waits_for_room()
    {
        var target = _world.CreateLane("lane").Spawn("target", new Script<int>((_, n) => _trace.Add($"{n}")), capacity: 4);
        var waits = 0;
        for (var n = 0; n < 100; n++)
        {
            while (!target.TryTell(n))
            {
                var room = target.WaitForRoomAsync();
                Assert.False(room.IsCompleted);
                _world.RunUntilIdle();
                Assert.True(room.IsCompletedSuccessfully);
                waits++;
            }
        }

        _world.RunUntilIdle();
        Assert.Equal(Enumerable.Range(0, 100).Select(n => $"{n}"), _trace);
        Assert.True(waits > 20);
        Assert.Empty(_world.DeadLetters);
    }

    [Fact]
    public void room_must_come_when_the_mailbox_is_half_empty_and_not_before()
    {
        var rooms = new List<bool>();
        Task? room = null;
        var target = _world.CreateLane("lane").Spawn("target", new Script<int>((_, _) => rooms.Add(room!.IsCompleted)), capacity: 4);
        for (var n = 0; n < 4; n++)
            target.Tell(n);
        room = target.WaitForRoomAsync();
        _world.RunUntilIdle();
        Assert.Equal([false, true, true, true], rooms);
        Assert.True(target.WaitForRoomAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public void fault_must_stop_its_lane_and_be_reported_once_while_others_go_on()
    {
        var faults = new List<WorldFault>();
        _world.Faulted += faults.Add;
        var bad = _world.CreateLane("bad");
        var neighbour = bad.Spawn("neighbour", new Script<int>((_, n) => _trace.Add($"neighbour {n}")));
        var thrower = bad.Spawn("thrower", new Script<int>((_, _) => throw new InvalidDataException("test")));
        var thrower2 = _world.CreateLane("bad-too").Spawn("thrower", new Script<int>((_, _) => throw new InvalidDataException("second")));
        var good = _world.CreateLane("good").Spawn("actor", new Script<int>((_, n) => _trace.Add($"good {n}")));
        thrower.Tell(1);
        neighbour.Tell(1);
        thrower2.Tell(1);
        good.Tell(1);
        _world.RunUntilIdle();
        neighbour.Tell(2);
        thrower.TellReserved(2);
        good.Tell(2);
        _world.RunUntilIdle();

        Assert.Equal(["good 1", "good 2"], _trace);
        var fault = Assert.Single(faults);
        Assert.Equal(("bad", 3L, "test"), (fault.Lane, fault.TurnNumber, fault.Exception.Message));
        Assert.Same(fault, _world.Fault);
        Assert.Equal(new Dictionary<string, long> { ["bad/neighbour"] = 2, ["bad/thrower"] = 1 }, _world.DeadLetters);
    }

    [Fact]
    public async Task waiting_for_room_must_fail_when_the_lane_stops_or_has_stopped()
    {
        var target = _world.CreateLane("lane").Spawn("target", new Script<int>((_, _) => throw new InvalidDataException("test")), capacity: 2);
        target.Tell(1);
        target.Tell(2);
        var before = target.WaitForRoomAsync();
        _world.RunUntilIdle();
        Assert.False(target.TryTell(3));
        await Assert.ThrowsAsync<LaneStoppedException>(target.WaitForRoomAsync);

        // The first message made room (one of two) before it threw; with four the waiter is still waiting.
        await before;
        var large = _world.CreateLane("large").Spawn("target", new Script<int>((_, _) => throw new InvalidDataException("test")), capacity: 4);
        for (var n = 0; n < 4; n++)
            large.Tell(n);
        var waiting = large.WaitForRoomAsync();
        _world.RunUntilIdle();
        await Assert.ThrowsAsync<LaneStoppedException>(() => waiting);
    }

    [Fact]
    public void start_must_count_as_a_fault_when_it_throws()
    {
        _world.CreateLane("lane").Spawn("actor", new Script<int>((_, _) => { }, _ => throw new InvalidDataException("start")));
        _world.RunUntilIdle();
        Assert.Equal("start", _world.Fault?.Exception.Message);
    }

    [Fact]
    public void path_must_name_lane_and_actor() =>
        Assert.Equal("lane/actor", _world.CreateLane("lane").Spawn("actor", new Script<int>((_, _) => { })).ToString());
}
