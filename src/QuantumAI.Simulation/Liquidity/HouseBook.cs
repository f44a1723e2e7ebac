using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>The house on one symbol: its levels, and its orders in the engine that stand for them while a client is there.</summary>
/// <remarks>
/// Levels are set by a model at any time; <see cref="Synchronise"/> brings the engine there: removals and reductions first, then additions, the
/// side that a client's order crosses last, so that whatever is triggered finds the other side in place. The house never crosses itself.
/// Events between house orders stay inside. Not thread safe.
/// </remarks>
internal sealed partial class HouseBook(IMatchingEngine engine, int symbol, HouseOrderIds ids, QueueModel queueModel)
{
    private readonly List<EngineEvent> _scratch = [];
    private HouseLevel? _growing;
    private long _growingOrder;
    private bool _isRefused;
    private bool _needsWhole;
    private long _printOrder;
    private long _printed;
    private long _epoch;

    public HouseSide Bids { get; } = new(OrderSide.Buy);

    public HouseSide Asks { get; } = new(OrderSide.Sell);

    public IMatchingEngine Engine => engine;

    public HouseSide this[OrderSide side] => side == OrderSide.Buy ? Bids : Asks;

    /// <summary>A client may have joined a queue: what the house adds from now on stands behind it.</summary>
    public void BeginEpoch() => _epoch++;

    /// <summary>Whether changes of levels are noted one by one, so that a synchronisation need not look at all of them.</summary>
    public bool NotesChanges
    {
        get => Bids.NotesChanges;
        set => Bids.NotesChanges = Asks.NotesChanges = value;
    }

    /// <summary>A feed that shows bids above asks keeps the house out.</summary>
    private bool IsCrossed => !Bids.IsHidden && !Asks.IsHidden && Bids.Count > 0 && Asks.Count > 0 && Bids.Best >= Asks.Best;

    /// <summary>Levels that are noted.</summary>
    public int Noted => Bids.Changed.Count + Asks.Changed.Count;

    public void Clear()
    {
        Bids.Clear();
        Asks.Clear();
    }

    /// <summary>Brings the engine to the levels and notes changes from here on.</summary>
    /// <param name="mark">Last price to set before anything is added, where no client is there; 0 = none.</param>
    /// <param name="nanos">World time.</param>
    /// <param name="events">What happened to clients is appended.</param>
    public void Synchronise(long mark, long nanos, List<EngineEvent> events)
    {
        var isCrossed = IsCrossed;
        var isWhole = _needsWhole || !NotesChanges;
        _needsWhole = isCrossed || Bids.IsHidden || Asks.IsHidden;
        Shrink(Bids, isWhole, isCrossed, nanos, events);
        Shrink(Asks, isWhole, isCrossed, nanos, events);
        if (mark > 0 && engine.LastPrice(symbol) != mark)
        {
            Withdraw(Bids, mark, nanos, events);
            Withdraw(Asks, mark, nanos, events);
            MarkInside(mark, nanos, events);
            isWhole = true;
        }

        if (!isCrossed)
        {
            var asksCross = Asks.Count > 0 && engine.Best(symbol, OrderSide.Buy) >= Asks.Best;
            Grow(asksCross ? Bids : Asks, isWhole, nanos, events);
            Grow(asksCross ? Asks : Bids, isWhole, nanos, events);
        }

        Bids.Settle();
        Asks.Settle();
        NotesChanges = true;
    }

    /// <summary>A trade of the market: an immediate-or-cancel order of the house. It takes what stands first, of the house and of clients alike.</summary>
    /// <returns>How much it took.</returns>
    public long Print(OrderSide aggressor, long limit, long quantity, long nanos, List<EngineEvent> events)
    {
        (_printOrder, _printed) = (ids.Next(), 0);
        Submit(new EngineOrder(
            _printOrder, symbol, 0, aggressor, OrderType.Limit, quantity, limit,
            TimeInForce: TimeInForce.ImmediateOrCancel, SelfTrade: SelfTradePrevention.None), nanos, events);
        return _printed;
    }

    /// <summary>The same print where it meets no client: the levels are remembered without it.</summary>
    public void TakeAside(OrderSide aggressor, long limit, long quantity)
    {
        if (!IsCrossed)
            (aggressor == OrderSide.Sell ? Bids : Asks).Take(limit, quantity);
    }

    /// <summary>Makes a price the last one without touching a client: false where a client stands in the way.</summary>
    /// <param name="price">The last price.</param>
    /// <param name="mayTake">No client stands at that price: a unit of the house's first order there may trade.</param>
    /// <param name="nanos">World time.</param>
    /// <param name="events">What happened to clients is appended.</param>
    public bool TryMark(long price, bool mayTake, long nanos, List<EngineEvent> events)
    {
        if (engine.LastPrice(symbol) == price || MarkInside(price, nanos, events))
            return true;
        return mayTake && (MarkAt(Bids, OrderSide.Sell, price, nanos, events) || MarkAt(Asks, OrderSide.Buy, price, nanos, events));
    }

