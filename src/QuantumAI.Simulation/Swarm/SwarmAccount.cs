using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Risk;
using QuantumAI.Simulation.Processes;
using QuantumAI.Trading.Market;

namespace QuantumAI.Simulation.Swarm;

/// <summary>An account of a run: what it may do, where it trades, and who works on it.</summary>
internal sealed class SwarmAccount(
    string name, ISwarmVenue venue, IReadOnlyList<(Instrument Instrument, Price FirstPrice)> instruments, RiskLimits limits, Money deposit)
{
    public const string Currency = "USDT";
    public const string Agent = "aurora";
    public const string LoadAgent = "load";
    public const long BarNanos = UnixNanos.PerSecond;

    public string Name => name;

    /// <summary>Its journal stream.</summary>
    public string Stream => $"account/{name}";

    public ISwarmVenue Venue => venue;

    public IReadOnlyList<(Instrument Instrument, Price FirstPrice)> Instruments => instruments;

    public RiskLimits Limits => limits;

    public Money Deposit => deposit;

    /// <summary>The newest process that works on it; it may be dead.</summary>
    public SwarmSession? Session { get; set; }

    /// <summary>As many days of bars before the run as measuring a loss needs.</summary>
    /// <param name="seed">Of the run.</param>
    /// <param name="instrument">Place of the instrument.</param>
    /// <param name="nowNanos">The day that ends them.</param>
    public SymbolHistory PastOf(ulong seed, int instrument, long nowNanos)
    {
        if (limits is { ValueAtRiskPpm: null, ConditionalValueAtRiskPpm: null, StressLossPpm: null })
            return SymbolHistory.None(BarNanos);
        var random = new SimulatedRandom(seed, $"past-{instrument}");
        var today = nowNanos / UnixNanos.PerDay * UnixNanos.PerDay;
        var close = instruments[instrument].FirstPrice.Units;
        var bars = new List<Bar>(PastDays);
        for (var day = PastDays; day >= 1; day--)
        {
            var open = close;
            close = Math.Max(instruments[instrument].Instrument.PriceTickUnits, close + (close * random.Between(-30_000, 30_000) / 1_000_000));
            bars.Add(new Bar(today - (day * UnixNanos.PerDay), UnixNanos.PerDay, open, Math.Max(open, close), Math.Min(open, close), close, 1));
        }

        return new SymbolHistory(bars, new BarBuilder(BarNanos));
    }

    private const int PastDays = 130;

    /// <summary>Instruments of a run: pairs of one quote asset with different ticks and lots.</summary>
    /// <param name="random">Of the run.</param>
    /// <param name="count">How many.</param>
    /// <param name="kind">Behind an adapter lots are not the smallest unit: the exchange sizes its book in lots, and an order would meet thousands.</param>
    public static IReadOnlyList<(Instrument Instrument, Price FirstPrice)> Choose(SimulatedRandom random, int count, SwarmVenueKind kind)
    {
        var chosen = new (Instrument, Price)[count];
        for (var i = 0; i < count; i++)
        {
            var (tick, lot) = (random.Pick<long>([1, 5, 25]), random.Pick<long>(kind == SwarmVenueKind.Adapter ? [10_000, 100_000] : [1, 1_000, 100_000]));
            var instrument = new Instrument($"C{i:00}{Currency}", $"C{i:00}", Currency, 2, tick, 8, lot, lot, Money.Whole(5));
            chosen[i] = (instrument, instrument.Price(random.Between(20, 50_000) * 100));
        }

        return chosen;
    }

    /// <summary>Limits of an account: wide enough that most is approved, narrow enough that each is met.</summary>
    /// <param name="random">Of the run.</param>
    /// <param name="symbols">What it may trade.</param>
    public static RiskLimits Draw(SimulatedRandom random, IEnumerable<string> symbols) => new(
        Money.Whole(random.Between(500, 8_000)), new Dictionary<string, long> { [Agent] = 300_000, [LoadAgent] = random.Between(100_000, 600_000) },
        TotalExposurePpm: random.Between(200_000, 950_000),
        DailyLossPpm: random.Chance(200_000) ? random.Between(200, 3_000) : random.Between(5_000, 200_000),
        DrawdownPpm: random.Chance(200_000) ? random.Between(300, 5_000) : random.Between(10_000, 300_000),
        PriceCollarPpm: random.Between(5_000, 50_000), StaleAfterNanos: 10 * UnixNanos.PerSecond, TimeZoneInfo.Utc)
    {
        OpenOrdersNotional = random.Chance(300_000) ? Money.Whole(random.Between(2_000, 20_000)) : null,
        PositionNotional = random.Chance(300_000)
            ? symbols.Where(_ => random.Chance(500_000)).ToDictionary(symbol => symbol, _ => Money.Whole(random.Between(500, 5_000)), StringComparer.Ordinal)
            : new Dictionary<string, Money>(),
        OrdersPerSecondMax = random.Chance(200_000) ? 2 : 100,
        StressLossPpm = random.Chance(200_000) ? random.Between(10_000, 100_000) : null,
        ValueAtRiskPpm = random.Chance(200_000) ? random.Between(500, 20_000) : null,
        ConditionalValueAtRiskPpm = random.Chance(200_000) ? random.Between(500, 20_000) : null,
    };
}
