using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Positions;
using QuantumAI.Domain.Risk;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.TestKit.Journals;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading.Tests.Fakes;

/// <summary>The actors of one account in a virtual world, between an agent that only listens and a venue that does what it is told.</summary>
internal sealed class AccountStage : IDisposable
{
    public const string Name = "stage";
    public const string AgentId = "aurora";
    public const long PriceUnits = 6_000_000;
    public static readonly Instrument Btc = new("BTCUSDT", "BTC", "USDT", 2, 1, 8, 1_000, 1_000, Money.Whole(5));
    public static readonly Money Deposit = Money.Whole(100_000);
    public static readonly RiskLimits Limits = new(
        Money.Whole(25_000), new Dictionary<string, long> { [AgentId] = 200_000 }, 950_000, 20_000, 150_000, 50_000,
        60 * UnixNanos.PerSecond, TimeZoneInfo.Utc);

    public const long LeaseNanos = 3 * UnixNanos.PerHour;

    private static readonly long Start = UnixNanos.From(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly IJournalStore _store;
    private readonly VenueCapabilities? _capabilities;
    private readonly BarOrigin _origin;
    private readonly RiskLimits _limits;
    private readonly ReconciliationSettings? _reconciliation;
    private long _sequence;

    /// <param name="venue">A new one with the deposit when null.</param>
    /// <param name="store">A new account when null.</param>
    /// <param name="nowNanos">The world's first time.</param>
    /// <param name="isGrouped">True: the journal of the live system, on a lane of its own, instead of one that the test holds.</param>
    /// <param name="limits">The usual ones when null.</param>
    /// <param name="measure">What the book could lose; not measured when null.</param>
    /// <param name="isLeased">True: exposure budgets come as leases.</param>
    /// <param name="capabilities">What the venue takes natively; everything when null.</param>
    /// <param name="origin">What the feed brings.</param>
    /// <param name="reconciliation">How the books are compared with the venue's; the built-in venue's way when null.</param>
    public AccountStage(
        FakeVenue? venue = null, IJournalStore? store = null, long? nowNanos = null, bool isGrouped = false, RiskLimits? limits = null,
        BookRiskMeasure? measure = null, bool isLeased = false, VenueCapabilities? capabilities = null, BarOrigin origin = BarOrigin.Trades,
        ReconciliationSettings? reconciliation = null)
    {
        limits = _limits = limits ?? Limits;
        (_capabilities, _origin, _reconciliation) = (capabilities, origin, reconciliation);
        Venue = venue ?? new FakeVenue("USDT", Deposit);
        _store = store ?? NewAccount();
        Journal = new HeldJournal(_store) { IsHolding = false };
        World = new VirtualWorld(seed: 1, nowNanos ?? Start);
        Grouped = isGrouped ? new GroupCommitJournal(World.CreateLane("journal"), _store) : null;
        Books = new AccountBooks(Name, new Dictionary<string, Instrument> { [Btc.Symbol] = Btc }, Grouped ?? (IJournal)Journal);
        var lane = World.CreateLane("account");
        Books.Attach(lane);
        var portfolioRisk = isLeased
            ? lane.Spawn("portfolio-risk", new PortfolioRiskActor(limits.AgentSharesPpm, limits.TotalExposurePpm, LeaseNanos))
            : null;
        Gate = lane.Spawn("risk-gate", new RiskGateActor(Books, limits, Board, portfolioRisk, measure, capabilities));
        Sizing = lane.Spawn("sizing", new SizingActor(Books, Gate, 180_000, limits.OrderNotional));
        var symbolLane = World.CreateLane("symbol");
        Agent = symbolLane.Probe<AgentMessage>(AgentId);
        Watcher = symbolLane.Spawn("watcher", new SymbolWatcherActor(Btc, origin, SymbolHistory.None(UnixNanos.PerHour), Agent.Ref, Gate, Board));
        lane.Spawn("portfolio", new PortfolioActor(Books, new Dictionary<(string, string), ActorRef<AgentMessage>> { [(AgentId, Btc.Symbol)] = Agent.Ref }, Board));
        Orders = lane.Spawn("orders", new OrderActor(Books, Venue.Spawn(World), Gate, Limits.StaleAfterNanos, reconciliation, Board));
        var watchers = new Dictionary<string, ActorRef<MarketEvent>> { [Btc.Symbol] = Watcher };
        lane.Spawn("held-orders", new HeldOrdersActor(Books, Gate, Orders, watchers, Limits.StaleAfterNanos));
        Algorithms = lane.Spawn("algorithms", new AlgorithmActor(Books, Gate, Orders, watchers, Limits.StaleAfterNanos));
        if (Grouped is not null)
            Grouped.OutageChanged += outage => Gate.TellReserved(new JournalChanged(outage?.Reason));
        World.RunUntilIdle();
    }

    /// <summary>The first append of the account.</summary>
    public static AppendRequest Opening => OpeningOf(new AccountOpened(Name, "USDT", Deposit));

    public static AppendRequest OpeningOf(AccountOpened opened) => new($"account/{Name}", 0, [AccountEventCodec.Instance.Encode(opened, Start)]);

    public VirtualWorld World { get; }

    public FakeVenue Venue { get; }

    public HeldJournal Journal { get; }

    public GroupCommitJournal? Grouped { get; }

    public AccountBooks Books { get; }

    public StatusBoard Board { get; } = new();

    public ActorRef<RiskMessage> Gate { get; }

    public ActorRef<TradeSignal> Sizing { get; }

    public ActorRef<OrderMessage> Orders { get; }

    public ActorRef<MarketEvent> Watcher { get; }

    public ActorRef<ExecutionMessage> Algorithms { get; }

    /// <summary>What the agent was told.</summary>
    public Probe<AgentMessage> Agent { get; }

    /// <summary>What outlives the process.</summary>
    public IJournalStore Store => _store;

    public IReadOnlyList<AccountEvent> Stored => [.. _store.Read($"account/{Name}").Select(AccountEventCodec.Instance.Decode)];

    /// <summary>The stored events with their causes.</summary>
    public IEnumerable<(string Type, EventCause Cause)> Causes => _store.Read($"account/{Name}").Select(stored => (stored.Data.Type, stored.Data.Cause));

    public Position Position => Books.Durable.PositionOf(AgentId, Btc.Symbol);

    public Order LastOrder => Books.Durable.Orders[ClientOrderId.For(Name, Books.Durable.Intents)];

    /// <summary>The next process over the same journal and the same venue.</summary>
    /// <param name="measure">The next process's own; not measured when null.</param>
    public AccountStage Restart(BookRiskMeasure? measure = null) => new(
        Venue, _store, World.NowNanos, limits: _limits, measure: measure, capabilities: _capabilities, origin: _origin, reconciliation: _reconciliation);

    public void Enter() => Signal(SignalKind.EnterLong);

    public void Exit() => Signal(SignalKind.ExitLong);

    /// <summary>Buys, and hears of the fill.</summary>
    public void Buy()
    {
        Enter();
        FillLast();
    }

    public VenueTrade FillLast()
    {
        var trade = Venue.Fill(LastOrder.ClientOrderId, Btc, PriceUnits);
        Say(new VenueFilled(trade));
        return trade;
    }

    public void Say(VenueReport report)
    {
        Venue.Say(report);
        World.RunUntilIdle();
    }

    public void Halt(bool flattens = false)
    {
        Gate.Signal(new HaltTrading("operator", flattens));
        Orders.Signal(new HaltTrading("operator"));
        World.RunUntilIdle();
    }

    /// <summary>A bar closed at this price, now.</summary>
    public void Mark(long priceUnits) => Tell(new MarkPrice(Btc.Symbol, Btc.Price(priceUnits), World.NowNanos));

    public void Tell(RiskMessage message)
    {
        Gate.Tell(message);
        World.RunUntilIdle();
    }

    /// <summary>A trade at a price with the touch around it, received now or some time ago; then the next second.</summary>
    public void Price(long units, TimeSpan age = default)
    {
        var received = World.NowNanos - UnixNanos.From(age);
        Watcher.Tell(MarketEvent.Quote(0, received, received, units, units + 1, 1, 1).Ingested(++_sequence, received));
        Trade(units, age);
    }

    /// <summary>A trade alone.</summary>
    public void Trade(long units, TimeSpan age = default, long quantityUnits = 1_000)
    {
        var received = World.NowNanos - UnixNanos.From(age);
        Watcher.Tell(MarketEvent.Trade(0, received, received, units, quantityUnits, 1, buyerIsMaker: false).Ingested(++_sequence, received));
        World.RunUntilIdle();
        Pass(TimeSpan.FromSeconds(1));
    }

    /// <summary>A quote alone.</summary>
    public void Quote(long bidUnits, long askUnits)
    {
        Watcher.Tell(MarketEvent.Quote(0, World.NowNanos, World.NowNanos, bidUnits, askUnits, 1, 1).Ingested(++_sequence, World.NowNanos));
        World.RunUntilIdle();
        Pass(TimeSpan.FromSeconds(1));
    }

    /// <summary>An hour passes and its bar closes; something may happen half way.</summary>
    public void Bar(long low, long high, long close, Action? halfWay = null)
    {
        var start = World.NowNanos;
        Pass(TimeSpan.FromMinutes(30));
        halfWay?.Invoke();
        Pass(TimeSpan.FromMinutes(30));
        Watcher.Tell(MarketEvent.Closed(0, new Bar(start, UnixNanos.PerHour, close, high, low, close, 0)).Ingested(++_sequence, World.NowNanos));
        World.RunUntilIdle();
    }

    public void Gap()
    {
        Watcher.Tell(MarketEvent.Gap(0, World.NowNanos).Ingested(++_sequence, World.NowNanos));
        World.RunUntilIdle();
    }

    /// <summary>The market of a request made now, at the stage's price.</summary>
    public OrderRequest Request(OrderTerms terms) => new(
        AgentId, Btc, terms, Btc.Price(PriceUnits),
        new MarketView(Btc.Price(PriceUnits), Btc.Price(PriceUnits), World.NowNanos, IsUsable: true, ++_sequence), "test");

    public void Pass(TimeSpan time)
    {
        World.AdvanceTo(World.NowNanos + UnixNanos.From(time));
        World.RunUntilIdle();
    }

    public void Release()
    {
        Journal.AnswerNext();
        World.RunUntilIdle();
    }

    public void Dispose() => World.Dispose();

    private static MemoryJournalStore NewAccount()
    {
        var store = new MemoryJournalStore();
        store.Append([Opening]);
        return store;
    }

    private void Signal(SignalKind kind)
    {
        var price = Btc.Price(PriceUnits);
        Sizing.Tell(new TradeSignal(
            AgentId, Btc, new Signal(kind, "test"), price, new MarketView(price, price, World.NowNanos, IsUsable: true, ++_sequence), ReplyTo: Agent.Ref));
        World.RunUntilIdle();
    }
}
