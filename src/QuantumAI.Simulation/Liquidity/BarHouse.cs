using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>The house of a feed of closed bars: it is there while a bar is walked, and nowhere in between.</summary>
/// <remarks>
/// A bar is walked open, then low and high with the one nearer to the open first, then close; triggers of waiting orders that lie on the way are
/// stops on it (a trailing stop is looked at on those points only). At each point a quarter of the volume, and what is left from before, is
/// printed to both sides, then the price becomes the last one; triggered orders find a house one tick away at least. Volume 0 = not known.
/// What would take liquidity on arrival is held until the next open.
/// </remarks>
internal sealed class BarHouse(HouseBook book, ClientOrders clients, TouchHouse touch, int symbol, LiquiditySettings settings, long tick)
{
    private readonly List<EngineOrder[]> _held = [];
    private readonly List<ContingencyKind> _heldKinds = [];
    private readonly List<long> _triggers = [];
    private readonly List<EngineEvent> _released = [];
    private long _volumeLeft;

    /// <summary>Close of the last bar; 0 before the first.</summary>
    public long LastClose { get; private set; }

    public int Held => _held.Count;

    /// <summary>Whether an order has to wait for the next open: it would take what nobody offers now.</summary>
    public bool MustHold(in EngineOrder order) => order switch
    {
        _ when OrderShape.IsConditional(order.Type) => false,
        { Type: OrderType.Market } or { TimeInForce: TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill } => true,
        _ => LastClose == 0 || (order.Side == OrderSide.Buy ? order.Limit >= LastClose : order.Limit <= LastClose),
    };

    public void Hold(ContingencyKind kind, ReadOnlySpan<EngineOrder> orders, long nanos, List<EngineEvent> events)
    {
        _held.Add(orders.ToArray());
        _heldKinds.Add(kind);
        foreach (ref readonly var order in orders)
            events.Add(Tell(EngineEventKind.Accepted, EngineReason.None, in order, order.Quantity, nanos));
    }

    /// <summary>Ends a held order, and with it those that came in one list with it.</summary>
    public bool TryCancel(long orderId, long nanos, List<EngineEvent> events)
    {
        var index = IndexOf(orderId);
        if (index < 0)
            return false;
        foreach (ref readonly var order in _held[index].AsSpan())
        {
            var reason = order.OrderId == orderId ? EngineReason.Requested : EngineReason.OtherOfList;
            events.Add(Tell(EngineEventKind.Canceled, reason, in order, order.Quantity, nanos));
        }

        _held.RemoveAt(index);
        _heldKinds.RemoveAt(index);
        return true;
    }

    /// <summary>Makes a held order smaller.</summary>
    public bool TryReduce(long orderId, long quantity, long nanos, List<EngineEvent> events)
    {
        var index = IndexOf(orderId);
        if (index < 0)
            return false;
        ref var order = ref _held[index][Array.FindIndex(_held[index], held => held.OrderId == orderId)];
        var taken = order.Quantity - quantity;
        if (quantity <= 0 || taken <= 0)
        {
            events.Add(Tell(EngineEventKind.Rejected, EngineReason.BadQuantity, in order, 0, nanos));
            return true;
        }

        order = order with { Quantity = quantity };
        events.Add(Tell(EngineEventKind.Reduced, EngineReason.Requested, in order, taken, nanos));
        return true;
    }

    public long Remaining(long orderId) => IndexOf(orderId) is var index and >= 0 ? Array.Find(_held[index], held => held.OrderId == orderId).Quantity : 0;

    public void Walk(Bar bar, long volume, List<EngineEvent> events)
    {
        var nanos = bar.EndNanos;
        if (clients.Count == 0 && _held.Count == 0)
        {
            LastClose = bar.CloseUnits;
            return;
        }

        var isLowFirst = bar.OpenUnits - bar.LowUnits <= bar.HighUnits - bar.OpenUnits;
        var (first, second) = isLowFirst ? (bar.LowUnits, bar.HighUnits) : (bar.HighUnits, bar.LowUnits);
        var (share, isKnown) = (bar.VolumeUnits / 4, bar.VolumeUnits > 0);
        _volumeLeft = 0;
        Leg(bar.OpenUnits, bar.OpenUnits, share, isKnown, volume, nanos, events);
        ReleaseAt(bar.OpenUnits, volume, nanos, events);
        Leg(bar.OpenUnits, first, share, isKnown, volume, nanos, events);
        Leg(first, second, share, isKnown, volume, nanos, events);
        Leg(second, bar.CloseUnits, bar.VolumeUnits - (3 * share), isKnown, volume, nanos, events);
        book.Clear();
        book.Synchronise(0, nanos, events);
        LastClose = bar.CloseUnits;
    }

