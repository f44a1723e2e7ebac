using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Risk;
using QuantumAI.Domain.Signals;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading;

namespace QuantumAI.Benchmarks.Backtest;

/// <summary>The reference configuration's figures as values: the benchmark must not depend on files.</summary>
internal static class BacktestSettings
{
    public const string AgentId = "aurora";
    public const string Account = "paper";
    public const string BaseCurrency = "USDT";
    public const long IntervalNanos = UnixNanos.PerHour;
    private const long BudgetPpm = 180_000;

    public static Money Deposit => Money.Whole(100_000);

    public static PaperVenueSettings Venue { get; } = new(FeePpm: 1_000, HalfSpreadPpm: 100);

    public static TrendParameters Trend { get; } = new();

    public static RiskLimits Limits { get; } = new(
        Money.Whole(25_000), new Dictionary<string, long> { [AgentId] = 200_000 }, TotalExposurePpm: 950_000, DailyLossPpm: 20_000,
        DrawdownPpm: 150_000, PriceCollarPpm: 50_000, StaleAfterNanos: UnixNanos.PerMinute, TimeZoneInfo.Utc);

    public static long EntryFractionPpm(int symbols) => BudgetPpm / symbols;

    public static SessionSettings Session(int symbols) =>
        new(Account, BaseCurrency, Deposit, AgentId, EntryFractionPpm(symbols), Limits, Trend);
}
