using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Market;

namespace QuantumAI.Node.Composition;

/// <summary>A market that comes by itself and waits for nobody.</summary>
internal sealed class PushedMarket(MarketFeed feed, IReadOnlyList<ActorRef<MarketEvent>> watchers, ActorRef<MarketEvent>? venue) : IMarketDelivery
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private readonly LiveIngest _flow = new(feed, watchers, venue);

    public long Delivered => _flow.Delivered;

    public long LastNanos => _flow.LastNanos;

    public async Task RunAsync(World world, long untilNanos, CancellationToken cancellation)
    {
        var live = world as LiveWorld ?? throw new NotSupportedException($"a market that comes by itself needs real time, was {world.GetType().Name}");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var clock = untilNanos == long.MaxValue ? Task.CompletedTask : EndAtAsync(live, untilNanos, end);
        try
        {
            await _flow.RunAsync(live, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The session's time is over.
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await clock.ConfigureAwait(false);
        }
    }

    private static async Task EndAtAsync(LiveWorld world, long untilNanos, CancellationTokenSource end)
    {
        try
        {
            for (var wait = world.Clock.Until(untilNanos); wait > TimeSpan.Zero; wait = world.Clock.Until(untilNanos))
                await Task.Delay(wait < LongestWait ? wait + TimeSpan.FromMilliseconds(1) : LongestWait, end.Token).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // It has ended before its time.
        }
    }
}
