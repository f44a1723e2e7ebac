using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading;

/// <summary>One symbol of a session.</summary>
public sealed record SessionSymbol(Instrument Instrument, BarOrigin Origin, SymbolHistory History);

/// <summary>What a session trades and how.</summary>
/// <param name="Account">Name of the account; its stream is <c>account/{Account}</c>.</param>
/// <param name="BaseCurrency">Currency of equity and limits.</param>
/// <param name="Deposit">First money of a new account.</param>
/// <param name="AgentId">Name of the short-term agent.</param>
/// <param name="EntryFractionPpm">Share of equity per entry.</param>
/// <param name="Venue">What the venue takes natively; null: everything.</param>
public sealed record SessionSettings(
    string Account, string BaseCurrency, Money Deposit, string AgentId, long EntryFractionPpm, RiskLimits Limits, TrendParameters Trend,
    VenueCapabilities? Venue = null)
{
    /// <summary>Which part of an account that several sessions share; 0 when it is whole. Order ids and the stream's name say it.</summary>
    /// <remarks>
    /// No configuration key sets it: nothing divides an account's money and symbols among sessions yet, and two programs that were told
    /// different shards would each count the whole balance as theirs. The programs that read one account's stream read shard 0.
    /// </remarks>
    public int Shard { get; init; }

    /// <summary>The ownership of the account that was given to this process; null takes it over from whoever has it.</summary>
    public long? Epoch { get; init; }

    /// <summary>World time up to which the history goes: prices are as old as they are then, so that a run that is repeated starts with the same ones. Null = now.</summary>
    public long? FromNanos { get; init; }

    /// <summary>Stress scenarios by name: the relative change of every price.</summary>
    public IReadOnlyDictionary<string, double> Stress { get; init; } = new Dictionary<string, double>();

    /// <summary>How the books are compared with the venue's.</summary>
    public ReconciliationSettings Reconciliation { get; init; } = new();

    /// <summary>What a new account holds beside its first money, by asset: what the venue has when the account is opened.</summary>
    public IReadOnlyDictionary<string, Money> Holdings { get; init; } = new Dictionary<string, Money>();
}

/// <summary>The actors that trade, put together the same way in every world.</summary>
/// <remarks>A lane per symbol (watcher, agent) and a lane per account (risk gate, orders, sizing, portfolio).</remarks>
public sealed class TradingSession
{
    public TradingSession(
        World world, SessionSettings settings, IReadOnlyList<SessionSymbol> symbols, IJournal journal,
        ActorRef<VenueRequest> venue, StatusBoard board)
    {
        Board = board;
        Books = new AccountBooks(settings.Account, symbols.ToDictionary(symbol => symbol.Instrument.Symbol, symbol => symbol.Instrument), journal, settings.Shard, settings.Epoch);
        foreach (var symbol in symbols)
        {
            if (symbol.History.LastPriceUnits(settings.FromNanos ?? world.NowNanos) is { } units)
                Books.Marks[symbol.Instrument.Symbol] = symbol.Instrument.Price(units);
        }

        var accountLane = world.CreateLane($"account-{settings.Account}");
        Books.Attach(accountLane);
        var portfolioRisk = accountLane.Spawn("portfolio-risk", new PortfolioRiskActor(
            settings.Limits.AgentSharesPpm, settings.Limits.TotalExposurePpm, BarsPerLease * symbols.Max(symbol => symbol.History.OpenBar.IntervalNanos)));
        RiskGate = accountLane.Spawn("risk-gate", new RiskGateActor(
            Books, settings.Limits, board, portfolioRisk, MeasureOf(world, settings, symbols), settings.Venue));
        journal.OutageChanged += ShowJournal;
        var sizing = accountLane.Spawn("sizing", new SizingActor(Books, RiskGate, settings.EntryFractionPpm, settings.Limits.OrderNotional));

        var watchers = new List<ActorRef<MarketEvent>>();
        var watcherOf = new Dictionary<string, ActorRef<MarketEvent>>(StringComparer.Ordinal);
        var agents = new Dictionary<(string, string), ActorRef<AgentMessage>>();
        foreach (var symbol in symbols)
        {
            var lane = world.CreateLane($"symbol-{symbol.Instrument.Symbol}");
            var agent = lane.Spawn(
                settings.AgentId, new AuroraAgentActor(settings.AgentId, symbol.Instrument, settings.Trend, symbol.History.Bars, sizing, board));
            agents[(settings.AgentId, symbol.Instrument.Symbol)] = agent;
            watchers.Add(lane.Spawn(
                "watcher", new SymbolWatcherActor(symbol.Instrument, symbol.Origin, symbol.History, agent, RiskGate, board), capacity: 16_384));
            watcherOf[symbol.Instrument.Symbol] = watchers[^1];
        }

        accountLane.Spawn("portfolio", new PortfolioActor(Books, agents, board));
        accountLane.Spawn("opening", new OpeningActor(Books, settings));
        Orders = accountLane.Spawn("orders", new OrderActor(
            Books, venue, RiskGate, settings.Limits.StaleAfterNanos, settings.Reconciliation, board));
        accountLane.Spawn("held-orders", new HeldOrdersActor(Books, RiskGate, Orders, watcherOf, settings.Limits.StaleAfterNanos));
        Algorithms = accountLane.Spawn("algorithms", new AlgorithmActor(Books, RiskGate, Orders, watcherOf, settings.Limits.StaleAfterNanos));
        Watchers = watchers;
    }

