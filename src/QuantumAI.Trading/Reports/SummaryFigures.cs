using System.Runtime.InteropServices;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Positions;
using QuantumAI.Quant.Statistics;

namespace QuantumAI.Trading.Reports;

/// <summary>What a symbol itself returned from the open of the first bar to the close of the last, as a fraction, without fees; null without a bar.</summary>
public sealed record BuyAndHold(string Symbol, double? Return);

/// <summary>A position above dust that the session ended with; it is in the equity but no round trip yet.</summary>
/// <param name="Position">What is held and what it cost.</param>
/// <param name="EntryNanos">UTC nanoseconds of the first purchase since the position was last flat.</param>
/// <param name="UnrealisedPnl">Value at the last bar's close minus cost, in the quote asset; null without a bar.</param>
public sealed record OpenPosition(Position Position, long EntryNanos, Money? UnrealisedPnl);

/// <summary>The figures of a report, computed once and shown by every renderer. What is not defined is null, never a made-up 0.</summary>
/// <remarks>Returns, rates and drawdowns are fractions: 0.01 is 1 %. O(orders + fills + marks).</remarks>
public sealed record SummaryFigures
{
    /// <summary>Crypto trades every day of the year.</summary>
    public const double DaysPerYear = 365;

    public required string BaseCurrency { get; init; }

    /// <summary>What the account started with, in the base currency.</summary>
    public required Money Deposit { get; init; }

    /// <summary>Equity at the last mark, in the base currency; the deposit when there is none.</summary>
    public required Money FinalEquity { get; init; }

    /// <summary>Final equity over the deposit, minus one; null without a deposit.</summary>
    public required double? TotalReturn { get; init; }

    /// <summary>Deepest fall of the equity curve, the deposit being its first point; null without a deposit.</summary>
    public required Drawdown? Drawdown { get; init; }

    /// <summary>From the equity at the end of each UTC day, annualised with 365; null when the curve is no track record.</summary>
    public required PerformanceStatistics? Daily { get; init; }

    public required TradeFigures Trades { get; init; }

    /// <summary>Share of the market time with at least one position; null when no time passed.</summary>
    public required double? ExposureTime { get; init; }

    /// <summary>Fees by the asset they were taken in, exact.</summary>
    public required IReadOnlyDictionary<string, Money> Fees { get; init; }

    public required IReadOnlyList<BuyAndHold> BuyAndHold { get; init; }

    public required IReadOnlyList<OpenPosition> OpenPositions { get; init; }

    /// <summary>Orders by the state they ended in.</summary>
    public required IReadOnlyDictionary<OrderStatus, int> OrdersByStatus { get; init; }

    /// <summary>Deepest fall as a positive fraction.</summary>
    public double? MaxDrawdown => Drawdown?.Depth;

    /// <summary>Mean of the symbols' own returns: equal parts bought at the start and held; null when none is known.</summary>
    public double? AverageBuyAndHold => BuyAndHold.Average(symbol => symbol.Return);

    public static SummaryFigures Of(ReportInput input)
    {
        var session = input.Session;
        var open = OpenPositionsOf(input);
        return new SummaryFigures
        {
            BaseCurrency = session.Account.BaseCurrency,
            Deposit = session.Deposit,
            FinalEquity = session.FinalEquity,
            TotalReturn = session.Deposit > Money.Zero ? session.TotalReturn : null,
            Drawdown = EquityCurve.Of(input).DeepestDrawdown(),
            Daily = StatisticsOf(session.DailyEquity()),
            Trades = TradeFigures.Of(session),
            ExposureTime = Exposure.TimeShareOf(input, open),
            Fees = FeesOf(input),
            BuyAndHold = [.. input.Charts.Select(chart => new BuyAndHold(chart.Instrument.Symbol, HeldReturnOf(chart)))],
            OpenPositions = open,
            OrdersByStatus = new SortedDictionary<OrderStatus, int>(
                session.Orders.GroupBy(order => order.Status).ToDictionary(group => group.Key, group => group.Count())),
        };
    }

    /// <summary>Statistics refuse what cannot be a track record (no capital, equity below 0 or after ruin): then there are none.</summary>
    private static PerformanceStatistics? StatisticsOf(IReadOnlyList<double> daily)
    {
        const double MostGrowth = 1e6;
        for (var i = 0; i < daily.Count; i++)
        {
            var isFirstFit = i > 0 || daily[i] > 0;
            var isFit = double.IsFinite(daily[i]) && daily[i] >= 0
                && (i == 0 || (daily[i - 1] == 0 ? daily[i] == 0 : daily[i] / daily[i - 1] <= MostGrowth));
            if (!isFirstFit || !isFit)
                return null;
        }

        return PerformanceStatistics.FromEquity(CollectionsMarshal.AsSpan(daily.ToList()), DaysPerYear);
    }

    private static SortedDictionary<string, Money> FeesOf(ReportInput input)
    {
        var fees = new SortedDictionary<string, Money>(StringComparer.Ordinal);
        foreach (var (_, _, fill) in input.Session.Fills)
            fees[fill.FeeAsset] = fees.GetValueOrDefault(fill.FeeAsset) + fill.Fee;
        return fees;
    }

    private static double? HeldReturnOf(SymbolBars chart) =>
        chart.Bars.Count == 0 || chart.Bars[0].OpenUnits == 0 ? null : ((double)chart.Bars[^1].CloseUnits / chart.Bars[0].OpenUnits) - 1;

    private static List<OpenPosition> OpenPositionsOf(ReportInput input)
    {
        var account = input.Session.Account;
        var open = new List<OpenPosition>();
        foreach (var position in account.Positions.Where(position => !account.Instruments[position.Symbol].IsDust(position.Quantity)))
        {
            var bars = input.Charts.FirstOrDefault(chart => chart.Instrument.Symbol == position.Symbol)?.Bars;
            Money? unrealised = bars is { Count: > 0 }
                ? Money.Notional(account.Instruments[position.Symbol].Price(bars[^1].CloseUnits), position.Quantity) - position.Cost
                : null;
            open.Add(new OpenPosition(position, EntryOf(input, position), unrealised));
        }

        return open;
    }

    /// <summary>Dust keeps a position's own opening time alive: the entry is the first purchase after the last round trip.</summary>
    private static long EntryOf(ReportInput input, Position position)
    {
        var lastExit = input.Session.RoundTrips
            .Where(trip => trip.AgentId == position.AgentId && trip.Symbol == position.Symbol)
            .Select(trip => trip.ExitNanos).DefaultIfEmpty(long.MinValue).Last();
        var first = input.Session.Fills.FirstOrDefault(fill =>
            fill.Nanos > lastExit && fill.Order.Side == OrderSide.Buy
            && fill.Order.AgentId == position.AgentId && fill.Order.Symbol == position.Symbol);
        return first?.Nanos ?? position.OpenedNanos;
    }
}
