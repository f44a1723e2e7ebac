using QuantumAI.Runtime.Discovery;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Discovery;

/// <summary>Real threads: whatever the interleaving, what must hold at the end holds.</summary>
public sealed class LiveDiscoveryTests : IDisposable
{
    private const int Threads = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly LiveWorld _world = new(7, WorldClock.System());

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task last_listing_must_reach_every_subscriber_when_services_come_and_go_on_many_threads()
    {
        const int Each = 200;
        var key = new ServiceKey<int>("workers");
        var receptionist = Receptionist.Start(_world.CreateLane("system"));
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var remaining = Threads;
        for (var i = 0; i < Threads; i++)
        {
            var isSettled = false;
            var watcher = _world.CreateLane($"watcher-{i}").Spawn("watcher", new Script<int>((_, count) =>
            {
                // Half of the services stay, each thread's last among them: the listing that names exactly those is the last one.
                if (count != -1 || isSettled)
                    return;
                isSettled = true;
                if (Interlocked.Decrement(ref remaining) == 0)
                    done.TrySetResult();
            }), capacity: 2);
            await receptionist.SubscribeAsync(key, watcher, listing => IsLast(listing) ? -1 : 0, Patience);
        }

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            var lane = _world.CreateLane($"services-{thread}");
            for (var n = 0; n < Each; n++)
            {
                var service = lane.Spawn($"{(n % 2 == 1 ? "stays" : "goes")}-{n}", new Script<int>((_, _) => { }));
                Assert.True((await receptionist.RegisterAsync(key, service, Patience)).IsAdmitted);
                if (n % 2 == 0)
                    service.Stop();
            }
        })));
        await done.Task.WaitAsync(Patience);
        var found = await receptionist.FindAsync(key, Patience);
        Assert.True(IsLast(found));
        for (var thread = 0; thread < Threads; thread++)
        {
            var own = found.ServiceInstances.Select(service => service.Path).Where(path => path.StartsWith($"services-{thread}/", StringComparison.Ordinal));
            Assert.Equal(Enumerable.Range(0, Each / 2).Select(n => $"services-{thread}/stays-{(2 * n) + 1}"), own);
        }

        Assert.Null(_world.Fault);

        static bool IsLast(Listing<int> listing) => listing.ServiceInstances.Count == Threads * Each / 2
            && listing.ServiceInstances.All(service => service.Path.Contains("stays", StringComparison.Ordinal));
    }

    [Fact]
    public async Task each_publishers_order_must_hold_for_each_subscriber_when_threads_publish_at_once()
    {
        const int Each = 20_000;
        var topic = Topic<(int Publisher, int Number)>.Start(_world.CreateLane("system"), "topic", new TopicSettings { Capacity = 256 });
        var heard = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        for (var i = 0; i < heard.Length; i++)
        {
            var (end, next, count) = (heard[i], new int[Threads], 0);
            var subscriber = _world.CreateLane($"subscriber-{i}").Spawn("subscriber", new Script<(int Publisher, int Number)>((_, message) =>
            {
                if (next[message.Publisher]++ != message.Number)
                    end.TrySetResult($"publisher {message.Publisher}: {message.Number} out of order");
                if (++count == Threads * Each)
                    end.TrySetResult(null);
            }), capacity: Threads * Each);
            await topic.SubscribeAsync(subscriber, Patience);
        }

        var stuck = _world.CreateLane("stuck");
        using var gate = new ManualResetEventSlim();
        var slow = stuck.Spawn("slow", new Script<(int Publisher, int Number)>((_, _) => gate.Wait(Patience)), capacity: 4);
        await topic.SubscribeAsync(slow, Patience);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(publisher => Task.Run(async () =>
        {
            for (var n = 0; n < Each; n++)
            {
                while (!topic.Ref.TryTell(Topic.Publish((publisher, n))))
                    await topic.Ref.WaitForRoomAsync();
            }
        })));
        foreach (var end in heard)
            Assert.Null(await end.Task.WaitAsync(Patience));
        var statistics = await topic.GetStatisticsAsync(Patience);
        gate.Set();
        Assert.Equal(Threads * Each, statistics.Published);
        Assert.Equal([Threads * Each, Threads * Each, Threads * Each], statistics.Subscribers.Take(3).Select(subscriber => subscriber.Taken));
        var last = statistics.Subscribers[3];
        Assert.Equal(Threads * Each, last.Taken + last.Refused);
        Assert.True(last.Taken <= 6, $"{last.Taken} taken by a stuck mailbox of 4");
        Assert.Equal(last.Refused, _world.DeadLetters["stuck/slow"]);
    }
}
