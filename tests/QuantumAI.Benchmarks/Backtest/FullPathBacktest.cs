using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Benchmarks.Backtest;

/// <summary>Everything that a back-test can ask for: books in watcher and venue, fifty features an event, measured risk, leases, fees.</summary>
internal sealed class FullPathBacktest : IDisposable
{
    private const long IntervalNanos = 5 * UnixNanos.PerMinute;
    private static readonly RiskLimits Limits = new(
        Money.Whole(25_000), new Dictionary<string, long> { [FeatureAgent.Id] = 300_000 }, TotalExposurePpm: 950_000, DailyLossPpm: 900_000,
        DrawdownPpm: 900_000, PriceCollarPpm: 50_000, StaleAfterNanos: UnixNanos.PerMinute, TimeZoneInfo.Utc)
    { ValueAtRiskPpm = 200_000, ConditionalValueAtRiskPpm = 300_000, StressLossPpm = 500_000, RequiresMeasure = true };

    private readonly VirtualWorld _world = new(seed: 1, MarketArray.StartNanos);
    private readonly IngestFlow _ingest;
    private readonly AccountBooks _books;
    private readonly StatusBoard _board = new();
    private readonly StreamingFeatures[] _features;

    public FullPathBacktest(MarketArray market)
    {
        var instruments = market.Instruments;
        var store = new MemoryPaperVenueStore();
        var venue = new PaperVenue(instruments, BacktestSettings.Venue with { Liquidity = new LiquiditySettings() }, store.Load());
        store.Save(venue.Deposit(BacktestSettings.BaseCurrency, BacktestSettings.Deposit, _world.NowNanos).Change);
        var venueActors = new PaperVenueActors(_world.CreateLane("venue"), venue, store);
        _books = new AccountBooks(
            BacktestSettings.Account, instruments.ToDictionary(instrument => instrument.Symbol), new InlineJournal(OpenedStore(_world.NowNanos)));
        var account = _world.CreateLane("account");
        _books.Attach(account);
        var lease = account.Spawn("portfolio-risk", new PortfolioRiskActor(Limits.AgentSharesPpm, Limits.TotalExposurePpm, 3 * IntervalNanos));
        var gate = account.Spawn("risk-gate", new RiskGateActor(_books, Limits, _board, lease, MeasureOf(instruments)));
        var sizing = account.Spawn("sizing", new SizingActor(_books, gate, fractionPpm: 10_000, Limits.OrderNotional));
        _features = [.. instruments.Select(instrument => new StreamingFeatures(instrument))];
        var agents = new Dictionary<(string, string), ActorRef<AgentMessage>>();
        var watchers = new List<ActorRef<MarketEvent>>();
        foreach (var (instrument, features) in instruments.Zip(_features))
        {
            var lane = _world.CreateLane($"symbol-{instrument.Symbol}");
            var agent = lane.Spawn<AgentMessage>("agent", new FeatureAgent(instrument, features, sizing));
            agents[(FeatureAgent.Id, instrument.Symbol)] = agent;
            watchers.Add(lane.Spawn("watcher", new SymbolWatcherActor(
                instrument, BarOrigin.Trades, SymbolHistory.None(IntervalNanos), agent, gate, _board, features), capacity: 16_384));
        }

        account.Spawn("portfolio", new PortfolioActor(_books, agents, _board));
        account.Spawn("orders", new OrderActor(_books, venueActors.Clients, gate, Limits.StaleAfterNanos));
        _ingest = new IngestFlow(market.Open(), watchers, venueActors.Market);
        _world.RunUntilIdle();
        _books.BecameDurable += accountEvent => Fills += accountEvent is OrderFilled ? 1 : 0;
    }

    public long Fills { get; private set; }

    public long Orders => _books.Durable.Intents;

    /// <summary>Over all symbols, in their order.</summary>
    public double Checksum => _features.Sum(features => features.Checksum);

    /// <summary>Why decisions came to nothing.</summary>
    public IReadOnlyDictionary<string, long> WhyNoTrades => _board.WhyNoTrades;

    public void Run()
    {
        _ingest.Run(_world, long.MaxValue, CancellationToken.None);
        if (_world.Fault is { } fault)
            throw new InvalidOperationException($"lane {fault.Lane}, turn {fault.TurnNumber}", fault.Exception);
    }

    public void Dispose() => _world.Dispose();

    private static MemoryJournalStore OpenedStore(long nanos)
    {
        var store = new MemoryJournalStore();
        var opened = new AccountOpened(BacktestSettings.Account, BacktestSettings.BaseCurrency, BacktestSettings.Deposit);
        store.Append([new AppendRequest($"account/{BacktestSettings.Account}", 0, [AccountEventCodec.Instance.Encode(opened, nanos)])]);
        return store;
    }

    /// <summary>Five hundred days of made-up returns.</summary>
    private static BookRiskMeasure MeasureOf(IReadOnlyList<Instrument> instruments)
    {
        var measure = new BookRiskMeasure(
            [.. instruments.Select(instrument => instrument.Symbol)], new Dictionary<string, double> { ["crash"] = -0.4, ["dip"] = -0.15, ["rally"] = 0.3 }, seed: 1);
        var random = new Random(50);
        foreach (var instrument in instruments)
        {
            var price = 60_000.0;
            for (var day = DailyReturns.DaysMax; day > 0; day--)
            {
                price *= 1 + (0.04 * (random.NextDouble() - 0.5));
                measure.Returns.Add(instrument.Symbol, MarketArray.StartNanos - (day * UnixNanos.PerDay), price);
            }
        }

        return measure;
    }
}
