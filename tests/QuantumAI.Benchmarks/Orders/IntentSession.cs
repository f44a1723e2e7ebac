using System.Diagnostics;
using System.Globalization;
using QuantumAI.Benchmarks.Backtest;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Recording;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Benchmarks.Orders;

/// <summary>The actors from a tick to the venue in the live world, around an agent that trades whenever it may, and a journal that notes when an intent reaches it.</summary>
internal sealed class IntentSession : IDisposable
{
    private const string AgentId = "eager";
    private const int TicksPerBar = 50;
    private const long TickNanos = UnixNanos.PerSecond / TicksPerBar;
    private const int WorldSpeed = 1_000;
    private static readonly Instrument Bitcoin = new("BTCUSDT", "BTC", "USDT", 2, 1, 8, 1_000, 1_000, Money.Whole(5));
    private static readonly long Start = UnixNanos.From(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly LaneRecorder? _recorder;
    private readonly LiveWorld _world;
    private readonly StatusBoard _board = new();
    private readonly EagerAgent _agent;
    private readonly ActorRef<MarketEvent> _watcher;
    private readonly ActorRef<MarketEvent> _venueMarket;

    /// <param name="isRecorded">Whether what enters the lanes is written down, as every session of the program does; the bytes go nowhere.</param>
    public IntentSession(bool isRecorded = false)
    {
        _recorder = isRecorded
            ? new LaneRecorder(Stream.Null, TradingCodecs.Create(), new RecorderSettings { IsTraced = false })
            : null;
        _world = new LiveWorld(seed: 1, WorldClock.Scaled(Start, WorldSpeed), _recorder);
        var limits = new RiskLimits(
            Money.Whole(1_000_000), new Dictionary<string, long> { [AgentId] = 900_000 }, 950_000, 900_000, 900_000, 500_000, UnixNanos.PerDay, TimeZoneInfo.Utc)
        { OrdersPerSecondMax = 10_000 };
        var store = new MemoryPaperVenueStore();
        var venue = new PaperVenue([Bitcoin], BacktestSettings.Venue, store.Load());
        store.Save(venue.Deposit("USDT", Money.Whole(100_000), Start).Change);
        var venueActors = new PaperVenueActors(_world.CreateLane("venue", isOutside: true), venue, store);
        var events = new MemoryJournalStore();
        events.Append([new AppendRequest("account/bench", 0, [AccountEventCodec.Instance.Encode(new AccountOpened("bench", "USDT", Money.Whole(100_000)), Start)])]);
        var journal = new NotingJournal(new InlineJournal(events), Note);
        var books = new AccountBooks("bench", new Dictionary<string, Instrument> { [Bitcoin.Symbol] = Bitcoin }, journal);
        var account = _world.CreateLane("account");
        books.Attach(account);
        var gate = account.Spawn("risk-gate", new RiskGateActor(books, limits, _board));
        var sizing = account.Spawn("sizing", new SizingActor(books, gate, 100_000, limits.OrderNotional));
        var symbol = _world.CreateLane("symbol");
        _agent = new EagerAgent(sizing);
        var agent = symbol.Spawn<AgentMessage>("agent", _agent);
        account.Spawn("portfolio", new PortfolioActor(books, new Dictionary<(string, string), ActorRef<AgentMessage>> { [(AgentId, Bitcoin.Symbol)] = agent }, _board));
        account.Spawn("orders", new OrderActor(books, venueActors.Clients, gate, limits.StaleAfterNanos));
        _watcher = symbol.Spawn("watcher", new SymbolWatcherActor(
            Bitcoin, BarOrigin.Trades, SymbolHistory.None(UnixNanos.PerSecond), agent, gate, _board), capacity: 16_384);
        _venueMarket = venueActors.Market;
        WhenIdle(); // the books are matched with the venue's
    }

    /// <summary>When each tick was told, in the clock of <see cref="Stopwatch"/>.</summary>
    public long[] ToldAt { get; } = new long[1_000_000];

    /// <summary>Microseconds of each intent; written by the account's lane, read when it is idle.</summary>
    public List<double> Latencies { get; } = new(100_000);

    public static MarketEvent TickOf(int i) =>
        MarketEvent.Trade(0, Start + (i * TickNanos), 0, 6_000_000 + (i % 200), 1_000_000, i + 1, i % 2 == 0).Ingested(i + 1, Start + (i * TickNanos));

    public void Tell(int i)
    {
        var tick = TickOf(i);
        _watcher.Tell(tick);
        _venueMarket.Tell(tick);
    }

    public void Finish()
    {
        WhenIdle();
        if (_world.Fault is { } fault)
            throw new InvalidOperationException($"lane {fault.Lane}", fault.Exception);
        if ((_recorder?.NotReplayable ?? _recorder?.EndedEarly) is { } reason)
            throw new InvalidOperationException($"the recording ended: {reason}");
        if (_agent.Unanswered != 0)
            throw new InvalidOperationException($"{_agent.Unanswered} signals were never answered, after {Latencies.Count} intents");
        if (_board.WhyNoTrades.Count > 0)
            throw new InvalidOperationException($"{Latencies.Count} intents, {string.Join(", ", _board.WhyNoTrades)}; {string.Join(" | ", _board.Recent.TakeLast(3).Select(line => line.Text))}");
    }

    public void Dispose()
    {
        _world.Dispose();
        _recorder?.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void WhenIdle()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        _world.WhenIdleAsync(patience.Token).GetAwaiter().GetResult();
    }

    private void Note(string causation)
    {
        var sequence = int.Parse(causation.AsSpan(causation.IndexOf('#', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
        Latencies.Add(Stopwatch.GetElapsedTime(ToldAt[sequence - 1]).TotalMicroseconds);
    }

    /// <summary>Enters when it is flat and leaves when it is not, at every bar, unless an order of its is on the way.</summary>
    private sealed class EagerAgent(ActorRef<TradeSignal> sizing) : Actor<AgentMessage>
    {
        private bool _isHolding;
        private bool _hasOpenOrder;

        /// <summary>Signals that are on their way; read when the session is idle, where it is none: what a busy machine delays is still answered.</summary>
        public int Unanswered { get; private set; }

        protected override void Receive(in AgentMessage message)
        {
            switch (message)
            {
                case BookChanged changed:
                    _isHolding = !Bitcoin.IsDust(changed.Position.Quantity);
                    _hasOpenOrder = changed.HasOpenOrder;
                    Unanswered -= changed.IsAnswer ? 1 : 0;
                    break;
                case BarClosed closed when !_hasOpenOrder && Unanswered == 0:
                    var price = closed.Close;
                    var market = closed.Market with { Bid = price, Ask = price, IsUsable = true };
                    var kind = _isHolding ? SignalKind.ExitLong : SignalKind.EnterLong;
                    if (sizing.TryTell(new TradeSignal(AgentId, Bitcoin, new Signal(kind, "eager"), price, market)))
                        Unanswered++;
                    break;
            }
        }
    }

    /// <summary>Tells when an intent is handed over, before anything is written.</summary>
    private sealed class NotingJournal(IJournal journal, Action<string> intended) : IJournal
    {
        public void Append(AppendRequest request, Action<AppendResult> answered)
        {
            foreach (var data in request.Events)
            {
                if (data is { Type: nameof(OrderIntended), Cause.Causation: { } causation })
                    intended(causation);
            }

            journal.Append(request, answered);
        }

        public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => journal.Read(stream, fromSequence);

        public IReadOnlyList<StreamHead> Heads() => journal.Heads();

        public CommandPlace? FindCommand(string stream, CommandId id) => journal.FindCommand(stream, id);

        public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) => journal.RecentCommands(stream, most);

        public long Claim(string stream, long epoch) => journal.Claim(stream, epoch);

        public long Take(string stream) => journal.Take(stream);

        public void Dispose() => journal.Dispose();
    }
}
