using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Tests.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.TestKit.Journals;

namespace QuantumAI.Runtime.Tests.Actors;

/// <summary>An actor that throws, blocks or ends in the middle of its recovery leaves its neighbours working.</summary>
public sealed class NeighbourTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Prop_neighbours_are_untouched_by_who_throws() => Scenario.Hold(200, scenario =>
    {
        var lane = scenario.World.CreateLane("lane");
        var probe = lane.Probe<int>("neighbour");
        var sum = 0;
        var strategies = new[] { SupervisorStrategy.Resume, SupervisorStrategy.Restart(2, 100), SupervisorStrategy.Restart(backoff: new Backoff(5, 50)), SupervisorStrategy.Stop };
        var bad = strategies.Select((strategy, i) => lane.Spawn($"bad-{i}", new Props<int>(() => new Hooked<int>((_, n) =>
        {
            probe.Ref.Tell(n);
            throw new InvalidDataException("test");
        })
        {
            Started = _ =>
            {
                if (++sum % 5 == 0)
                    throw new InvalidDataException("start");
            },
            Stopped = _ => throw new InvalidDataException("stop"),
        })
        { Supervision = strategy })).ToList();
        var told = new List<int>();
        for (var n = 0; n < scenario.Size; n++)
        {
            bad[scenario.Random.Next(bad.Count)].Tell(-1);
            probe.Ref.Tell(n);
            told.Add(n);
            if (scenario.Random.Next(3) == 0)
                scenario.World.AdvanceTo(scenario.World.NowNanos + scenario.Random.Next(20));
        }

        scenario.World.RunUntilIdle();
        Assert.Equal(told, probe.Received.Where(n => n >= 0));
    });

    [Fact]
    public async Task other_lanes_must_answer_while_a_handler_blocks()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        using var go = new ManualResetEventSlim();
        var probe = world.CreateLane("other").LiveProbe<string>("probe");
        var blocked = world.CreateLane("blocked").Spawn("actor", new Script<int>((_, n) =>
        {
            probe.Ref.Tell($"enters {n}");
            go.Wait(Patience);
            probe.Ref.Tell($"leaves {n}");
        }));
        var neighbour = world.CreateLane("neighbour").Spawn("actor", new Script<ReplyTo<int>>((_, reply) => reply.Tell(1)));
        blocked.Tell(1);
        blocked.Tell(2);
        await probe.ExpectAsync("enters 1");
        for (var i = 0; i < 1_000; i++)
            Assert.Equal(1, await neighbour.AskAsync<int>(reply => reply, Patience));
        probe.Watch(blocked);
        blocked.Stop();
        go.Set();
        await probe.ExpectAsync("leaves 1");
        await probe.ExpectTerminatedAsync(blocked);
        await probe.ExpectNothingAsync();
        Assert.Equal(1, world.DeadLetters["blocked/actor"]);
    }

    [Fact]
    public void Prop_actor_that_ends_in_its_recovery_leaves_its_neighbours_and_answers_or_counts_every_command() => Scenario.Hold(30, scenario =>
    {
        var (world, random) = (scenario.World, scenario.Random);
        using var store = new MemoryJournalStore();
        for (var i = 0; i < 20; i++)
            store.Append([new AppendRequest("ending", i, [MovedCodec.Instance.Encode(new Moved(1), 0)])]);
        var journal = new HeldJournal(store) { HoldPages = true };
        var lane = world.CreateLane("lane");
        var ending = lane.Spawn("ending", new LedgerActor("ending", journal, limits: new PersistenceLimits { PageEvents = 4, StashCapacity = 5 }));
        var neighbour = new LedgerActor("neighbour", new InlineJournal(store));
        var neighbourRef = lane.Spawn("neighbour", neighbour);
        world.RunUntilIdle();
        var (pages, answers) = (random.Next(0, 4), 0);
        for (var i = 0; i < pages; i++)
        {
            journal.GivePage();
            world.RunUntilIdle();
        }

        var before = random.Next(scenario.Size + 1);
        for (var n = 0; n < scenario.Size; n++)
        {
            if (n == before)
                ending.Stop();
            ending.Tell(new Move(1, Answer: (_, _, _) => answers++));
            neighbourRef.Tell(new Move(1));
            if (random.Next(2) == 0)
                world.RunUntilIdle();
        }

        ending.Stop();
        world.RunUntilIdle();
        journal.GivePage(); // to whom nobody listens any more
        world.RunUntilIdle();
        Assert.Equal(scenario.Size, answers + world.DeadLetters.GetValueOrDefault("lane/ending"));
        Assert.Equal(new LedgerState(scenario.Size, scenario.Size), neighbour.Shown);
        scenario.Note($"{pages} pages, {answers} answers");
    });
}
