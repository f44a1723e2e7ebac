using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Actors;

public sealed class LiveActorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task stress_must_account_for_every_message_while_actors_stop_and_restart()
    {
        const int Lanes = 3, ActorsPerLane = 4, Senders = 6, MessagesPerSender = 15_000;
        using var world = new LiveWorld(7, WorldClock.System());
        var (handled, broken, ended) = (0L, 0, 0);
        var actors = new List<ActorRef<(int Sender, int Number)>>();
        for (var a = 0; a < Lanes * ActorsPerLane; a++)
        {
            var last = new int[Senders];
            var lane = a < Lanes ? world.CreateLane($"lane-{a}") : world.Lanes[a % Lanes];
            var overflow = a % 4 == 3 ? Overflow.DropOldest : Overflow.Reject;
            actors.Add(lane.Spawn($"actor-{a}", new Props<(int Sender, int Number)>(() => new Hooked<(int Sender, int Number)>((_, message) =>
            {
                Interlocked.Increment(ref handled);
                if (message.Number <= last[message.Sender])
                    Interlocked.Increment(ref broken);
                last[message.Sender] = message.Number;
                if (message.Number % 97 == 0)
                    throw new InvalidDataException("test");
            }))
            {
                Capacity = 64,
                Overflow = overflow,
                Supervision = SupervisorStrategy.Restart(backoff: a % 2 == 0 ? null : new Backoff(100_000, 1_000_000)),
            }));
        }

        var allEnded = Source<bool>();
        var watcher = world.CreateLane("watcher").Spawn("watcher", new Hooked<int>((_, _) => { })
        {
            Started = self => actors.ForEach(actor => self.Its.Watch(actor)),
            Heard = (_, _) =>
            {
                if (Interlocked.Increment(ref ended) == actors.Count)
                    allEnded.TrySetResult(true);
            },
        });
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            var random = new Random(sender);
            for (var number = 1; number <= MessagesPerSender; number++)
            {
                actors[random.Next(actors.Count)].Tell((sender, number));
                if (number == MessagesPerSender / 2)
                    actors[sender].Stop();
                if (number % 100 == 0)
                    Thread.Yield();
            }
        }))).WaitAsync(Patience);
        actors.ForEach(actor => actor.Stop());
        await allEnded.Task.WaitAsync(Patience);
        await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(0, broken);
        Assert.Equal(Senders * (long)MessagesPerSender, Interlocked.Read(ref handled) + world.DeadLetters.Values.Sum());
        Assert.Equal(actors.Count, ended);
        Assert.Null(world.Fault);
        Assert.NotNull(watcher);
    }

    [Fact]
    public async Task fault_of_one_lane_must_be_reported_once_while_another_goes_on()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var (faults, faulted) = (0, Source<WorldFault>());
        world.Faulted += fault =>
        {
            Interlocked.Increment(ref faults);
            faulted.TrySetResult(fault);
        };
        var bad = world.CreateLane("bad").Spawn("bad", new Script<int>((_, _) => throw new InvalidDataException("test")));
        var good = world.CreateLane("good").Spawn("good", new Script<ReplyTo<int>>((_, reply) => reply.Tell(1)));
        for (var n = 0; n < 100; n++)
            bad.Tell(n);
        Assert.Equal("bad", (await faulted.Task.WaitAsync(Patience)).Lane);
        Assert.Equal(1, await good.AskAsync<int>(reply => reply, Patience));
        Assert.Equal(1, faults);
    }

    private static TaskCompletionSource<T> Source<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
