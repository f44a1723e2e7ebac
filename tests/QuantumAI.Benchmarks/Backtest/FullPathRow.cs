using QuantumAI.Benchmarks.Harness;
using QuantumAI.Domain.Market;

namespace QuantumAI.Benchmarks.Backtest;

/// <summary>The back-test with everything on, against the features alone.</summary>
internal static class FullPathRow
{
    private const int Symbols = 4;
    private const int Events = 1_500_000;

    public static Row Create(RunSize size)
    {
        var market = DepthMarket.Make(Symbols, size.Of(Events));
        using var backtest = new FullPathBacktest(market);
        backtest.Run();
        ThrowUnlessEqual(backtest.Checksum, Direct(market));
        if (backtest.Fills < backtest.Orders)
            throw new InvalidOperationException($"{backtest.Fills} fills of {backtest.Orders} orders; {string.Join(", ", backtest.WhyNoTrades)}");
        return new Row(
            "backtest.full-path", "events/s", Better.Higher, new Workload("actors", () => Actors(market)), new Workload("features-only", () => FeaturesOnly(market)),
            Target.Rate(1e6, 4e6),
            $"{Symbols} symbols, {market.Events.Length:N0} quotes, trades and changes of order books in memory, not journaled; {StreamingFeatures.Count} features updated with "
            + $"every event; order books in watcher and venue; {backtest.Orders:N0} market orders and {backtest.Fills:N0} fills ({string.Join(", ", backtest.WhyNoTrades)}) through "
            + "sizing, risk gate (VaR, CVaR and stress losses measured, leases), fees and the venue's matching engine. The baseline keeps the books and computes the same features "
            + "in one loop, without anything else, and comes to the same sum of all values.");
    }

    private static Sample Actors(MarketArray market)
    {
        using var backtest = new FullPathBacktest(market);
        return Sample.Rate(market.Events.Length, backtest.Run);
    }

    private static Sample FeaturesOnly(MarketArray market) => Sample.Rate(market.Events.Length, () => Direct(market));

    private static double Direct(MarketArray market)
    {
        StreamingFeatures[] features = [.. market.Instruments.Select(instrument => new StreamingFeatures(instrument))];
        OrderBook[] books = [.. market.Instruments.Select(_ => new OrderBook())];
        foreach (ref readonly var next in market.Events.AsSpan())
        {
            var book = books[next.InstrumentId];
            if (next.Kind is MarketEventKind.DepthSnapshot or MarketEventKind.DepthUpdate)
                book.Apply(next.Depth, next.Kind == MarketEventKind.DepthSnapshot);
            features[next.InstrumentId].Update(in next, book);
        }

        return features.Sum(feature => feature.Checksum);
    }

    /// <summary>A baseline with other values measures something else.</summary>
    private static void ThrowUnlessEqual(double ours, double theirs)
    {
        if (ours != theirs || !double.IsFinite(ours) || ours == 0)
            throw new InvalidOperationException($"the features add up to {ours} with actors and to {theirs} in the loop");
    }
}
