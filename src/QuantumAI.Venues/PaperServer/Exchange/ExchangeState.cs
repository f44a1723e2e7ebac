using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.PaperServer.Limits;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>The whole exchange: the matching engine with its accounts, and what everybody and every account may know. Pure: no clock, no I/O.</summary>
/// <remarks>
/// What an operation changed and what it tells is collected until <see cref="Take"/>: the caller stores the changes before the events leave.
/// Public numbers (trades of the market, aggregates, book updates) begin at the start's time in tens of microseconds, so that they rise over
/// restarts although only clients' trades are stored. Not thread safe.
/// </remarks>
public sealed partial class ExchangeState
{
    /// <summary>Public numbers have 15 digits so: many clients take a number of more digits for text.</summary>
    private const long NanosPerNumber = 10_000;

    private readonly List<VenueChange> _changes = [];
    private readonly List<ExchangeEvent> _events = [];
    private readonly SymbolMarket[] _markets;
    private readonly Dictionary<string, SymbolMarket> _bySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<int, OrderCounts> _orderCounts = [];
    private readonly Dictionary<int, long> _updated = [];

    /// <param name="settings">What the exchange is.</param>
    /// <param name="books">What it has stored; its accounts go on as they were, and those that are missing are opened with their deposits.</param>
    /// <param name="nowNanos">World time.</param>
    public ExchangeState(ExchangeSettings settings, VenueBooks books, long nowNanos)
    {
        Settings = settings;
        var instruments = settings.Symbols.Select(symbol => symbol.Instrument).ToArray();
        Venue = new PaperVenue(
            instruments,
            new PaperVenueSettings(0, 0, settings.Fees, new LiquiditySettings(LiquidityGrain.Depth), Entry: EntryPolicy.AtOnce, ClientIds: ClientIdRule.OnceAmongOpen),
            books);
        StartNanos = nowNanos;
        var first = nowNanos / NanosPerNumber;
        _nextClientId = first;
        _markets = new SymbolMarket[instruments.Length];
        for (var i = 0; i < _markets.Length; i++)
        {
            _markets[i] = _bySymbol[instruments[i].Symbol] = new SymbolMarket(i, settings.Symbols[i], Venue, first, _events);
            Venue.SkipTradeIds(i, first);
        }

        foreach (var account in settings.Accounts)
            Open(account, nowNanos);
        Assets = [.. instruments.SelectMany(instrument => new[] { instrument.BaseAsset, instrument.QuoteAsset })
            .Concat(settings.Accounts.SelectMany(account => account.Deposits.Select(deposit => deposit.Asset)))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public ExchangeSettings Settings { get; }

    /// <summary>After each step of the matching engine, with the time: for oracles. It is not stored yet.</summary>
    public Action<VenueStep, long>? Followed { get; init; }

    public PaperVenue Venue { get; }

    /// <summary>World time of the start.</summary>
    public long StartNanos { get; }

    public IReadOnlyList<SymbolMarket> Markets => _markets;

    /// <summary>A symbol by its name; null when there is none.</summary>
    public SymbolMarket? Market(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    /// <summary>An instrument by its symbol; null when there is none.</summary>
    public Instrument? Instrument(string symbol) => Market(symbol)?.Instrument;

    /// <summary>Every asset of the symbols and of deposits, sorted.</summary>
    public IReadOnlyList<string> Assets { get; }

    /// <summary>When an account's balances changed last.</summary>
    public long UpdatedNanosOf(VenueAccount account) => _updated.GetValueOrDefault(account.Number, StartNanos);

    /// <summary>New orders of an account in the present intervals.</summary>
    public OrderCounts OrderCountsOf(int account)
    {
        if (!_orderCounts.TryGetValue(account, out var counts))
            _orderCounts[account] = counts = new OrderCounts(Settings.Limits);
        return counts;
    }

    /// <summary>Takes what happened on the market before the exchange opened: trades and bars only, nobody is told.</summary>
    public void HearHistory(in MarketEvent marketEvent)
    {
        if (marketEvent.Kind == MarketEventKind.Trade)
            _markets[marketEvent.InstrumentId].AddHistory(TradeOf(in marketEvent, marketEvent.QuantityUnits));
        else
            Venue.TryMatch(in marketEvent, out _);
    }

    /// <summary>Takes a market event: a snapshot or an update of the book, or a trade.</summary>
    public void Hear(in MarketEvent marketEvent)
    {
        var nowNanos = marketEvent.ReceivedNanos;
        var market = _markets[marketEvent.InstrumentId];
        var left = marketEvent.QuantityUnits;
        if (Venue.TryMatch(in marketEvent, out var step))
        {
            Follow(in step, nowNanos);
            foreach (var trade in step.Change.Trades)
                left -= trade.Symbol == market.Instrument.Symbol ? trade.Quantity.Units : 0;
        }

        if (marketEvent.Kind == MarketEventKind.Trade && left > 0)
        {
            market.Add(TradeOf(in marketEvent, left), goesOn: false);
            market.TellAggregates(nowNanos);
        }

        market.TellBest(nowNanos);
    }

    /// <summary>Tells what is told by time: changed levels of the books, bars that grew.</summary>
    public void Tick(long nowNanos, bool tellsKlines)
    {
        foreach (var market in _markets)
        {
            market.TellDepth(nowNanos);
            if (tellsKlines)
                market.TellKlines(nowNanos);
        }
    }

    /// <summary>Changes that wait for <see cref="Take"/>.</summary>
    public int Untaken => _changes.Count;

    /// <summary>Hands over what is to be stored and then told, in order, and forgets it.</summary>
    public void Take(List<VenueChange> changes, List<ExchangeEvent> events)
    {
        changes.AddRange(_changes);
        events.AddRange(_events);
        _changes.Clear();
        _events.Clear();
    }

    private TapeTrade TradeOf(in MarketEvent trade, long quantityUnits)
    {
        var instrument = _markets[trade.InstrumentId].Instrument;
        var (price, quantity) = (instrument.Price(trade.PriceUnits), instrument.Quantity(quantityUnits));
        return new TapeTrade(
            Venue.NextTradeId(trade.InstrumentId), price, quantity, Money.Notional(price, quantity), trade.ReceivedNanos, trade.BuyerIsMaker);
    }

    private void Open(ExchangeAccount account, long nowNanos)
    {
        if (Venue.Account(account.Name) is not null)
            return;
        _changes.Add(Venue.OpenAccount(account.Name, account.FeeTier, nowNanos).Change);
        var opened = Venue.Account(account.Name);
        Guard.That(opened is not null, "an account that was opened is there");
        foreach (var (asset, amount) in account.Deposits)
            _changes.Add(Venue.Deposit(opened, asset, amount, nowNanos).Change);
    }
}
