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
        TimeZoneInfo.ConvertTime(UnixNanos.ToDateTimeOffset(nanos), timeZone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The events of a mark: a new day or a bar close is recorded, a reached limit halts.</summary>
    /// <param name="risk">The account's reference points.</param>
    /// <param name="equity">Equity now.</param>
    /// <param name="limits">The account's limits.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="isBarClose">True when the mark belongs on the equity curve.</param>
    public static IReadOnlyList<AccountEvent> Decide(AccountRisk risk, Money equity, RiskLimits limits, long nowNanos, bool isBarClose)
    {
        var events = new List<AccountEvent>();
        var day = DayOf(nowNanos, limits.TimeZone);
        var isNewDay = day != risk.Day;
        var marked = new EquityMarked(equity, isNewDay ? equity : risk.DayStart, Money.Max(risk.High, equity), day);
        var after = isNewDay || isBarClose ? risk.Apply(marked) : risk;
        var halt = Halt(after, equity, limits);
        if (isNewDay || isBarClose || halt is not null)
            events.Add(marked);
        if (halt is not null)
            events.Add(halt);
        return events;
    }

    /// <summary>The halt that this equity asks for; none when the account is halted at least as firmly already.</summary>
    private static TradingHalted? Halt(AccountRisk risk, Money equity, RiskLimits limits)
    {
        if (risk.State != TradingState.Halted && RiskRules.DrawdownReached(risk, equity, limits))
            return new TradingHalted(HaltScope.Account, $"drawdown: equity {equity} against the high of {risk.High}");
        return risk.State == TradingState.Active && RiskRules.DailyLossReached(risk, equity, limits)
            ? new TradingHalted(HaltScope.Day, $"daily loss: equity {equity} against {risk.DayStart} at the day's start")
            : null;
    }
}
