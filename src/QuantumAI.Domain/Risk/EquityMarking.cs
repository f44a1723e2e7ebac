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
        if (isNewDay || isBarClose)
        {
            var marked = new EquityMarked(equity, isNewDay ? equity : risk.DayStart, Money.Max(risk.High, equity), day);
            events.Add(marked);
            risk = risk.Apply(marked);
        }

        if (risk.State != TradingState.Halted && RiskRules.DrawdownReached(risk, equity, limits))
            events.Add(new TradingHalted(HaltScope.Account, $"drawdown: equity {equity} against the high of {risk.High}"));
        else if (risk.State == TradingState.Active && RiskRules.DailyLossReached(risk, equity, limits))
            events.Add(new TradingHalted(HaltScope.Day, $"daily loss: equity {equity} against {risk.DayStart} at the day's start"));
        return events;
    }
}
