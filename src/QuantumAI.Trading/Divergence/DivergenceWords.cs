using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Trading.Reports;

namespace QuantumAI.Trading.Divergence;

/// <summary>The words of a divergence report, the same in text and on the page.</summary>
internal static class DivergenceWords
{
    public static string Of(DivergenceKind kind) => kind switch
    {
        DivergenceKind.Matched => "matched",
        DivergenceKind.Signal => "signal differs",
        DivergenceKind.FillPrice => "fill price differs",
        DivergenceKind.Latency => "latency",
        DivergenceKind.MissedFill => "missed fill",
        DivergenceKind.Configuration => "configuration",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a row has a kind"),
    };

    public static IReadOnlyList<DivergenceKind> Kinds { get; } =
        [DivergenceKind.Matched, DivergenceKind.Configuration, DivergenceKind.Signal, DivergenceKind.FillPrice, DivergenceKind.Latency, DivergenceKind.MissedFill];

    /// <summary>When a decision is of a kind.</summary>
    public static string Meaning(DivergenceKind kind) => kind switch
    {
        DivergenceKind.Matched => "both decided, filled at one price and after the same time",
        DivergenceKind.Configuration => "the recorded configuration decides as the session did, the other one does not",
        DivergenceKind.Signal => "one ordered where the other did not or was denied, and not because of the configuration: an earlier fill, the clock or other code",
        DivergenceKind.FillPrice => "the same decision, filled at another price; positive basis points are worse for the session",
        DivergenceKind.Latency => "the same decision and price, filled sooner or later after it",
        DivergenceKind.MissedFill => "the same decision, filled, or filled whole, in one of the two only",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a row has a kind"),
    };

    public static string Bps(DivergenceRow row) => row.LaterNanos is null ? ReportWords.Undefined : Signed(row.CostBps);

    public static string Signed(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>With its currency: <c>+720.23 USDT</c>.</summary>
    public static string Amount(double value, DivergenceReport report) => $"{Signed(value)} {report.Currency}".TrimEnd();

    public static string Amount(Money value, DivergenceReport report) => $"{value} {report.Currency}".TrimEnd();

    public static string NothingChanged(DivergenceReport report) =>
        report.IsNothingCompared ? "nothing to compare: no decision is in what is recorded" : "no decision of the session would have changed";

    /// <summary>By how much later a fill came: <c>+1.2 s</c>.</summary>
    public static string Later(double? nanos) => nanos is not { } late ? ReportWords.Undefined
        : string.Create(CultureInfo.InvariantCulture, $"{(late < 0 ? "-" : "+")}{ReportWords.Duration(Math.Abs(late))}");

    public static string Side(OrderTale? tale) => tale?.Words() ?? "nothing";

    public static string When(DivergenceRow row) => UnixNanos.ToDateTimeOffset(row.DecidedNanos).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Size(DivergenceRow row) => row.IsOtherSize ? " (other size)" : "";
}
