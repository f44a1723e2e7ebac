using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Market;

namespace QuantumAI.Trading.Tests.Fakes;

/// <summary>Hours of the synthetic market, each told as a trade at its start and a bar at its end: few events, real trends.</summary>
internal static class HourlyMarket
{
    public const int Seed = 11;
    private const int HistoryBars = 200;
    private const int LiveBars = 250;
    private static readonly List<Bar> Bars = MakeBars();

    public static IReadOnlyList<MarketEvent> Events { get; } = [.. Bars.Skip(HistoryBars).SelectMany(Tell)];

    /// <summary>The bars that had closed when so many events had been told.</summary>
    public static IReadOnlyList<Bar> History(int told) => Bars[..(HistoryBars + (told / 2))];

    private static MarketEvent[] Tell(Bar bar) =>
        [MarketEvent.Trade(0, bar.StartNanos, bar.StartNanos, bar.OpenUnits, 1, 1, buyerIsMaker: false), MarketEvent.Closed(0, bar)];

    private static List<Bar> MakeBars()
    {
        var builder = new BarBuilder(UnixNanos.PerHour);
        var bars = new List<Bar>();
        using var market = new SyntheticMarket(Seed, startNanos: 0, [(AccountStage.Btc, AccountStage.Btc.Price(6_000_000))]);
        while (bars.Count < HistoryBars + LiveBars && market.TryRead(out var next))
        {
            if (builder.TryClose(next.ReceivedNanos, out var bar))
                bars.Add(bar);
            if (next.Kind == MarketEventKind.Trade)
                builder.Add(next.ReceivedNanos, next.PriceUnits, next.QuantityUnits);
        }

        return bars;
    }
}
