using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Reports.Html;

namespace QuantumAI.Trading.Reports.Charts;

/// <summary>Entries ▲ and exits ▼ of one symbol, each pair with its story under the pointer.</summary>
internal sealed class TradeMarks(Instrument instrument, IReadOnlyList<RoundTrip> trips, IReadOnlyList<OpenPosition> open)
{
    /// <summary>Beyond this a pair has no story: a page must stay small.</summary>
    private const int MostStories = 400;

    private double HalfWidth => trips.Count switch { <= 60 => 6.5, <= 200 => 5, _ => 3 };

    internal IEnumerable<double> Prices => trips.SelectMany(trip => new[] { trip.EntryPrice, trip.ExitPrice })
        .Concat(open.Select(position => position.Position.AverageCost));

    internal IEnumerable<long> Times => trips.SelectMany(trip => new[] { trip.EntryNanos, trip.ExitNanos })
        .Concat(open.Select(position => position.EntryNanos));

    internal string Description =>
        $"{ReportWords.Counted(trips.Count, "round trip", "round trips")}, {ReportWords.Counted(open.Count, "open position", "open positions")}";

    internal void Write(MarkupWriter markup, ChartFrame frame)
    {
        foreach (var trip in trips.Take(MostStories))
            WriteTrip(markup, frame, trip);
        WriteSilent(markup, frame, trips.Skip(MostStories));
        foreach (var position in open)
        {
            var (x, y) = (frame.X(position.EntryNanos), frame.Y(position.Position.AverageCost));
            markup.Line($"<g class=\"trip\"><title>{Story(position)}</title><path class=\"entry open\" d=\"{Triangle(x, y, isUp: true)}\" /></g>");
        }
    }

    private void WriteTrip(MarkupWriter markup, ChartFrame frame, RoundTrip trip)
    {
        var (x1, y1) = (frame.X(trip.EntryNanos), frame.Y(trip.EntryPrice));
        var (x2, y2) = (frame.X(trip.ExitNanos), frame.Y(trip.ExitPrice));
        markup.Line($"<g class=\"trip {Outcome(trip)}\"><title>{Story(trip)}</title><line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" /><path class=\"entry\" d=\"{Triangle(x1, y1, isUp: true)}\" /><path class=\"exit\" d=\"{Triangle(x2, y2, isUp: false)}\" /></g>");
    }

    private void WriteSilent(MarkupWriter markup, ChartFrame frame, IEnumerable<RoundTrip> rest)
    {
        var (entries, gains, losses) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var trip in rest)
        {
            entries.Append(Triangle(frame.X(trip.EntryNanos), frame.Y(trip.EntryPrice), isUp: true));
            (trip.Pnl.IsNegative ? losses : gains).Append(Triangle(frame.X(trip.ExitNanos), frame.Y(trip.ExitPrice), isUp: false));
        }

        if (entries.Length == 0)
            return;
        markup.Line($"<path class=\"entry\" d=\"{entries.ToString()}\" />");
        markup.Line($"<g class=\"gain\"><path class=\"exit\" d=\"{gains.ToString()}\" /></g><g class=\"loss\"><path class=\"exit\" d=\"{losses.ToString()}\" /></g>");
    }

    private static string Outcome(RoundTrip trip) => trip.Pnl.IsNegative ? "loss" : "gain";

    private string Story(RoundTrip trip) =>
        $"▲ {ReportWords.Minute(trip.EntryNanos)} UTC at {ReportWords.Price(trip.EntryPrice, instrument)} ({trip.EntryReason})\n"
        + $"▼ {ReportWords.Minute(trip.ExitNanos)} UTC at {ReportWords.Price(trip.ExitPrice, instrument)} ({trip.ExitReason})\n"
        + $"{ReportWords.Quantity(trip.Quantity)} {instrument.BaseAsset}, {ReportWords.Duration(trip.ExitNanos - trip.EntryNanos)}\n"
        + $"P&L {ReportWords.Amount(trip.Pnl, instrument.QuoteAsset, isSigned: true)} {instrument.QuoteAsset} ({ReportWords.Percent(trip.ReturnOnCost)})";

    private string Story(OpenPosition position) =>
        $"▲ {ReportWords.Minute(position.EntryNanos)} UTC, still open\n"
        + $"{ReportWords.Quantity(position.Position.Quantity)} {instrument.BaseAsset} at a cost of {ReportWords.Price(position.Position.AverageCost, instrument)} each\n"
        + $"unrealised {ReportWords.Amount(position.UnrealisedPnl, instrument.QuoteAsset, isSigned: true)} {instrument.QuoteAsset}";

    /// <summary>Its tip is the trade: an entry points up at it from below, an exit down at it from above.</summary>
    private string Triangle(double x, double y, bool isUp)
    {
        var path = new StringBuilder();
        var back = y + (isUp ? 1.7 : -1.7) * HalfWidth;
        CurvePath.Append(path, 'M', x, y);
        CurvePath.Append(path, 'L', x + HalfWidth, back);
        CurvePath.Append(path, 'L', x - HalfWidth, back);
        return path.Append('Z').ToString();
    }
}