    /// <summary>Submits what was held to the engine as it is.</summary>
    public void Release(long nanos, List<EngineEvent> events)
    {
        for (var i = 0; i < _held.Count; i++)
            Submit(i, nanos, events);
        _held.Clear();
        _heldKinds.Clear();
    }

    /// <summary>Submits what was held, in the order of arrival, against the side it takes from: the open, with spread and slippage.</summary>
    private void ReleaseAt(long open, long volume, long nanos, List<EngineEvent> events)
    {
        if (_held.Count == 0)
            return;
        book.Clear();
        book.Synchronise(0, nanos, events);
        var (bid, ask) = HouseLadder.Spread(open, settings.HalfSpreadPpm, tick);
        Place(bid, ask, volume);
        for (var i = 0; i < _held.Count; i++)
        {
            var orders = _held[i];
            (book.Bids.IsHidden, book.Asks.IsHidden) = (orders[0].Side == OrderSide.Buy, orders[0].Side == OrderSide.Sell);
            book.Synchronise(0, nanos, events);
            Submit(i, nanos, events);
        }

        _held.Clear();
        _heldKinds.Clear();
        (book.Bids.IsHidden, book.Asks.IsHidden) = (false, false);
        book.Clear();
        book.Synchronise(0, nanos, events);
    }

    private void Submit(int index, long nanos, List<EngineEvent> events)
    {
        if (_held[index].Length == 1)
            book.Engine.Submit(in _held[index][0], nanos, _released);
        else
            book.Engine.SubmitList(_heldKinds[index], _held[index], nanos, _released);
        TellReleased(events);
    }

    private void TellReleased(List<EngineEvent> events)
    {
        book.BeginEpoch();
        foreach (var happened in _released)
        {
            book.Absorb(in happened);
            if (happened.Kind == EngineEventKind.Accepted)
                continue; // told when it came
            events.Add(happened.Kind == EngineEventKind.Rejected ? happened with { Kind = EngineEventKind.Expired } : happened);
        }

        _released.Clear();
    }

    private void Leg(long from, long to, long share, bool isKnown, long volume, long nanos, List<EngineEvent> events)
    {
        _volumeLeft = isKnown ? _volumeLeft + share : settings.DepthUnits;
        clients.Triggers(from, to, _triggers);
        foreach (var price in _triggers)
            Point(price, volume, nanos, events);
        Point(to, volume, nanos, events);
    }

    private void Point(long price, long volume, long nanos, List<EngineEvent> events)
    {
        book.Clear();
        book.Synchronise(0, nanos, events);
        var (bid, ask) = HouseLadder.Spread(price, settings.HalfSpreadPpm, tick);
        Place(Math.Min(bid, price - tick), Math.Max(ask, price + tick), volume);
        book.Synchronise(0, nanos, events);
        var through = settings.FillsOnTouch ? 0 : tick;
        if (_volumeLeft > 0)
            _volumeLeft -= book.Print(OrderSide.Sell, price + through, _volumeLeft, nanos, events);
        if (_volumeLeft > 0 && price > through)
            _volumeLeft -= book.Print(OrderSide.Buy, price - through, _volumeLeft, nanos, events);
        if (clients.Waiting > 0)
            book.TryMark(price, mayTake: false, nanos, events);
    }

    /// <summary>The house stays clear of clients: what fills them is the printed volume, not the depth of the house.</summary>
    private void Place(long bid, long ask, long volume)
    {
        var (clientBid, clientAsk) = (book.Engine.Best(symbol, OrderSide.Buy), book.Engine.Best(symbol, OrderSide.Sell));
        touch.Place(OrderSide.Buy, Math.Max(0, clientAsk > 0 ? Math.Min(bid, clientAsk - tick) : bid), 0, volume);
        touch.Place(OrderSide.Sell, Math.Max(ask, clientBid + tick), 0, volume);
    }

    private int IndexOf(long orderId) => _held.FindIndex(orders => Array.Exists(orders, order => order.OrderId == orderId));

    private static EngineEvent Tell(EngineEventKind kind, EngineReason reason, in EngineOrder order, long quantity, long nanos) => new(
        kind, order.Symbol, order.OrderId, order.Account, order.Side, 0, 0, 0, 0, quantity, kind == EngineEventKind.Canceled ? 0 : order.Quantity, 0, reason, nanos);
}
