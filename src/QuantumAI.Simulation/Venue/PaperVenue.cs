using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Latency;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Venue;

/// <summary>An exchange for any number of accounts over a matching engine in which the market of the feed takes part. Pure: no clock, no I/O.</summary>
/// <remarks>
/// Where orders enter with the next event (<see cref="EntryPolicy.NextEvent"/>), an order is accepted at once and enters the book with the first market event of its symbol that shows a bid below an ask and has a higher number
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
    private readonly FeeSchedule _fees;
    private readonly EntryPolicy _entry;
    private readonly ClientIdRule _clientIds;
    private readonly VenueOrders _orders = new();
    private readonly VenueDraft _draft = new();
    private readonly VenuePayments _payments;
    private readonly List<EngineEvent> _events = [];
    private readonly List<OpenOrder> _due = [];
    private readonly List<OpenOrder> _entering = [];
    private readonly bool _seesDepth;
    private long _lastEntry;
    private long _nextExpiryNanos = long.MaxValue;
    private (OpenOrder? Order, string? Id) _cancel;

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
        _payments = new VenuePayments(_symbols, _house, _draft);
        Guard.That(settings.Entry is EntryPolicy.NextEvent or EntryPolicy.AtOnce, $"the entry policy is a known one, was {settings.Entry}");
        Guard.That(settings.ClientIds is ClientIdRule.OnceForEver or ClientIdRule.OnceAmongOpen, $"the rule of client ids is a known one, was {settings.ClientIds}");
        (_fees, _entry, _clientIds) = (settings.FeesInForce, settings.Entry, settings.ClientIds);
        (Latency, _seesDepth) = (settings.Latency, settings.Liquidity is not null);
        Restore(books);
    }

    /// <summary>How long messages to and from the venue travel; null = no time.</summary>
    internal VenueLatency? Latency { get; }

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

    /// <summary>The public book: what the market shows, less what clients took of it, and clients' orders, best first, never crossed.</summary>
    /// <returns>How many levels were written.</returns>
    /// <remarks>Units of the symbol's scales. Allocates nothing; nothing changes. Where the feed has bars only, clients' orders are all there is.</remarks>
    public int Depth(int symbol, OrderSide side, Span<(long Price, long Quantity)> levels) => _house.PublicDepth(symbol, side, levels);

    /// <summary>Takes the next trade number of a symbol for a trade between others: numbers rise over all trades that everybody sees.</summary>
    public long NextTradeId(int symbol) => ++_symbols[symbol].LastTradeId;

    /// <summary>Lets the trade numbers of a symbol go on behind one at least.</summary>
    public void SkipTradeIds(int symbol, long lastId) => _symbols[symbol].LastTradeId = Math.Max(_symbols[symbol].LastTradeId, lastId);

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
        return _draft.End(Marks());
    }

    private void BeginRequest(long nowNanos)
    {
        _draft.Begin(nowNanos);
        if (_entry == EntryPolicy.AtOnce)
            Expire();
    }

    /// <summary>The prices of symbols with open orders that are not stored as they are.</summary>
    private IReadOnlyList<VenueMark> Marks()
    {
        List<VenueMark>? marks = null;
        foreach (var symbol in _symbols)
        {
            if (symbol.Open.Count == 0)
                continue;
            var mark = _house.MarkOf(symbol.Index);
            if (mark == symbol.StoredMark)
                continue;
            symbol.StoredMark = mark;
            var instrument = symbol.Instrument;
            (marks ??= []).Add(new VenueMark(
                instrument.Symbol, instrument.Price(mark.Last), instrument.Price(mark.Bid), instrument.Price(mark.Ask), mark.HasTrades,
                instrument.Price(mark.Traded)));
        }

        return marks ?? (IReadOnlyList<VenueMark>)[];
    }
}
