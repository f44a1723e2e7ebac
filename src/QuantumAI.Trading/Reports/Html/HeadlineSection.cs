namespace QuantumAI.Trading.Reports.Html;

/// <summary>The figures that are asked for first, and in words why there is no trade when there is none.</summary>
internal static class HeadlineSection
{
    internal static void Write(MarkupWriter markup, ReportInput input, SummaryFigures figures)
    {
        var (trades, daily, currency) = (figures.Trades, figures.Daily, figures.BaseCurrency);
        markup.Line($"<section class=\"figures\" aria-label=\"Headline figures\">");
        Figure(markup, "Total return", ReportWords.Percent(figures.TotalReturn), Sign(figures.TotalReturn),
            $"{ReportWords.Amount(figures.Deposit, currency)} → {ReportWords.Amount(figures.FinalEquity, currency)} {currency}");
        Figure(markup, "Buy and hold", ReportWords.Percent(figures.AverageBuyAndHold), Sign(figures.AverageBuyAndHold), HeldNote(figures));
        Figure(markup, "Max drawdown", ReportWords.Percent(-figures.MaxDrawdown), Sign(-figures.MaxDrawdown), figures.Drawdown is { Depth: > 0 } fall
            ? $"{ReportWords.Day(fall.PeakNanos)} to {ReportWords.Day(fall.TroughNanos)}" : input.Session.Equity.Count == 0 ? "equity was never marked" : "never below a high");
        Figure(markup, "Sharpe ratio", ReportWords.Ratio(daily?.Sharpe), Sign(daily?.Sharpe), $"Sortino {ReportWords.Ratio(daily?.Sortino)}");
        Figure(markup, "Yearly growth", ReportWords.Percent(daily?.Cagr), Sign(daily?.Cagr),
            $"volatility {ReportWords.Percent(daily?.AnnualisedVolatility, isSigned: false)}, from {ReportWords.Counted(daily?.Periods ?? 0, "day", "days")}");
        Figure(markup, "Round trips", ReportWords.Count(trades.Count), "",
            trades.Count == 0 ? $"{ReportWords.Counted(input.Session.Orders.Count, "order", "orders")}"
                : $"{ReportWords.Percent(trades.WinRate, isSigned: false)} won, mean {ReportWords.Duration(trades.AverageHeldNanos)}");
        Figure(markup, "Profit factor", ReportWords.Ratio(trades.ProfitFactor), "", FactorNote(trades));
        Figure(markup, "Time in the market", ReportWords.Percent(figures.ExposureTime, isSigned: false), "",
            figures.Fees.Count == 0 ? "no fees" : "fees " + string.Join(", ", figures.Fees.Select(fee => $"{ReportWords.Amount(fee.Value, fee.Key)} {fee.Key}")));
        markup.Line($"</section>");
        if (trades.Count == 0)
            WriteWhyNone(markup, input, figures);
    }

    private static void Figure(MarkupWriter markup, string name, string value, string sign, string note) =>
        markup.Line($"<div class=\"figure\"><p class=\"name\">{name}</p><p class=\"value {sign}\">{value}</p><p class=\"note\">{note}</p></div>");

    private static string Sign(double? value) => value switch { > 0 => "gain", < 0 => "loss", _ => "" };

    private static string HeldNote(SummaryFigures figures) => figures.BuyAndHold.Count switch
    {
        _ when figures.AverageBuyAndHold is null => "no bar to compare with",
        1 => $"{figures.BuyAndHold[0].Symbol}, first open to last close",
        _ => $"mean of {ReportWords.Count(figures.BuyAndHold.Count)} symbols",
    };

    private static string FactorNote(TradeFigures trades) => trades switch
    {
        { Count: 0 } => "no round trip",
        { QuoteAsset: null } => "several quote assets",
        { Losses: 0 } => "no round trip lost",
        _ => $"{ReportWords.Amount(trades.AveragePnl, trades.QuoteAsset, isSigned: true)} {trades.QuoteAsset} per round trip",
    };

    private static void WriteWhyNone(MarkupWriter markup, ReportInput input, SummaryFigures figures)
    {
        var why = input switch
        {
            { Bars: 0 } => "No bar closed, so nothing could be decided.",
            { Session.Orders.Count: > 0 } when figures.OpenPositions.Count > 0 => "A position was opened and is still held.",
            { Session.Orders.Count: > 0 } => "There were orders, but none became a round trip.",
            { WhyNoTrades.Count: > 0 } => $"The most frequent reason was “{RankedReasons.Of(input.WhyNoTrades, 1)[0].Reason}”; all reasons are below.",
            _ => "No reason was counted.",
        };
        markup.Line($"<p class=\"card notice\"><strong>No round trip was closed.</strong> {why}</p>");
    }
}
