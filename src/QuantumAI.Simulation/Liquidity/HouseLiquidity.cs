using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>A matching engine in which the market of a feed is a participant: account 0, the house.</summary>
/// <remarks>
/// There is one matching rule. Clients' orders rest and match in the engine; what the feed shows becomes orders of the house, what it prints
/// becomes immediate-or-cancel orders of the house. Clients' commands go through this type, so that the house is in the engine before them;
/// events between house orders are left out (trade numbers have holes for that reason). A trade whose <see cref="EngineEvent.Account"/> or
/// <see cref="EngineEvent.MakerAccount"/> is 0 is one with the market. While no client's order is alive on a symbol, or none that an event could meet, market
/// events only change remembered levels, without allocation, and the engine's book of the symbol is stale: <see cref="Show"/> it before reading it.
/// Pure, not thread safe. Client accounts and order numbers are above 0, order numbers below <see cref="FirstHouseOrderId"/>.
/// </remarks>
public sealed class HouseLiquidity : IMatchingEngine
{
    /// <summary>Numbers from here on belong to house orders.</summary>
    public const long FirstHouseOrderId = 1L << 62;

    private readonly IMatchingEngine _engine;
    private readonly SymbolLiquidity[] _symbols;

    /// <summary>A house on every symbol of an engine that has no orders yet.</summary>
    /// <param name="engine">Used by this house only, from now on.</param>
    /// <param name="instruments">Of the symbols, in their order.</param>
    /// <param name="settings">One for each symbol.</param>
    public HouseLiquidity(IMatchingEngine engine, IReadOnlyList<Instrument> instruments, IReadOnlyList<LiquiditySettings> settings)
    {
        Guard.That(
            instruments.Count == engine.Symbols && settings.Count == engine.Symbols,
            $"there are {engine.Symbols} instruments and settings, were {instruments.Count} and {settings.Count}");
        _engine = engine;
        _symbols = new SymbolLiquidity[instruments.Count];
        var ids = new HouseOrderIds();
        for (var i = 0; i < _symbols.Length; i++)
            _symbols[i] = new SymbolLiquidity(engine, i, instruments[i], settings[i], ids);
    }

    /// <summary>The same settings for every symbol.</summary>
    public HouseLiquidity(IMatchingEngine engine, IReadOnlyList<Instrument> instruments, LiquiditySettings settings)
        : this(engine, instruments, [.. Enumerable.Repeat(settings, instruments.Count)])
    {
    }

    public int Symbols => _engine.Symbols;

    /// <summary>Whether no client's order is alive on a symbol: nothing can happen there until one comes.</summary>
    public bool IsQuiet(int symbol) => _symbols[symbol].IsQuiet;

    /// <summary>Takes a market event; what it does to clients is appended.</summary>
    /// <remarks>Cost while quiet: some comparisons and stores; of a depth event one search per level.</remarks>
    public void Apply(in MarketEvent marketEvent, List<EngineEvent> events) => _symbols[marketEvent.InstrumentId].Apply(in marketEvent, events);

    public void SetState(int symbol, SymbolState state) => _engine.SetState(symbol, state);

    public void SetLastPrice(int symbol, long price) => _engine.SetLastPrice(symbol, price);

    /// <summary>What is remembered of a symbol's prices, for the books of a venue.</summary>
    public HouseMark MarkOf(int symbol) => _symbols[symbol].MarkNow with { Traded = _engine.LastPrice(symbol) };

    /// <summary>Remembers what a mark says; nothing is triggered by it.</summary>
    public void Restore(int symbol, in HouseMark mark)
    {
        _symbols[symbol].Restore(in mark);
        _engine.SetLastPrice(symbol, mark.Traded);
    }

    /// <summary>The book as everybody may see it: what the house shows, less what clients took of it, and the clients' orders; best first.</summary>
    /// <returns>How many levels were written.</returns>
    /// <remarks>Changes nothing, allocates nothing once its arrays have grown; costs a step for each level of the house at most.</remarks>
    public int PublicDepth(int symbol, OrderSide side, Span<(long Price, long Quantity)> levels) => _symbols[symbol].PublicDepth(side, levels);

