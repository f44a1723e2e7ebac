using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Risk;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Swarm;

/// <summary>An account of a run: what it may do, where it trades, and who works on it.</summary>
internal sealed class SwarmAccount(
    string name, SwarmVenue venue, IReadOnlyList<(Instrument Instrument, Price FirstPrice)> instruments, RiskLimits limits, Money deposit)
{
    public const string Currency = "USDT";
    public const string Agent = "aurora";
    public const string LoadAgent = "load";
    public const long BarNanos = UnixNanos.PerSecond;

    public string Name => name;

    /// <summary>Its journal stream.</summary>
    public string Stream => $"account/{name}";

    public SwarmVenue Venue => venue;

    public IReadOnlyList<(Instrument Instrument, Price FirstPrice)> Instruments => instruments;

    public RiskLimits Limits => limits;

    public Money Deposit => deposit;

    /// <summary>The newest process that works on it; it may be dead.</summary>
    public SwarmSession? Session { get; set; }

    /// <summary>Instruments of a run: pairs of one quote asset with different ticks and lots.</summary>
    public static IReadOnlyList<(Instrument Instrument, Price FirstPrice)> Choose(SimulatedRandom random, int count)
    {
        var chosen = new (Instrument, Price)[count];
        for (var i = 0; i < count; i++)
        {
            var (tick, lot) = (random.Pick<long>([1, 5, 10, 100]), random.Pick<long>([1, 1_000, 100_000]));
            var instrument = new Instrument($"C{i:00}{Currency}", $"C{i:00}", Currency, 2, tick, 8, lot, lot, Money.Whole(5));
            chosen[i] = (instrument, instrument.Price(random.Between(20, 50_000) * 100));
        }

        return chosen;
    }

    /// <summary>Limits of an account: wide enough that most is approved, narrow enough that each is met.</summary>
    public static RiskLimits Draw(SimulatedRandom random) => new(
        Money.Whole(random.Between(500, 8_000)), new Dictionary<string, long> { [Agent] = 300_000, [LoadAgent] = random.Between(100_000, 600_000) },
        TotalExposurePpm: random.Between(200_000, 950_000), DailyLossPpm: random.Between(5_000, 200_000), DrawdownPpm: random.Between(10_000, 300_000),
        PriceCollarPpm: random.Between(5_000, 50_000), StaleAfterNanos: 10 * UnixNanos.PerSecond, TimeZoneInfo.Utc)
    {
        OpenOrdersNotional = random.Chance(300_000) ? Money.Whole(random.Between(2_000, 20_000)) : null,
        OrdersPerSecondMax = random.Chance(200_000) ? 2 : 100,
    };
}
