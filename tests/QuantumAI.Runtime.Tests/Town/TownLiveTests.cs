using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Town;

/// <summary>The same town on real threads: nothing is repeatable there, but the books must balance as well.</summary>
public sealed class TownLiveTests
{
    private const int Threads = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Deed[] Deeds = [.. Enum.GetValues<Deed>().Where(deed => deed != Deed.Escalate)];

    [Fact]
    public Task stress_must_account_for_every_letter() => PlayAsync(lettersPerThread: 50_000);

    [Fact]
    [Trait("Size", "proof")]
    public async Task stress_must_account_for_every_letter_over_and_over()
    {
        for (var round = 0; round < 20; round++)
            await PlayAsync(lettersPerThread: 50_000);
    }

    private static async Task PlayAsync(int lettersPerThread)
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var town = new TownHall(world, lanes: 6, citizens: 24, outsiders: Threads, room: 256);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(thread);
                for (var i = 0; i < lettersPerThread; i++)
                {
                    // A thread ends an actor or two in its life and brings some children into the world: somebody is always left to send to.
                    var deed = Deeds[random.Next(Deeds.Length)];
                    if (deed is Deed.Fail or Deed.StopSelf or Deed.StopOther or Deed.DrainOther or Deed.SpawnNear or Deed.SpawnFar && random.Next(lettersPerThread / 4) > 0)
                        deed = Deed.Pass;
                    town.Post(thread, (ulong)random.NextInt64(), deed, hops: random.Next(3));
                    if (i % 100 == 99)
                        Thread.Yield();
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).WaitAsync(Patience);
        await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        town.StopAll();
        await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        town.CheckBooks();
        var (handled, ends, _, instances) = town.Totals;
        Assert.True(handled > lettersPerThread && ends > 20 && instances > 100, $"{town.Totals} are too few to tell");
        Assert.Null(world.Fault);
    }
}
