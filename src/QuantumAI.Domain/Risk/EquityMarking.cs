using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Domain.Risk;

/// <summary>What a new equity figure means for the account's day, high and halts. Pure.</summary>
public static class EquityMarking
{
    /// <summary>The account's day at <paramref name="nanos"/>, <c>yyyy-MM-dd</c>.</summary>
    public static string DayOf(long nanos, TimeZoneInfo timeZone) =>
        DateOf(nanos, timeZone).ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The events of a mark: a new day, a bar close and the first after a resume are recorded, a reached limit halts.</summary>
    /// <param name="risk">The account's reference points.</param>
    /// <param name="equity">Equity now.</param>
    /// <param name="limits">The account's limits.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="isBarClose">True when the mark belongs on the equity curve.</param>
    public static IReadOnlyList<AccountEvent> Decide(AccountRisk risk, Money equity, RiskLimits limits, long nowNanos, bool isBarClose)
    {
        if (risk.IsReferenceOwed)
            risk = risk with { DayStart = equity, High = equity };
        var isNewDay = !IsDay(DateOf(nowNanos, limits.TimeZone), risk.Day);
        if (isNewDay || isBarClose || risk.IsReferenceOwed)
        {
            var marked = MarkOf(risk, equity, isNewDay ? DayOf(nowNanos, limits.TimeZone) : null);
            return HaltOf(risk.Apply(marked), equity, limits) is { } after ? [marked, after] : [marked];
        }

        return HaltOf(risk, equity, limits) is { } halt ? [MarkOf(risk, equity, null), halt] : [];
    }

    /// <param name="newDay">The day that begins with this mark; null when it goes on.</param>
    private static EquityMarked MarkOf(AccountRisk risk, Money equity, string? newDay) => new(
        equity, newDay is null ? risk.DayStart : equity, Money.Max(risk.High, equity), newDay ?? risk.Day);

    /// <summary>The halt that this equity asks for; none when the account is halted at least as firmly already.</summary>
    private static TradingHalted? HaltOf(AccountRisk risk, Money equity, RiskLimits limits)
    {
        if (risk.State is not (TradingState.Halted or TradingState.Reducing) && RiskRules.DrawdownReached(risk, equity, limits))
            return new TradingHalted(HaltScope.Account, $"drawdown: equity {equity} against the high of {risk.High}");
        return risk.State == TradingState.Active && RiskRules.DailyLossReached(risk, equity, limits)
            ? new TradingHalted(HaltScope.Day, $"daily loss: equity {equity} against {risk.DayStart} at the day's start")
            : null;
    }

    private static DateOnly DateOf(long nanos, TimeZoneInfo timeZone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(UnixNanos.ToDateTimeOffset(nanos), timeZone).DateTime);

    /// <summary>Compares without making a string: nearly every mark falls on the day of the one before.</summary>
    private static bool IsDay(DateOnly date, string day)
    {
        Span<char> text = stackalloc char[10];
        return date.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture) && day.AsSpan().SequenceEqual(text[..length]);
    }
}
