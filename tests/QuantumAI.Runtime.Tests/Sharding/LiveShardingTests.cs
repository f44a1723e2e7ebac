using System.Collections.Concurrent;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Sharding;
using QuantumAI.Runtime.Sharding.InProcess;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Sharding;

/// <summary>The same promises with real threads.</summary>
public sealed class LiveShardingTests
{
    private const int Senders = 4, Entities = 24;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task stress_must_account_for_every_message_in_order_while_nodes_come_and_go()
    {
        const int MessagesPerSender = 10_000;
        using var world = new LiveWorld(7, WorldClock.System());
        var (oracle, cluster) = (new Oracle(), new InProcessCluster(world));
        var region = cluster.StartRegion(Notes(oracle));
        cluster.Join("node-0");
        cluster.Join("node-1");
        var sending = Send(region, oracle, MessagesPerSender);
        for (var move = 0; move < 40 || !sending.IsCompleted; move++)
        {
            cluster.Join($"node-{2 + (move % 2)}");
            await cluster.LeaveAsync($"node-{2 + (move % 2)}").WaitAsync(Patience);
        }

        await sending.WaitAsync(Patience);
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => oracle.Answered(sender, MessagesPerSender))).WaitAsync(Patience);
        Assert.Empty(oracle.Broken);
        Assert.Equal(Senders * MessagesPerSender, oracle.Handled + oracle.Refused);
        Assert.True(oracle.Handled > 1_000, $"only {oracle.Handled} were handled");
        Assert.Equal(0, oracle.Overlaps);
        Assert.Null(world.Fault);
    }

    [Fact]
    public async Task stress_must_keep_one_live_instance_but_for_crashed_owners()
    {
        const int MessagesPerSender = 10_000, Crashes = 40;
        using var world = new LiveWorld(7, WorldClock.System());
        var (owners, crashed) = (new ConcurrentDictionary<ShardTerm, string>(), new ConcurrentDictionary<string, bool>());
        var oracle = new Oracle { IsLost = term => crashed.ContainsKey(owners[term]) };
        var cluster = new InProcessCluster(world, new RecordingOwnership(owners));
        var region = cluster.StartRegion(Notes(oracle));
        cluster.Join("node-0");
        var sending = Send(region, oracle, MessagesPerSender);
        for (var crash = 0; crash < Crashes; crash++)
        {
            cluster.Join($"node-{crash + 1}");
            Probe(region, oracle, Senders + crash);
            await oracle.Answered(Senders + crash, 1).WaitAsync(Patience); // the crash hits the others on their way
            crashed.TryAdd($"node-{crash}", true);
            cluster.Crash($"node-{crash}");
        }

        await sending.WaitAsync(Patience);
        await region.EntitiesAsync(0, Patience); // the coordinator has heard of the last crash
        Probe(region, oracle, Senders + Crashes);
        await oracle.Answered(Senders + Crashes, Entities).WaitAsync(Patience);
        Assert.Empty(oracle.Broken);
        Assert.Null(world.Fault);
        Assert.All(region.State, status => Assert.Equal((ShardPhase.Owned, $"node-{Crashes}"), (status.Phase, status.Node)));
    }

    [Fact]
    public async Task next_owner_must_wait_for_an_entity_that_does_not_end_even_after_the_deadline()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        using var release = new ManualResetEventSlim();
        var (oracle, cluster) = (new Oracle(), new InProcessCluster(world));
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var region = cluster.StartRegion(new ShardRegionProps<Note>("notes", life => new Props<Note>(() => new Hooked(oracle, life, () =>
        {
            entered.TrySetResult();
            release.Wait(Patience);
        })))
        {
            Shards = 2,
        });
        cluster.Join("a");
        var shard = ShardHash.ShardOf("x", 2);
        for (var number = 1; number <= 3; number++)
            region.Tell("x", new Note(oracle, "x", 0, number));
        await entered.Task.WaitAsync(Patience);
        var left = cluster.LeaveAsync("a");
        cluster.Join("b");
        ((InProcessRegion<Note>)region).Coordinator.Tell(new CoordinatorWord.DrainDeadlinePassed(new ShardTerm("notes", shard, 1)));
        await AnswerOf(region, 1 - shard); // the coordinator has come to here
        region.Tell("x", new Note(oracle, "x", 0, 4));
        Assert.Equal((ShardPhase.HandingOver, false, 1), (region.State[shard].Phase, left.IsCompleted, oracle.Starts));
        release.Set();
        await left.WaitAsync(Patience);
        await oracle.Answered(0, 2).WaitAsync(Patience);
        Assert.Equal(["start x 1", "x 1 handles 0/1", "end x 1", "start x 2", "x 2 handles 0/4"], oracle.Trace);
    }

    [Fact]
    public async Task next_owner_must_wait_for_the_children_of_an_entity_on_other_lanes()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        using var release = new ManualResetEventSlim();
        var (oracle, cluster, elsewhere) = (new Oracle(), new InProcessCluster(world), world.CreateLane("elsewhere"));
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var region = cluster.StartRegion(new ShardRegionProps<Note>("notes", _ => new Props<Note>(() => new Script<Note>((context, note) =>
        {
            oracle.OnRejected(note, context.Self);
            context.SpawnOn(elsewhere, "child", new Props<int>(() => new Script<int>((_, _) =>
            {
                entered.TrySetResult();
                release.Wait(Patience);
            }))).Tell(0);
        })))
        {
            Shards = 1,
        });
        cluster.Join("a");
        region.Tell("x", new Note(oracle, "x", 0, 1));
        await entered.Task.WaitAsync(Patience);
        var left = cluster.LeaveAsync("a");
        cluster.Join("b");
        Assert.Equal(["x"], await region.EntitiesAsync(0, Patience)); // the shard drains, the entity has not ended
        await region.EntitiesAsync(0, Patience); // what the shard has reported, the coordinator has heard
        Assert.Equal((new ShardStatus(0, ShardPhase.HandingOver, "a", 1), false), (region.State[0], left.IsCompleted));
        release.Set();
        await left.WaitAsync(Patience);
    }

    private static ShardRegionProps<Note> Notes(Oracle oracle) => new("notes", life => new Props<Note>(() => new Probe(oracle, life)))
    {
        Shards = 6,
        MailboxCapacity = 100_000, // more than is sent: what is refused is refused by a buffer
        MostEntities = 3,
        PassivateAfterNanos = 2_000_000,
        StopDeadlineNanos = 60_000_000_000,
        Backoff = new Backoff(100_000, 1_000_000),
    };

    private static Task Send(IShardRegion<Note> region, Oracle oracle, int messagesPerSender) =>
        Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            var random = new Random(sender);
            for (var number = 1; number <= messagesPerSender; number++)
            {
                var deed = random.Next(50) switch { 0 => Deed.Fail, 1 => Deed.Passivate, 2 => Deed.Stop, _ => Deed.Work };
                var id = $"entity-{random.Next(Entities)}";
                region.Tell(id, new Note(oracle, id, sender, number, deed));
                if (number % 100 == 0)
                    Thread.Yield();
            }
        })));

    /// <summary>One message to every entity.</summary>
    private static void Probe(IShardRegion<Note> region, Oracle oracle, int sender)
    {
        for (var entity = 0; entity < Entities; entity++)
            region.Tell($"entity-{entity}", new Note(oracle, $"entity-{entity}", sender, entity + 1));
    }

    private sealed class Hooked(Oracle oracle, EntityContext life, Action work) : Actor<Note>
    {
        protected override void OnStart() => oracle.Start(life);

        protected override void OnStop() => oracle.End(life);

        protected override void Receive(in Note message)
        {
            oracle.Handle(life, message);
            work();
        }
    }

    private sealed class RecordingOwnership(ConcurrentDictionary<ShardTerm, string> owners) : IShardOwnership
    {
        private readonly MemoryShardOwnership _epochs = new();

        public void Claim(string region, int shard, string node, Action<ShardClaim> answered) => _epochs.Claim(region, shard, node, claim =>
        {
            owners[new ShardTerm(region, shard, claim.Epoch)] = node;
            answered(claim);
        });
    }

    /// <summary>An owner that hands its shard over may end with the question: whoever wants an answer asks again.</summary>
    private static async Task AnswerOf(IShardRegion<Note> region, int shard)
    {
        for (var patience = 0; patience < 60; patience++)
        {
            try
            {
                await region.EntitiesAsync(shard, TimeSpan.FromSeconds(1));
                return;
            }
            catch (TimeoutException)
            {
                // Asked again.
            }
        }

        throw new TimeoutException($"nobody told the entities of shard {shard}");
    }
}
