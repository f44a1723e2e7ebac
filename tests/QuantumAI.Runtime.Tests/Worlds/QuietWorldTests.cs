using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Worlds;

/// <summary>Alone, because it counts what the thread pool does.</summary>
[CollectionDefinition(nameof(QuietWorldTests), DisableParallelization = true)]
public sealed class QuietWorldCollection;

[Collection(nameof(QuietWorldTests))]
public sealed class QuietWorldTests
{
    [Fact]
    public async Task quiet_world_must_give_the_thread_pool_no_work()
    {
        using var world = new LiveWorld(7, WorldClock.System());
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var l = 0; l < 50; l++)
        {
            var last = l == 49;
            world.CreateLane($"lane-{l}").Spawn("actor", new Script<int>(
                (_, _) => { },
                context =>
                {
                    context.StartTimer("far", 3_600_000_000_000, 1);
                    if (last)
                        ready.SetResult();
                }));
        }

        await ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var turns = world.Lanes.Select(lane => lane.TurnNumber).ToList();

        // The window is what is measured, nothing waits for it: a polling world would work thousands of times in it.
        await Task.Delay(TimeSpan.FromMilliseconds(100));
        var before = ThreadPool.CompletedWorkItemCount;
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        Assert.InRange(ThreadPool.CompletedWorkItemCount - before, 0, 40);
        Assert.Equal(turns, world.Lanes.Select(lane => lane.TurnNumber));
    }
}
