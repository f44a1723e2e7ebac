using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;

namespace QuantumAI.Trading.Reports;

/// <summary>How figures are written for people: thousands separators, signs, a dash for what is not defined. Never for programs.</summary>
internal static class ReportWords
{
    internal const string Undefined = "–";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    internal static string Of(ReportKind kind) => kind switch
    {
        ReportKind.Backtest => "backtest",
        ReportKind.Paper => "paper",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a report must say its kind"),
    };

    internal static string Count(long count) => count.ToString("N0", Invariant);

    internal static string Counted(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary><c>+12.34 %</c> with a sign, <c>12.34 %</c> without.</summary>
    internal static string Percent(double? fraction, bool isSigned = true)
    {
        if (fraction is not { } value)
            return Undefined;
        var percent = Math.Abs(value) >= 1e4 ? value.ToString("0.##E+0", Invariant) + " ×" : Fixed(value * 100, 2) + " %";
        return isSigned && percent.AsSpan().IndexOfAnyInRange('1', '9') >= 0 && value > 0 ? "+" + percent : percent;
    }

    internal static string Ratio(double? ratio) => ratio is not { } value ? Undefined
        : Math.Abs(value) >= 1e6 ? value.ToString("0.##E+0", Invariant) : Fixed(value, 2);

    /// <summary>An amount with the decimals that people expect of its asset.</summary>
    internal static string Amount(double? amount, string asset, bool isSigned = false)
    {
        if (amount is not { } value)
            return Undefined;
        var isCurrency = IsCurrency(asset);
        var text = isCurrency ? Fixed(value, 2) : Trimmed(value, 8);
        return isSigned && value > 0 && text.AsSpan().IndexOfAnyInRange('1', '9') >= 0 ? "+" + text : text;
    }

    internal static string Amount(Money? amount, string asset, bool isSigned = false) => Amount(amount?.ToDouble(), asset, isSigned);

    /// <summary>A price with no more decimals than its instrument has and its size deserves.</summary>
    internal static string Price(double price, Instrument instrument) => Fixed(price, PriceDecimals(price, instrument));

    internal static string Quantity(Quantity quantity) => Trimmed(quantity.ToDouble(), 8);

    internal static string Minute(long nanos) => UnixNanos.ToDateTimeOffset(nanos).ToString("yyyy-MM-dd HH:mm", Invariant);

    internal static string Day(long nanos) => UnixNanos.ToDateTimeOffset(nanos).ToString("yyyy-MM-dd", Invariant);

    /// <summary>The two largest parts of a duration: <c>3 d 4 h</c>, <c>5 min 20 s</c>.</summary>
    internal static string Duration(double? nanos)
    {
        if (nanos is not { } length)
            return Undefined;
        var span = UnixNanos.ToTimeSpan((long)length);
        return span switch
        {
            { TotalDays: >= 1 } => string.Create(Invariant, $"{(long)span.TotalDays} d {span.Hours} h"),
            { TotalHours: >= 1 } => string.Create(Invariant, $"{span.Hours} h {span.Minutes} min"),
            { TotalMinutes: >= 1 } => string.Create(Invariant, $"{span.Minutes} min {span.Seconds} s"),
            _ => string.Create(Invariant, $"{span.TotalSeconds:0.###} s"),
        };
    }

    internal static string Fixed(double value, int decimals)
    {
        var text = value.ToString("N" + decimals.ToString(Invariant), Invariant);
        return text.StartsWith('-') && text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text[1..] : text;
    }

    /// <summary>At most two decimals, no zeros at the end.</summary>
    internal static string Short(double value) => Trimmed(value, 2);

    private static string Trimmed(double value, int decimals) => value.ToString("#,0." + new string('#', decimals), Invariant);

    private static int PriceDecimals(double price, Instrument instrument)
    {
        var needed = Math.Abs(price) switch { >= 1_000 => 2, >= 1 => 4, >= 0.01 => 6, _ => 12 };
        return Math.Min(needed, instrument.PriceScale);
    }

    private static bool IsCurrency(string asset) =>
        asset.Contains("USD", StringComparison.Ordinal) || asset is "EUR" or "GBP" or "CHF" or "JPY" or "KRW" or "DAI";

    /// <summary>What does not count from the session's start, and from when it does.</summary>
    internal static string Resumed(long nanos) => $"resumed {Minute(nanos)} UTC: bars, ticks and reasons of no trade count from then";
}
