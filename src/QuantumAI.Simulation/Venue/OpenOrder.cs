using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Matching;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>Where an open order is.</summary>
internal enum OpenOrderPlace : byte
{
    Unspecified = 0,

    /// <summary>Accepted; it enters the book with the first market event that its decision had not seen.</summary>
    Arriving = 1,

    /// <summary>It enters when the first order of its list is filled whole.</summary>
    Child = 2,

    /// <summary>In the matching engine, live or waiting for its trigger.</summary>
    InEngine = 3,
}

/// <summary>An open order of the venue and what the engine has to know of it.</summary>
internal sealed class OpenOrder(OrderRecord record, VenueSymbol symbol, VenueAccount account, long basisSequence)
{
    public OrderRecord Record => record;

    public VenueOrder Order
    {
        get => record.Order;
        set => record.Order = value;
    }

    public VenueSymbol Symbol { get; } = symbol;

    public VenueAccount Account { get; } = account;

    /// <summary>What its account does on its symbol.</summary>
    public AccountBook Book { get; } = account.BookOf(symbol);

    /// <summary>Its number in the engine.</summary>
    public long Number => record.Number;

    public long BasisSequence { get; } = basisSequence;

    public OpenOrderPlace Place { get; set; } = OpenOrderPlace.Arriving;

    /// <summary>What was filled before the engine had it.</summary>
    public long FilledBefore { get; set; }

    /// <summary>The highest price that a buy without a limit can pay; 0 for all others.</summary>
    public long Protection { get; set; }

    public OrderTerms Terms => Order.Terms;

    public bool IsBuy => Terms.Side == OrderSide.Buy;

    /// <summary>A buy whose price only its money bounds.</summary>
    public bool IsUnpricedBuy => IsBuy && !OrderShape.HasLimit(Terms.Type);

    /// <summary>The asset that it pays with.</summary>
    public string PaidAsset => IsBuy ? Symbol.Instrument.QuoteAsset : Symbol.Instrument.BaseAsset;

    public bool IsWaitingForPrice => OrderShape.IsConditional(Terms.Type) && !Order.IsTriggered;

    /// <summary>The order that ends when this one trades, is triggered or ends; null when there is none.</summary>
    public OpenOrder? Rival => Order.List is { } place
        ? Book.Open.Find(other => other.Order.ListNumber == Order.ListNumber && other.Order.List is { } there && place.Cancels(there)) : null;

    /// <summary>The order whose end or whole fill this one waits for; null when it waits for none.</summary>
    public OpenOrder? Parent => Order.List is { } place && place.IsChild()
        ? Book.Open.Find(other => other.Order.ListNumber == Order.ListNumber && other.Order.List is { Place: 0 }) : null;

    /// <summary>Whether an order of its list is a child of this one that still waits for it.</summary>
    public bool HasWaiting(OpenOrder child) => child.Place == OpenOrderPlace.Child && child.Order.ListNumber == Order.ListNumber;

    /// <summary>What is left of it, as the engine takes it: one that was triggered is what it became then.</summary>
    public EngineOrder ToEngine(bool isPutBack = false)
    {
        var waits = IsWaitingForPrice;
        var type = waits ? Terms.Type : OrderShape.HasLimit(Terms.Type) ? OrderType.Limit : OrderType.Market;
        return new EngineOrder(
            Number, Symbol.Index, Account.Number, Terms.Side, type, Order.Remaining.Units,
            Terms.Limit?.Units ?? Protection, waits ? Terms.Trigger?.Units ?? 0 : 0, waits ? Terms.TrailingPpm : 0, Terms.TimeInForce, Terms.ExpiresNanos,
            Terms.IsPostOnly && (waits || !isPutBack), Terms.Display?.Units ?? 0, Terms.SelfTrade, waits ? Order.TrailingBest?.Units ?? 0 : 0,
            isPutBack ? Order.Shown?.Units ?? 0 : 0);
    }
}

/// <summary>One symbol of the venue.</summary>
internal sealed class VenueSymbol(int index, Instrument instrument)
{
    public int Index => index;

    public Instrument Instrument => instrument;

    /// <summary>Open orders, the oldest first.</summary>
    public List<OpenOrder> Open { get; } = [];

    /// <summary>Those that enter with a coming market event, the oldest first.</summary>
    public List<OpenOrder> Arriving { get; } = [];

    /// <summary>Trailing stops that wait in the engine.</summary>
    public int Trailing { get; set; }

    public SymbolState State { get; set; } = SymbolState.Trading;

    public long LastTradeId { get; set; }

    /// <summary>What the store has of its prices.</summary>
    public HouseMark StoredMark { get; set; }

    public Price? PriceOf(long units) => units > 0 ? instrument.Price(units) : null;

    /// <summary>Whether an event shows a new state of the house, of which orders on their way may take.</summary>
    public static bool Shows(Domain.Market.MarketEventKind kind, LiquidityGrain grain) => (kind, grain) switch
    {
        (Domain.Market.MarketEventKind.Quote, LiquidityGrain.Quotes) => true,
        (Domain.Market.MarketEventKind.Trade, LiquidityGrain.Trades) => true,
        (Domain.Market.MarketEventKind.DepthSnapshot or Domain.Market.MarketEventKind.DepthUpdate, LiquidityGrain.Depth) => true,
        _ => false,
    };
}
