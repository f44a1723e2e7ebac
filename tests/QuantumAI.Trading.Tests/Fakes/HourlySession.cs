using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Tests.Fakes;

/// <summary>A session of one symbol on the built-in venue, in <see cref="HourlyMarket"/>, with books in memory.</summary>
internal sealed class HourlySession
{
    public const string AgentId = "aurora";
    private readonly TradingSession _trading;
    private readonly PaperVenueActors _venueActors;
    private readonly PaperVenue _venue;
    private readonly MemoryPaperVenueStore _venueStore;
    private readonly MemoryJournalStore _journal;

    /// <param name="world">Where it lives.</param>
    /// <param name="before">The session of an earlier process, whose journal, venue and market go on here.</param>
    public HourlySession(World world, HourlySession? before = null)
    {
        World = world;
        Told = before?.Told ?? 0;
        _venueStore = before?._venueStore ?? new MemoryPaperVenueStore();
        _journal = before?._journal ?? new MemoryJournalStore();
        _venue = new PaperVenue([AccountStage.Btc], new PaperVenueSettings(1_000, 100), _venueStore.Load());
        if (before is null)
            _venueStore.Save(_venue.Deposit("USDT", AccountStage.Deposit, world.NowNanos).Change);
        _venueActors = new PaperVenueActors(world.CreateLane("venue"), _venue, _venueStore);
        _trading = new TradingSession(
            world,
            new SessionSettings("test", "USDT", AccountStage.Deposit, AgentId, 180_000, Limits, new TrendParameters()),
            [new SessionSymbol(AccountStage.Btc, BarOrigin.Bars, new SymbolHistory(HourlyMarket.History(Told), new BarBuilder(UnixNanos.PerHour)))],
            new InlineJournal(_journal), _venueActors.Clients, Board);
    }

    public World World { get; }

    public StatusBoard Board { get; } = new();

    public AccountBooks Books => _trading.Books;

    public IReadOnlyList<ActorRef<MarketEvent>> Watchers => _trading.Watchers;

    public ActorRef<MarketEvent> VenueMarket => _venueActors.Market;

    /// <summary>Events of the market told so far.</summary>
    public int Told { get; private set; }

    /// <summary>What the venue holds, to compare with <see cref="OwnTotals"/>.</summary>
    public IReadOnlyList<string> VenueTotals => Totals(_venue.Balances);

    public IReadOnlyList<string> OwnTotals => Totals(Books.Durable.Ledger.Balances);

    public IReadOnlyList<string> Orders =>
    [
        .. Books.Durable.Orders.Values.Select(order =>
            $"{order.ClientOrderId} {order.Symbol} {order.Side} {order.Quantity} {order.Status} {order.Filled} {order.QuoteFilled} {order.Reason}"),
    ];

    // Days differ between the worlds' clocks here, so limits of a day are out of the way.
    private static Domain.Risk.RiskLimits Limits => AccountStage.Limits with { DailyLossPpm = 1_000_000, DrawdownPpm = 1_000_000 };

    /// <summary>Tells the next event to the venue, then to its watcher.</summary>
    public void TellNext()
    {
        var marketEvent = HourlyMarket.Events[Told];
        var numbered = marketEvent.Ingested(++Told, marketEvent.ReceivedNanos);
        VenueMarket.Tell(numbered);
        Watchers[0].Tell(numbered);
    }

    private static string[] Totals(IEnumerable<KeyValuePair<string, Balance>> balances) =>
        [.. balances.Where(balance => balance.Value.Total != Money.Zero).OrderBy(balance => balance.Key, StringComparer.Ordinal).Select(balance => $"{balance.Key} {balance.Value.Total}")];
}
