namespace QuantumAI.Domain.Signals;

/// <summary>Parameters of AuroraQ rule A.</summary>
/// <param name="AdxMin">Trend strength that an entry needs; 0 to 100.</param>
/// <param name="SentimentAgainst">Sentiment below minus this forbids an entry; 0 to 1.</param>
/// <param name="ChandelierAtr">Distance of the trailing stop below the highest high since entry, in ATR.</param>
/// <param name="TimeStopBars">Closed bars after which a position is given up.</param>
/// <param name="CrossValidBars">How many bars after a cross ADX may still confirm it, while the averages stay crossed; ADX(14) follows a cross, it does not lead it.</param>
public sealed record TrendParameters(
    double AdxMin = 20, double SentimentAgainst = 0.3, double ChandelierAtr = 3, int TimeStopBars = 168, int CrossValidBars = 12);

/// <summary>A closed bar and the indicators at its close, as doubles in the quote asset.</summary>
/// <param name="IsWarm">All indicators have seen enough bars.</param>
/// <param name="FollowsGap">The bar before it is missing, or the data was gapped.</param>
/// <param name="EmaFastBefore">EMA(12) one bar earlier; the others alike.</param>
/// <param name="BarsSinceCrossUp">Bars since EMA(12) crossed above EMA(26) and stayed there; 0 on the bar of the cross, a huge number when it is not above.</param>
public readonly record struct TrendInputs(
    bool IsWarm, bool FollowsGap, double Close, double High,
    double EmaFastBefore, double EmaSlowBefore, double EmaFast, double EmaSlow,
    double AdxBefore, double Adx, double Atr, double Sentiment, int BarsSinceCrossUp = int.MaxValue);

/// <summary>What the agent holds, as the rule needs it.</summary>
/// <param name="IsHolding">A position above dust.</param>
/// <param name="IsOrderPending">An order of the agent is not finished.</param>
/// <param name="HighestHigh">Highest high since entry; the entry bar's close at first.</param>
/// <param name="BarsHeld">Closed bars since entry.</param>
/// <param name="BarsSinceExit">Closed bars since the last position ended: a cross is entered once.</param>
public readonly record struct TrendHolding(bool IsHolding, bool IsOrderPending, double HighestHigh, int BarsHeld, int BarsSinceExit = int.MaxValue);

public enum SignalKind : byte
{
    Unspecified = 0,
    None = 1,
    EnterLong = 2,
    ExitLong = 3,
}

/// <summary>A decision and its reason in one word: for the journal, the counters and the operator.</summary>
public readonly record struct Signal(SignalKind Kind, string Reason);

/// <summary>AuroraQ rule A, trend: EMA(12/26) cross with ADX(14) above its minimum and rising, not against sentiment. Pure.</summary>
/// <remarks>Decides on closed bars; the order acts on the next event. Long only. Exit: opposite cross, chandelier stop, time stop.</remarks>
public static class TrendRule
{
    public static Signal Decide(in TrendInputs bar, in TrendHolding holding, TrendParameters parameters)
    {
        if (!bar.IsWarm)
            return Nothing("warming-up");
        if (!IsFinite(bar))
            return Nothing("not-finite");
        if (holding.IsOrderPending)
            return Nothing("order-pending");
        return holding.IsHolding ? DecideExit(bar, holding, parameters) : DecideEntry(bar, holding, parameters);
    }

    private static Signal DecideExit(in TrendInputs bar, in TrendHolding holding, TrendParameters parameters)
    {
        if (bar.EmaFast < bar.EmaSlow && bar.EmaFastBefore >= bar.EmaSlowBefore)
            return new Signal(SignalKind.ExitLong, "opposite-cross");
        if (bar.Close < Math.Max(holding.HighestHigh, bar.High) - (parameters.ChandelierAtr * bar.Atr))
            return new Signal(SignalKind.ExitLong, "chandelier-stop");
        return holding.BarsHeld >= parameters.TimeStopBars
            ? new Signal(SignalKind.ExitLong, "time-stop")
            : Nothing("holding");
    }

    private static Signal DecideEntry(in TrendInputs bar, in TrendHolding holding, TrendParameters parameters)
    {
        var crossesDown = bar.EmaFast < bar.EmaSlow && bar.EmaFastBefore >= bar.EmaSlowBefore;
        if (crossesDown)
            return Nothing("no-shorts-on-spot");
        var barsSinceCross = bar.EmaFastBefore <= bar.EmaSlowBefore ? 0 : bar.BarsSinceCrossUp;
        if (bar.EmaFast <= bar.EmaSlow || barsSinceCross > parameters.CrossValidBars || holding.BarsSinceExit <= barsSinceCross)
            return Nothing("no-cross");
        if (bar.FollowsGap)
            return Nothing("data-gapped");
        if (bar.Adx <= parameters.AdxMin)
            return Nothing("trend-too-weak");
        if (bar.Adx <= bar.AdxBefore)
            return Nothing("trend-not-rising");
        return bar.Sentiment < -parameters.SentimentAgainst
            ? Nothing("against-sentiment")
            : new Signal(SignalKind.EnterLong, "trend-cross");
    }

    private static bool IsFinite(in TrendInputs bar) =>
        double.IsFinite(bar.Close + bar.High + bar.EmaFast + bar.EmaSlow + bar.EmaFastBefore + bar.EmaSlowBefore + bar.Adx + bar.AdxBefore + bar.Atr + bar.Sentiment);

    private static Signal Nothing(string reason) => new(SignalKind.None, reason);
}
