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
