using QuantumAI.Domain.Instruments;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Reports.Html;

/// <summary>Round trips one by one, and what is still held.</summary>
internal static class TradesSection
{
    private const int MostRows = 200;

    internal static void Write(MarkupWriter markup, ReportInput input, SummaryFigures figures)
    {
        var (session, trips) = (input.Session, input.Session.RoundTrips);
        if (trips.Count > 0)
        {
            HtmlReport.Open(markup, "Round trips");
            WriteExtremes(markup, session, figures.Trades);
            OpenTable(markup, "Round trips", "#", "Symbol", "Entry (UTC)", "Exit (UTC)", "Held", "!Quantity", "!Entry price", "!Exit price", "!P&L", "!Return", "Reasons", "Orders");
            for (var i = 0; i < Math.Min(trips.Count, MostRows); i++)
                WriteTrip(markup, i + 1, trips[i], session.Account.Instruments[trips[i].Symbol]);
            CloseTable(markup);
            if (trips.Count > MostRows)
                markup.Line($"<p class=\"muted\">The first {ReportWords.Count(MostRows)}; {ReportWords.Counted(trips.Count - MostRows, "more is", "more are")} in the CSV file of the trades.</p>");
            HtmlReport.Close(markup);
        }

        if (figures.OpenPositions.Count > 0)
            WriteOpen(markup, session, figures.OpenPositions);
    }

    private static void WriteExtremes(MarkupWriter markup, SessionReport session, TradeFigures trades)
    {
        if (trades is not { Best: { } best, Worst: { } worst })
            return;
        markup.Line($"<p class=\"muted\">Best {Extreme(session, best)}, worst {Extreme(session, worst)}; {ReportWords.Counted(trades.Wins, "won", "won")}, {ReportWords.Counted(trades.Losses, "lost", "lost")}. Prices are averages, P&#38;L is after fees.</p>");
    }

    private static string Extreme(SessionReport session, RoundTrip trip)
    {
        var quote = session.Account.Instruments[trip.Symbol].QuoteAsset;
        return $"{ReportWords.Percent(trip.ReturnOnCost)} ({ReportWords.Amount(trip.Pnl, quote, isSigned: true)} {quote}, {ReportWords.Day(trip.ExitNanos)})";
    }

    private static void WriteTrip(MarkupWriter markup, int number, RoundTrip trip, Instrument instrument)
    {
        var outcome = trip.Pnl.IsNegative ? "loss" : trip.Pnl > Money.Zero ? "gain" : "";
        markup.Line($"<tr><td class=\"none\">{number}</td><th scope=\"row\">{trip.Symbol}</th><td>{ReportWords.Minute(trip.EntryNanos)}</td><td>{ReportWords.Minute(trip.ExitNanos)}</td><td>{ReportWords.Duration(trip.ExitNanos - trip.EntryNanos)}</td>");
        markup.Line($"<td class=\"number\">{ReportWords.Quantity(trip.Quantity)}</td><td class=\"number\">{ReportWords.Price(trip.EntryPrice, instrument)}</td><td class=\"number\">{ReportWords.Price(trip.ExitPrice, instrument)}</td>");
        markup.Line($"<td class=\"number {outcome}\">{ReportWords.Amount(trip.Pnl, instrument.QuoteAsset, isSigned: true)}</td><td class=\"number {outcome}\">{ReportWords.Percent(trip.ReturnOnCost)}</td><td class=\"why\">{trip.EntryReason} → {trip.ExitReason}</td><td class=\"why\">{trip.OrderIds}</td></tr>");
    }

    private static void WriteOpen(MarkupWriter markup, SessionReport session, IReadOnlyList<OpenPosition> open)
    {
        HtmlReport.Open(markup, "Still open at the end");
        OpenTable(markup, "Open positions", "Symbol", "Agent", "Since (UTC)", "!Quantity", "!Cost each", "!Unrealised P&L");
        foreach (var (position, entryNanos, unrealised) in open)
        {
            var instrument = session.Account.Instruments[position.Symbol];
            markup.Line($"<tr><th scope=\"row\">{position.Symbol}</th><td>{position.AgentId}</td><td>{ReportWords.Minute(entryNanos)}</td><td class=\"number\">{ReportWords.Quantity(position.Quantity)}</td><td class=\"number\">{ReportWords.Price(position.AverageCost, instrument)}</td><td class=\"number\">{ReportWords.Amount(unrealised, instrument.QuoteAsset, isSigned: true)} {instrument.QuoteAsset}</td></tr>");
        }

        CloseTable(markup);
        HtmlReport.Close(markup);
    }

    /// <summary>A heading that starts with an exclamation mark stands over numbers.</summary>
    internal static void OpenTable(MarkupWriter markup, string label, params ReadOnlySpan<string> headings)
    {
        markup.Line($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table><thead><tr>");
        foreach (var heading in headings)
            markup.Line($"<th scope=\"col\" class=\"{(heading[0] == '!' ? "number" : "text")}\">{heading.TrimStart('!')}</th>");
        markup.Line($"</tr></thead><tbody>");
    }

    internal static void CloseTable(MarkupWriter markup) => markup.Line($"</tbody></table></div>");
}