    /// <summary>A lease is renewed at every bar's close, and holds this many bars without one.</summary>
    private const long BarsPerLease = 3;

    public StatusBoard Board { get; }

    public AccountBooks Books { get; }

    public ActorRef<RiskMessage> RiskGate { get; }

    /// <summary>Takes cancels and amendments.</summary>
    public ActorRef<OrderMessage> Orders { get; }

    /// <summary>Takes orders that are too large to be sent at once.</summary>
    public ActorRef<ExecutionMessage> Algorithms { get; }

    /// <summary>One per symbol, in the order of the symbols: index = instrument id of the market events.</summary>
    public IReadOnlyList<ActorRef<MarketEvent>> Watchers { get; }

    /// <summary>Value at risk is measured when a limit asks for it, from the days that the history has.</summary>
    private static BookRiskMeasure? MeasureOf(World world, SessionSettings settings, IReadOnlyList<SessionSymbol> symbols)
    {
        if (settings.Limits is { ValueAtRiskPpm: null, ConditionalValueAtRiskPpm: null, StressLossPpm: null })
            return null;
        var measure = new BookRiskMeasure([.. symbols.Select(symbol => symbol.Instrument.Symbol)], settings.Stress, world.Seed);
        foreach (var symbol in symbols)
        {
            foreach (var bar in symbol.History.Bars)
                measure.Returns.Add(symbol.Instrument.Symbol, bar.EndNanos - 1, symbol.Instrument.Price(bar.CloseUnits).ToDouble());
        }

        return measure;
    }

    /// <summary>The kill switch: nothing new leaves, every open order is canceled. Overtakes whatever waits and needs no journal for the cancels. Thread safe.</summary>
    /// <param name="name">Who.</param>
    /// <param name="flattens">True when every position is then closed at the market.</param>
    public void Halt(string name, bool flattens = false)
    {
        RiskGate.Signal(new HaltTrading(name, flattens));
        Algorithms.Signal(new HaltTrading(name));
        Orders.Signal(new HaltTrading(name));
    }

    /// <summary>Said once when it begins and once when it is over, on the journal's lane; the board has every attempt between.</summary>
    private void ShowJournal(JournalOutage? outage)
    {
        var before = Board.JournalOutage;
        Board.ShowJournal(outage);
        if ((before is null) != (outage is null))
            RiskGate.TellReserved(new JournalChanged(outage?.Reason));
    }

    /// <summary>Opens a new account with its first money; does nothing to one that exists.</summary>
    private sealed class OpeningActor(AccountBooks books, SessionSettings settings) : Actor<AccountEvent>
    {
        protected override void OnStart()
        {
            if (books.Current.IsOpened)
                return;
            var opened = new AccountOpened(settings.Account, settings.BaseCurrency, settings.Deposit, Shard: settings.Shard == 0 ? null : settings.Shard);
            var account = new Account(books.Current.Instruments); // as it will be, to value what it holds
            account.Apply(opened, Context.NowNanos);
            books.Record(
                [
                    opened,
                    .. settings.Holdings.Where(holding => holding.Key != settings.BaseCurrency && holding.Value > Money.Zero)
                        .OrderBy(holding => holding.Key, StringComparer.Ordinal)
                        .Select(holding => new AssetMoved(
                            holding.Key, holding.Value, account.InBaseCurrency(holding.Value, holding.Key, books.Marks) ?? Money.Zero,
                            "at the venue when the account was opened")),
                ],
                Context.NowNanos, AccountCause.Opening);
        }

        protected override void Receive(in AccountEvent message) => throw new NotSupportedException();
    }
}