    /// <summary>Takes a client's order. Where the feed has bars only, an order that would take liquidity is accepted now and matched at the next open.</summary>
    public void Submit(in EngineOrder order, long nanos, List<EngineEvent> events)
    {
        CheckClient(in order);
        var symbol = _symbols[order.Symbol];
        symbol.BeforeClient(in order, nanos, events);
        var start = events.Count;
        if (symbol.IsHeldForOpen(in order))
            symbol.Bars.Hold(ContingencyKind.Unspecified, [order], nanos, events);
        else
            _engine.Submit(in order, nanos, events);
        Observe(events, start);
    }

    public void SubmitList(ContingencyKind kind, ReadOnlySpan<EngineOrder> orders, long nanos, List<EngineEvent> events)
    {
        var mustHold = false;
        for (var i = 0; i < orders.Length; i++)
        {
            CheckClient(in orders[i]);
            var symbol = _symbols[orders[i].Symbol];
            symbol.BeforeClient(in orders[i], nanos, events);
            mustHold |= i < ContingencyRules.EnteringAtOnce(kind) && symbol.IsHeldForOpen(in orders[i]);
        }

        var start = events.Count;
        if (mustHold)
            _symbols[orders[0].Symbol].Bars.Hold(kind, orders, nanos, events);
        else
            _engine.SubmitList(kind, orders, nanos, events);
        Observe(events, start);
    }

    public void Cancel(int symbol, long orderId, long nanos, List<EngineEvent> events)
    {
        var start = events.Count;
        if (!_symbols[symbol].Bars.TryCancel(orderId, nanos, events))
            _engine.Cancel(symbol, orderId, nanos, events);
        Observe(events, start);
    }

    public void Reduce(int symbol, long orderId, long quantity, long nanos, List<EngineEvent> events)
    {
        var start = events.Count;
        if (!_symbols[symbol].Bars.TryReduce(orderId, quantity, nanos, events))
            _engine.Reduce(symbol, orderId, quantity, nanos, events);
        Observe(events, start);
    }

    public void Advance(long nanos, List<EngineEvent> events)
    {
        var start = events.Count;
        _engine.Advance(nanos, events);
        Observe(events, start);
    }

    /// <summary>Puts the house of a symbol into the engine as the feed shows it, for who wants to look at the book.</summary>
    public void Show(int symbol, long nanos, List<EngineEvent> events)
    {
        var start = events.Count;
        _symbols[symbol].Show(nanos, events);
        Observe(events, start);
    }

    public long Best(int symbol, OrderSide side) => _engine.Best(symbol, side);

    public long LastPrice(int symbol) => _engine.LastPrice(symbol);

    public int Depth(int symbol, OrderSide side, Span<(long Price, long Quantity)> levels) => _engine.Depth(symbol, side, levels);

    public long Remaining(int symbol, long orderId) =>
        _engine.Remaining(symbol, orderId) is > 0 and var remaining ? remaining : _symbols[symbol].Bars.Remaining(orderId);

    public long TrailingBest(int symbol, long orderId) => _engine.TrailingBest(symbol, orderId);

    /// <summary>What the feed shows of a symbol at present; no engine is needed for it.</summary>
    public HouseTouch Touch(int symbol) => _symbols[symbol].Touch();

    /// <summary>What the house of a symbol is made from at present.</summary>
    public LiquidityGrain GrainOf(int symbol) => _symbols[symbol].Grain;

    /// <summary>Whether an order was accepted and waits for the open of the next bar.</summary>
    public bool IsHeld(int symbol, long orderId) => _symbols[symbol].Bars.Remaining(orderId) > 0;

    public long AheadOf(int symbol, long orderId) => _engine.AheadOf(symbol, orderId);

    public ulong StateHash() => _engine.StateHash();

    private static void CheckClient(in EngineOrder order) => Guard.That(
        order.Account > 0 && order.OrderId is > 0 and < FirstHouseOrderId,
        $"a client has an account above 0 and order numbers below 2^62, was {order.Account} with {order.OrderId}");

    private void Observe(List<EngineEvent> events, int start)
    {
        for (var i = start; i < events.Count; i++)
        {
            var happened = events[i];
            _symbols[happened.Symbol].AfterClient(in happened);
        }
    }
}