    /// <summary>A pair of house orders of one unit that trade with each other between the best prices.</summary>
    private bool MarkInside(long price, long nanos, List<EngineEvent> events)
    {
        var (bid, ask) = (engine.Best(symbol, OrderSide.Buy), engine.Best(symbol, OrderSide.Sell));
        if (bid >= price || (ask != 0 && ask <= price))
            return false;
        var head = ids.Next();
        Submit(new EngineOrder(head, symbol, 0, OrderSide.Buy, OrderType.Limit, 1, price), nanos, events);
        Print(OrderSide.Sell, price, 1, nanos, events);
        if (engine.Remaining(symbol, head) > 0)
            Cancel(head, nanos, events);
        return true;
    }

    /// <summary>Whether nobody stands before the house's first order that is left at a level; those before it are filled.</summary>
    private bool IsFirst(HouseLevel level)
    {
        foreach (var chunk in level.Chunks)
        {
            if (engine.AheadOf(symbol, chunk.OrderId) is >= 0 and var ahead)
                return ahead == 0;
        }

        return false;
    }

    /// <summary>One unit of the house trades with the house where it stands first at the best price; it is put back.</summary>
    private bool MarkAt(HouseSide side, OrderSide aggressor, long price, long nanos, List<EngineEvent> events)
    {
        if (engine.Best(symbol, side.Side) != price || side.Find(price) is not { } level || !IsFirst(level))
            return false;
        Print(aggressor, price, 1, nanos, events);
        if (engine.LastPrice(symbol) != price)
            return false;
        level.Left++;
        Grow(level, side.Side, nanos, events);
        return true;
    }

    private void Shrink(HouseSide side, bool isWhole, bool isCrossed, long nanos, List<EngineEvent> events)
    {
        foreach (var level in side.Gone)
            CancelAll(level, nanos, events, keepsChunks: true);
        if (side.IsHidden || isCrossed)
        {
            for (var i = 0; i < side.Count; i++)
                CancelAll(side[i], nanos, events);
            return;
        }

        var count = isWhole ? side.Count : side.Changed.Count;
        for (var i = 0; i < count; i++)
        {
            var level = isWhole ? side[i] : side.Changed[i];
            if (level is { IsGone: false } && level.Left < level.Resting)
                Reduce(level, level.Resting - level.Left, nanos, events);
        }
    }

    private void Grow(HouseSide side, bool isWhole, long nanos, List<EngineEvent> events)
    {
        if (side.IsHidden)
            return;
        var count = isWhole ? side.Count : side.Changed.Count;
        for (var i = 0; i < count; i++)
        {
            var level = isWhole ? side[i] : side.Changed[i];
            if (level is { IsGone: false } && level.Left > level.Resting)
                Grow(level, side.Side, nanos, events);
        }
    }

    /// <summary>What is added goes to the end of the queue; joined with the last order of the house as long as no client can stand between.</summary>
    private void Grow(HouseLevel level, OrderSide side, long nanos, List<EngineEvent> events)
    {
        var quantity = level.Left - level.Resting;
        if (level.Chunks.Count > 0 && level.Chunks[^1].Epoch == _epoch)
        {
            var last = level.Chunks[^1].OrderId;
            level.Chunks.RemoveAt(level.Chunks.Count - 1);
            if (engine.Remaining(symbol, last) is var rest and > 0)
            {
                quantity += rest;
                level.Resting -= rest;
                Cancel(last, nanos, events);
            }
        }

        var (id, epoch) = (ids.Next(), _epoch);
        level.Resting += quantity;
        (_growing, _growingOrder, _isRefused) = (level, id, false);
        Submit(new EngineOrder(id, symbol, 0, side, OrderType.Limit, quantity, level.Price, SelfTrade: SelfTradePrevention.None), nanos, events);
        _growing = null;
        if (engine.Remaining(symbol, id) > 0)
            level.Chunks.Add(new HouseChunk(id, quantity, epoch));
        if (!_isRefused)
            return;
        level.Resting -= quantity; // the symbol does not trade: tried again at the next synchronisation
        _needsWhole = true;
    }
}

/// <summary>Numbers of house orders, one row over all symbols of an engine.</summary>
internal sealed class HouseOrderIds
{
    private long _last = HouseLiquidity.FirstHouseOrderId - 1;

    public long Next() => ++_last;
}
