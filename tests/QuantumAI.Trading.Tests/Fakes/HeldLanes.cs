using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Trading.Tests.Fakes;

/// <summary>Keeps every lane of a live world inside one message until it is disposed, so that what is told meanwhile waits.</summary>
internal sealed class HeldLanes : IDisposable
{
    private readonly ManualResetEventSlim _release = new();

    /// <summary>Completes when every lane is held.</summary>
    public static async Task<HeldLanes> OfAsync(LiveWorld world)
    {
        var held = new HeldLanes();
        await Task.WhenAll(world.Lanes.Select(lane =>
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lane.Spawn("hold", new Script<TaskCompletionSource>((_, isReached) => held.Hold(isReached))).Tell(reached);
            return reached.Task;
        }));
        return held;
    }

    public void Dispose() => _release.Set();

    private void Hold(TaskCompletionSource reached)
    {
        reached.SetResult();
        _release.Wait();
    }
}
