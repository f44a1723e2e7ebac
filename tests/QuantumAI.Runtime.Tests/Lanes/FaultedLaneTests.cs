using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Tests.Town;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Lanes;

/// <summary>A lane that faults takes nothing with it unseen: what waited on it is counted as dead letters.</summary>
public sealed class FaultedLaneTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(Overflow.Reject)]
    [InlineData(Overflow.DropOldest)]
    [InlineData(Overflow.Conflate)]
    public void messages_that_wait_must_be_dead_letters_when_their_lane_faults(Overflow overflow)
    {
        using var world = new VirtualWorld(7, 0);
        var lane = world.CreateLane("lane");
        var actor = lane.Spawn("actor", new Props<int>(() => new Script<int>((_, _) => throw new InvalidDataException("test"))) { Overflow = overflow, ConflateBy = n => n });
        var neighbour = lane.Spawn("neighbour", new Script<int>((_, _) => { }));
        for (var n = 0; n < 5; n++)
            actor.Tell(n);
        neighbour.Tell(1);
        world.RunUntilIdle();
        Assert.Equal((4L, 1L), (Dead(world, "lane/actor"), Dead(world, "lane/neighbour")));
    }

    [Fact]
    public void messages_inside_the_lane_must_be_dead_letters_when_it_faults()
    {
        using var world = new VirtualWorld(7, 0);
        var lane = world.CreateLane("lane");
        var neighbour = lane.Spawn("neighbour", new Script<int>((_, _) => { }));
        lane.Spawn("actor", new Script<int>((_, _) =>
        {
            neighbour.Tell(1);
            neighbour.Tell(2);
            throw new InvalidDataException("test");
        })).Tell(1);
        world.RunUntilIdle();
        Assert.Equal(2, Dead(world, "lane/neighbour"));
    }

    [Fact]
    public void stashed_and_parked_messages_must_be_dead_letters_when_their_lane_faults()
    {
        using var world = new VirtualWorld(7, 0);
        var lane = world.CreateLane("lane");
        var stasher = lane.Spawn("stasher", new Hooked<int>((self, n) => self.Keep(n)));
        var parker = lane.Spawn("parker", new Props<int>(() => new Script<int>((_, _) => throw new InvalidDataException("test")))
        {
            Supervision = SupervisorStrategy.Restart(backoff: new Backoff(1_000, 1_000, 0)),
        });
        var bad = lane.Spawn("bad", new Script<int>((_, _) => throw new InvalidDataException("test")));
        for (var n = 0; n < 3; n++)
        {
            stasher.Tell(n);
            parker.Tell(n);
        }

        world.RunUntilIdle();
        bad.Tell(1);
        world.AdvanceTo(5_000);
        Assert.Equal((3L, 2L), (Dead(world, "lane/stasher"), Dead(world, "lane/parker")));
    }

    [Fact]
    public void sender_must_be_told_of_a_rejectable_message_when_the_lane_has_faulted()
    {
        using var world = new VirtualWorld(7, 0);
        var rejected = new List<int>();
        var actor = world.CreateLane("lane").Spawn("actor", new Script<Rejectable>((_, _) => throw new InvalidDataException("test")));
        actor.Tell(new Rejectable(1, rejected));
        world.RunUntilIdle();
        actor.Tell(new Rejectable(2, rejected));
        actor.TellReserved(new Rejectable(3, rejected));
        Assert.Equal([2, 3], rejected);
        Assert.Equal(2, Dead(world, "lane/actor"));
    }

    [Fact]
    public void neighbour_lanes_must_work_on_and_hear_of_the_end_exactly_once()
    {
        using var world = new VirtualWorld(7, 0);
        var bad = world.CreateLane("bad").Spawn("bad", new Script<int>((_, _) => throw new InvalidDataException("test")));
        var probe = world.CreateLane("good").Probe<int>("probe");
        probe.Watch(bad);
        world.RunUntilIdle();
        bad.Tell(1);
        probe.ExpectTerminated(bad);
        probe.Ref.Tell(1);
        probe.Expect(1);
        probe.ExpectNothing(1_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void answer_to_an_actor_must_be_a_dead_letter_when_its_lane_has_faulted(bool isTimedOut)
    {
        using var world = new VirtualWorld(7, 0);
        var server = world.CreateLane("good").Probe<ReplyTo<int>>("server");
        var actor = world.CreateLane("bad").Spawn("actor", new Script<int>((context, n) =>
        {
            if (n == 0)
                throw new InvalidDataException("test");
            context.Ask<ReplyTo<int>, int>(server.Ref, reply => reply, 100, answer => answer, -1);
        }));
        actor.Tell(1);
        server.Next();
        actor.Tell(0);
        world.RunUntilIdle();
        if (isTimedOut)
            world.AdvanceTo(100);
        else
            server.Reply(address => address, 5);
        Assert.Equal(1, Dead(world, "bad/actor"));
    }

    [Fact]
    public async Task piped_result_must_be_a_dead_letter_when_the_lane_has_faulted()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var (work, faulted) = (new TaskCompletionSource<int>(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        world.Faulted += _ => faulted.SetResult();
        world.CreateLane("bad").Spawn("actor", new Script<int>((context, _) =>
        {
            context.PipeToSelf(work.Task, done => done.Result);
            throw new InvalidDataException("test");
        })).Tell(1);
        await faulted.Task.WaitAsync(Patience);
        work.SetResult(5); // runs its continuations here
        Assert.Equal(1, Dead(world, "bad/actor"));
    }

    [Fact]
    public async Task watcher_must_hear_of_the_end_when_it_began_to_watch_during_the_turn_that_faults()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        using var go = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var bad = world.CreateLane("bad").Spawn("bad", new Script<int>((_, _) =>
        {
            entered.SetResult();
            go.Wait(Patience);
            throw new InvalidDataException("test");
        }));
        var probe = world.CreateLane("good").LiveProbe<int>("probe");
        probe.Patience = TimeSpan.FromSeconds(5); // nothing comes later than at once
        bad.Tell(1);
        await entered.Task.WaitAsync(Patience);
        probe.Watch(bad);
        probe.Ref.Tell(1);
        await probe.ExpectAsync(1); // on the watcher's lane, behind the watch
        go.Set();
        await probe.ExpectTerminatedAsync(bad);
    }

    [Fact]
    public void Prop_books_balance_when_lanes_fault_in_the_middle() => Scenario.Hold(150, scenario =>
    {
        scenario.MayFault = true;
        var (world, random) = (scenario.World, scenario.Random);
        var town = new TownHall(world, lanes: random.Next(2, 6), citizens: random.Next(4, 16)) { Noted = scenario.Note, HasTimers = false };
        for (var step = 0; step < scenario.Size; step++)
        {
            town.Post(0, (ulong)random.NextInt64(), random.Next(30) == 0 ? Deed.Escalate : (Deed)random.Next((int)Deed.Escalate), hops: random.Next(4));
            if (random.Next(8) == 0)
                world.AdvanceTo(world.NowNanos + random.Next(200));
        }

        world.AdvanceTo(world.NowNanos + 1_000_000);
        town.StopAll();
        world.RunUntilIdle();
        town.CheckBooks();
    });

    [Fact]
    public async Task stress_must_account_for_every_message_while_lanes_fault()
    {
        const int Lanes = 6, Threads = 8, MessagesPerThread = 20_000;
        using var world = new LiveWorld(7, WorldClock.System());
        var handled = 0L;
        var actors = Enumerable.Range(0, Lanes).Select(lane => world.CreateLane($"lane-{lane}").Spawn("actor", new Script<int>((_, n) =>
        {
            Interlocked.Increment(ref handled);
            if (n == MessagesPerThread / 2 && lane % 2 == 0)
                throw new InvalidDataException("test");
        }), capacity: 1_000)).ToList();
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var n = 0; n < MessagesPerThread; n++)
                {
                    if (n == MessagesPerThread / 2)
                        actors[(n + thread) % Lanes].TellReserved(n); // the one that faults must not meet a full mailbox
                    else
                        actors[(n + thread) % Lanes].Tell(n);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).WaitAsync(Patience);
        await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        actors.ForEach(actor => actor.Stop());
        await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.NotNull(world.Fault);
        Assert.Equal(Threads * (long)MessagesPerThread, Interlocked.Read(ref handled) + world.DeadLetters.Values.Sum());
    }

    private static long Dead(World world, string path) =>
        world.DeadLetters.Where(letter => letter.Key == path || letter.Key.StartsWith($"{path}/", StringComparison.Ordinal)).Sum(letter => letter.Value);

    private sealed record Rejectable(int Number, List<int> Rejections) : IRejectable
    {
        public void Rejected(ActorRef receiver) => Rejections.Add(Number);
    }
}
