using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.PaperServer.Market;

/// <summary>Plays a market to an exchange as its events become due.</summary>
public static class MarketPump
{
    private const long SoonNanos = UnixNanos.PerMillisecond;

    /// <summary>Runs until the market is over or the cancellation.</summary>
    public static async Task RunAsync(PaperExchange exchange, IExchangeMarket market, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && market.TryRead(out var marketEvent))
        {
            var wait = marketEvent.ReceivedNanos - exchange.World.NowNanos;
            if (wait > SoonNanos)
                await Task.Delay(UnixNanos.ToTimeSpan(wait), cancellation).ConfigureAwait(false);
            while (!exchange.TryHear(in marketEvent))
                await exchange.WaitForRoomAsync().WaitAsync(cancellation).ConfigureAwait(false);
        }
    }
}
