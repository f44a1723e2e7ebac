using System.Globalization;
using System.Text;

namespace QuantumAI.Trading.Reports;

/// <summary>The figures as a table for the terminal: fixed width, at most <see cref="MostColumns"/> columns; the last line is the caller's.</summary>
public static class TextSummary
{
    /// <summary>Longest line in characters.</summary>
    public const int MostColumns = 100;

    private const int LabelWidth = 22;
    private const int ValueWidth = 26;
    private const int MostReasons = 8;
    private const int MostParents = 8;

    /// <summary>Lines that each end with a line feed.</summary>
    public static string Render(ReportInput input, SummaryFigures figures)
    {
        var text = new StringBuilder();
        Line(text, $"{ReportWords.Of(input.Kind)}: {input.Title}");
        Line(text, Exposure.SpanOf(input) is (var first, var last)
            ? $"{ReportWords.Minute(first)} to {ReportWords.Minute(last)} UTC, {ReportWords.Duration(last - first)}"
            : "no market data");
        if (input.ResumedNanos is { } resumed)
            Line(text, ReportWords.Resumed(resumed));
        Line(text, "");
        WriteFigures(text, input, figures);
        WriteSymbols(text, figures);
        WriteParentOrders(text, input);
        WriteReasons(text, input);
        return text.ToString();
    }

    private static void WriteFigures(StringBuilder text, ReportInput input, SummaryFigures figures)
    {
        var (trades, daily, currency) = (figures.Trades, figures.Daily, figures.BaseCurrency);
        var quote = trades.QuoteAsset ?? "";
        Pair(text, "deposit", $"{ReportWords.Amount(figures.Deposit, currency)} {currency}", "bars", ReportWords.Count(input.Bars));
        Pair(text, "final equity", $"{ReportWords.Amount(figures.FinalEquity, currency)} {currency}", "ticks", ReportWords.Count(input.Ticks));
        Pair(text, "total return", ReportWords.Percent(figures.TotalReturn), "orders", ReportWords.Count(input.Session.Orders.Count));
        Pair(text, "buy and hold", ReportWords.Percent(figures.AverageBuyAndHold), "fills", ReportWords.Count(input.Session.Fills.Count));
        Pair(text, "max drawdown", ReportWords.Percent(figures.MaxDrawdown, isSigned: false), "round trips", ReportWords.Count(trades.Count));
        Pair(text, "CAGR", ReportWords.Percent(daily?.Cagr), "open positions", ReportWords.Count(figures.OpenPositions.Count));
        Pair(text, "volatility p.a.", ReportWords.Percent(daily?.AnnualisedVolatility, isSigned: false), "win rate", ReportWords.Percent(trades.WinRate, isSigned: false));
        Pair(text, "Sharpe", ReportWords.Ratio(daily?.Sharpe), "profit factor", ReportWords.Ratio(trades.ProfitFactor));
        Pair(text, "Sortino", ReportWords.Ratio(daily?.Sortino), "average P&L", $"{ReportWords.Amount(trades.AveragePnl, quote, isSigned: true)} {quote}");
        Pair(text, "time in the market", ReportWords.Percent(figures.ExposureTime, isSigned: false), "average return", ReportWords.Percent(trades.AverageReturn));
        Pair(text, "best trade", ReportWords.Percent(trades.Best?.ReturnOnCost), "worst trade", ReportWords.Percent(trades.Worst?.ReturnOnCost));
        if (trades is { Best: { } best, Worst: { } worst })
        {
            Line(text, "best trade's orders".PadRight(LabelWidth) + best.OrderIds);
            Line(text, "worst trade's orders".PadRight(LabelWidth) + worst.OrderIds);
        }

        var fees = figures.Fees.Select(fee => $"{ReportWords.Amount(fee.Value, fee.Key)} {fee.Key}");
        Line(text, "fees".PadRight(LabelWidth) + (figures.Fees.Count == 0 ? ReportWords.Undefined : string.Join(", ", fees)));
    }

    private static void WriteSymbols(StringBuilder text, SummaryFigures figures)
    {
        if (figures.BuyAndHold.Count < 2)
            return;
        Line(text, "");
        Line(text, "buy and hold: " + string.Join(", ", figures.BuyAndHold.Select(held => $"{held.Symbol} {ReportWords.Percent(held.Return)}")));
    }

    private static void WriteParentOrders(StringBuilder text, ReportInput input)
    {
        var parents = input.Session.ParentOrders;
        if (parents.Count == 0)
            return;
        Line(text, "");
        Line(text, "shortfall against the decision, bps   total = delay + execution + opportunity + fees");
        foreach (var (parent, _, _, _, cost) in parents.Take(MostParents))
        {
            var parts = new[] { cost.Total, cost.Delay, cost.Execution, cost.Opportunity, cost.Fees }
                .Select(part => cost.Bps(part).ToString("0.00", CultureInfo.InvariantCulture)).ToArray();
            Line(text, $"  {Fit(parent.AlgorithmId, 34).PadRight(34)} {parts[0],9} = {string.Join(" + ", parts[1..])}");
        }

        if (parents.Count > MostParents)
            Line(text, $"  and {parents.Count - MostParents} more");
    }

    private static void WriteReasons(StringBuilder text, ReportInput input)
    {
        if (input.WhyNoTrades.Count == 0)
            return;
        var total = input.WhyNoTrades.Values.Sum();
        Line(text, "");
        Line(text, "why nothing was traded");
        foreach (var (reason, count) in RankedReasons.Of(input.WhyNoTrades, MostReasons))
            Line(text, $"  {Fit(reason, 44).PadRight(44)} {ReportWords.Count(count),14} {ReportWords.Percent((double)count / total, isSigned: false),10}");
    }

    private static void Pair(StringBuilder text, string leftLabel, string leftValue, string rightLabel, string rightValue) =>
        Line(text, leftLabel.PadRight(LabelWidth) + Fit(leftValue.TrimEnd(), ValueWidth).PadRight(ValueWidth) + "  "
            + rightLabel.PadRight(LabelWidth) + rightValue);

    private static void Line(StringBuilder text, string line)
    {
        var plain = string.Concat(line.Select(character => char.IsControl(character) ? ' ' : character));
        text.Append(Fit(plain, MostColumns).TrimEnd()).Append('\n');
    }

    private static string Fit(string text, int columns) => text.Length <= columns ? text : text[..(columns - 1)] + "…";
}
