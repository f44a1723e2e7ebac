using QuantumAI.Domain.Market;
using QuantumAI.Trading.Market;

namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>Reads a feed in a live world.</summary>
internal static class FeedReading
{
    public static async Task<bool> TrySeeAsync(MarketFeed feed, Func<MarketEvent, bool> fits, TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        try
        {
            while (await feed.WaitAsync(patience.Token))
            {
                while (feed.TryRead(out var seen))
                {
                    if (fits(seen))
                        return true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It has not come in time.
        }

        return false;
    }
}
