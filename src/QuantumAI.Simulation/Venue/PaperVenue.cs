using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Latency;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Matching;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>The answer to a request or to a market event: what to store, then whom to tell what.</summary>
public readonly record struct VenueStep(VenueChange Change, IReadOnlyList<VenueReport> Reports);

/// <summary>An exchange for one account over a matching engine in which the market of the feed takes part. Pure: no clock, no I/O.</summary>
/// <remarks>
/// An order is accepted at once and enters the book with the first market event of its symbol that shows a bid below an ask and has a higher number
/// than its decision's; where the feed has bars only, at the open of the next bar. A stop or take profit whose trigger has been reached on the
/// way is live at once; a post-only order that would match by then, or a date that has passed, ends it.
/// <para>The orders of a list that wait for its first enter after the market event that fills it whole; what they pay with is set aside then.</para>
/// A buy without a limit pays at most what it has set aside, or, entering at once, what is free as well; what is left of it expires.
/// Not thread safe.
/// </remarks>
public sealed partial class PaperVenue
{
    private readonly VenueSymbol[] _symbols;
    private readonly HouseLiquidity _house;
    private readonly VenueMoney _money;
    private readonly VenueOrders _orders = new();
    private readonly VenueDraft _draft = new();
    private readonly List<EngineEvent> _events = [];
    private readonly List<OpenOrder> _due = [];
    private readonly List<OpenOrder> _entering = [];
    private readonly bool _seesDepth;
    private long _lastEntry;
    private long _nextExpiryNanos = long.MaxValue;

    /// <param name="instruments">What is traded, in the order of the market events' numbers.</param>
    /// <param name="settings">How the venue behaves.</param>
    /// <param name="books">What it has stored; its open orders go back into the book in the order in which they entered it.</param>
    /// <param name="engine">An engine without orders; null = the fast one.</param>
    public PaperVenue(IReadOnlyList<Instrument> instruments, PaperVenueSettings settings, VenueBooks books, IMatchingEngine? engine = null)
    {
        _symbols = new VenueSymbol[instruments.Count];
        for (var i = 0; i < _symbols.Length; i++)
            _symbols[i] = new VenueSymbol(i, instruments[i]);
        _house = new HouseLiquidity(engine ?? new MatchingEngine(Math.Max(1, instruments.Count)), instruments, settings.LiquidityInForce);
        _money = new VenueMoney(settings.FeesInForce);
        (Latency, _seesDepth) = (settings.Latency, settings.Liquidity is not null);
        Restore(books);
    }

    public IReadOnlyDictionary<string, Balance> Balances => _money.Ledger.Balances;

    /// <summary>How long messages to and from the venue travel; null = no time.</summary>
    internal VenueLatency? Latency { get; }

    /// <summary>Puts money into the account from outside.</summary>
    public VenueStep Deposit(string asset, Money amount, long marketNanos)
    {
        _draft.Begin(marketNanos);
        _money.Ledger.Deposit(asset, amount);
        _draft.ChangesAsset(asset);
        return End();
    }

    public VenueOrder? Find(string clientOrderId) => _orders.Find(clientOrderId);

    public IReadOnlyList<VenueTrade> TradesOf(string clientOrderId) => _orders.TradesOf(clientOrderId);

    /// <summary>All open orders, the oldest first.</summary>
    public IReadOnlyList<VenueOrder> OpenOrders() => [.. _orders.Open.OrderBy(order => order.Number).Select(order => order.Order)];

    /// <summary>The trades of a symbol since a time, the oldest first; of orders that have not been forgotten.</summary>
    public IReadOnlyList<VenueTrade> TradesSince(string symbol, long nanos) => _orders.TradesSince(symbol, nanos);

    /// <summary>Halts a symbol, lets it take cancels only, or lets it trade again. Not stored: a new venue trades.</summary>
    public void SetState(string symbol, SymbolState state)
    {
        var found = SymbolOf(symbol);
        Guard.That(found is not null, $"the venue has the symbol {symbol}");
        _house.SetState(found.Index, state);
        found.State = state;
    }

