using QuantumAI.Domain.Instruments;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Reports;

/// <summary>What the round trips amount to. A figure that is not defined is null, never a made-up 0.</summary>
/// <remarks>Sums of money need one quote asset: they are null when the round trips were in several.</remarks>
public sealed record TradeFigures
{
    /// <summary>Closed round trips.</summary>
    public required int Count { get; init; }

    /// <summary>Round trips with a profit above 0 after fees.</summary>
    public required int Wins { get; init; }

    /// <summary>Round trips with a loss after fees.</summary>
    public required int Losses { get; init; }

    /// <summary>The asset that the sums are in; null without a round trip or with several quote assets.</summary>
    public required string? QuoteAsset { get; init; }

    /// <summary>Wins over all round trips, a fraction; null without a round trip.</summary>
    public required double? WinRate { get; init; }

    /// <summary>Sum of profits over sum of losses; null when nothing was lost.</summary>
    public required double? ProfitFactor { get; init; }

    /// <summary>Sum of profits and losses, exact, fees included.</summary>
    public required Money? TotalPnl { get; init; }

    /// <summary>Mean profit in the quote asset.</summary>
    public required double? AveragePnl { get; init; }

    /// <summary>Mean profit of those that won, in the quote asset.</summary>
    public required double? AverageWin { get; init; }

    /// <summary>Mean loss of those that lost, in the quote asset, negative.</summary>
    public required double? AverageLoss { get; init; }

    /// <summary>Mean of profit over cost, a fraction.</summary>
    public required double? AverageReturn { get; init; }

    /// <summary>Mean time from first purchase to last sale, in nanoseconds.</summary>
    public required double? AverageHeldNanos { get; init; }

    /// <summary>Highest profit over cost; the earlier one of equals.</summary>
    public required RoundTrip? Best { get; init; }

    /// <summary>Lowest profit over cost; the earlier one of equals.</summary>
    public required RoundTrip? Worst { get; init; }

    public static TradeFigures Of(SessionReport session)
    {
        var trips = session.RoundTrips;
        var quotes = trips.Select(trip => session.Account.Instruments[trip.Symbol].QuoteAsset).Distinct(StringComparer.Ordinal).Take(2).ToArray();
        var wins = trips.Where(trip => trip.Pnl > Money.Zero).ToArray();
        var losses = trips.Where(trip => trip.Pnl.IsNegative).ToArray();
        var isOneAsset = quotes.Length == 1;
        Money? won = isOneAsset ? Sum(wins) : null;
        Money? lost = isOneAsset ? Sum(losses) : null;
        var total = won + lost;
        return new TradeFigures
        {
            Count = trips.Count,
            Wins = wins.Length,
            Losses = losses.Length,
            QuoteAsset = isOneAsset ? quotes[0] : null,
            WinRate = trips.Count == 0 ? null : (double)wins.Length / trips.Count,
            ProfitFactor = losses.Length == 0 ? null : won?.ToDouble() / -lost?.ToDouble(),
            TotalPnl = total,
            AveragePnl = total?.ToDouble() / trips.Count,
            AverageWin = wins.Length == 0 ? null : won?.ToDouble() / wins.Length,
            AverageLoss = losses.Length == 0 ? null : lost?.ToDouble() / losses.Length,
            AverageReturn = trips.Count == 0 ? null : trips.Average(trip => trip.ReturnOnCost),
            AverageHeldNanos = trips.Count == 0 ? null : trips.Average(trip => (double)(trip.ExitNanos - trip.EntryNanos)),
            Best = trips.MaxBy(trip => trip.ReturnOnCost),
            Worst = trips.MinBy(trip => trip.ReturnOnCost),
        };
    }

    private static Money Sum(IEnumerable<RoundTrip> trips) => trips.Aggregate(Money.Zero, static (sum, trip) => sum + trip.Pnl);
}