    /// <summary>Looks at a market event; fills what it can.</summary>
    /// <returns>False when nothing changed: the usual case, without allocation.</returns>
    public bool TryMatch(in MarketEvent marketEvent, out VenueStep step)
    {
        var symbol = _symbols[marketEvent.InstrumentId];
        step = default;
        if (!_seesDepth && marketEvent.Kind is MarketEventKind.DepthSnapshot or MarketEventKind.DepthUpdate)
            return false;
        if (symbol.Open.Count == 0 && marketEvent.ReceivedNanos < _nextExpiryNanos)
        {
            _house.Apply(in marketEvent, _events);
            Guard.That(_events.Count == 0, "nothing happens where no order is open");
            return false;
        }

        _draft.Begin(marketEvent.ReceivedNanos);
        Expire();
        if (marketEvent.Kind == MarketEventKind.Bar && _house.GrainOf(symbol.Index) == LiquidityGrain.Bars)
            EnterArriving(symbol, marketEvent.Sequence);
        _house.Apply(in marketEvent, _events);
        Drain();
        if (symbol.Arriving.Count > 0 && VenueSymbol.Shows(marketEvent.Kind, _house.GrainOf(symbol.Index)) && _house.Touch(symbol.Index).IsThere)
            EnterArriving(symbol, marketEvent.Sequence);
        if (marketEvent.Kind == MarketEventKind.Bar)
            NoteReleased(symbol);
        FollowTrails(symbol);
        if (_draft.IsEmpty)
            return false;
        step = End();
        return true;
    }

    private VenueSymbol? SymbolOf(string symbol)
    {
        foreach (var candidate in _symbols)
        {
            if (candidate.Instrument.Symbol == symbol)
                return candidate;
        }

        return null;
    }

    private VenueStep End()
    {
        Guard.That(_events.Count == 0 && _due.Count == 0, "a step ends when everything that it caused has been booked");
        return _draft.End(_orders, _money.Ledger);
    }

    /// <summary>Puts back what was stored. What rested or waited for its trigger does so again, the oldest first; all else is on its way again.</summary>
    private void Restore(VenueBooks books)
    {
        foreach (var (asset, balance) in books.Balances)
        {
            _money.Ledger.Deposit(asset, balance.Total);
            _money.Ledger.Reserve(asset, balance.Locked);
        }

        foreach (var trade in books.Trades)
            Remember(trade);
        foreach (var order in books.Orders)
        {
            _orders.Restore(order);
            if (order.IsOpen && SymbolOf(order.Symbol) is { } symbol)
                _orders.Add(new OpenOrder(order, symbol, VenueOrders.NumberOf(order), basisSequence: 0));
        }

        _lastEntry = books.Orders.Count == 0 ? 0 : books.Orders.Max(order => order.Entry);
        foreach (var order in _orders.Open.OrderBy(order => order.Order.Entry).ThenBy(order => order.Number))
            PutBack(order);

        foreach (var happened in _events)
            Guard.That(happened.Kind == EngineEventKind.Accepted, $"an open order goes back into the book as it was, was {happened}");
        _events.Clear();
    }

    private void PutBack(OpenOrder order)
    {
        var symbol = order.Symbol;
        NoteExpiry(order);
        if (order.Place == OpenOrderPlace.InEngine)
            return; // with its rival
        if (ParentOf(order) is not null)
        {
            order.Place = OpenOrderPlace.Child;
            return;
        }

        var rests = order.IsWaitingForPrice || (OrderShape.HasLimit(order.Terms.Type) && order.Terms.TimeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate);
        if (order.Order.Entry == 0 || !rests)
        {
            symbol.Arriving.Add(order);
            return;
        }

        SetInEngine(order);
        if (symbol.RivalOf(order) is not { } rival)
        {
            _house.Submit(order.ToEngine(isPutBack: true), nanos: 0, _events);
            return;
        }

        NoteExpiry(rival);
        SetInEngine(rival);
        _house.SubmitList(ContingencyKind.OneCancelsOther, [order.ToEngine(isPutBack: true), rival.ToEngine(isPutBack: true)], nanos: 0, _events);
    }

    private void Remember(VenueTrade trade)
    {
        if (SymbolOf(trade.Symbol) is { } symbol)
        {
            Guard.That(trade.TradeId > symbol.LastTradeId, "trade ids of a symbol rise");
            symbol.LastTradeId = trade.TradeId;
        }

        _orders.Remember(trade);
    }
}
