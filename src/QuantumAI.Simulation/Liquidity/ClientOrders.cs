using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>The orders of clients that are alive on one symbol, as the engine's events tell.</summary>
internal sealed class ClientOrders
{
    private readonly Dictionary<long, EngineOrder> _live = [];
    private readonly HashSet<long> _waiting = [];
    private PriceRange _bids = PriceRange.Empty;
    private PriceRange _asks = PriceRange.Empty;
    private PriceRange _falls = PriceRange.Empty;
    private PriceRange _rises = PriceRange.Empty;
    private int _trailing;
    private bool _isStale;

    public int Count => _live.Count;

    /// <summary>Orders that wait for a trigger.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Whether the house may meet a client: a level where clients stand, or one that they cross.</summary>
    public bool AreMetBy(HouseSide bids, HouseSide asks)
    {
        Refresh();
        return (bids.Count > 0 && (bids.Best >= _asks.Low || (bids.Worst <= _bids.High && bids.Best >= _bids.Low)))
            || (asks.Count > 0 && (asks.Best <= _bids.High || (asks.Best <= _asks.High && asks.Worst >= _asks.Low)));
    }

    /// <summary>Whether changed levels of a side may matter to a client.</summary>
    public bool AreMetBy(OrderSide side, IReadOnlyList<DepthLevel> changes)
    {
        Refresh();
        var (own, other) = side == OrderSide.Buy ? (_bids, _asks) : (_asks, _bids);
        for (var i = 0; i < changes.Count; i++)
        {
            var price = changes[i].PriceUnits;
            if ((price >= own.Low && price <= own.High) || (side == OrderSide.Buy ? price >= other.Low : price <= other.High))
                return true;
        }

        return false;
    }

    /// <summary>Whether a print may trade with a client.</summary>
    public bool AreHitBy(OrderSide aggressor, long price)
    {
        Refresh();
        return aggressor == OrderSide.Sell ? price <= _bids.High : price >= _asks.Low;
    }

    /// <summary>Whether a last price may trigger an order; one that trails looks at every price.</summary>
    public bool AreTriggeredBy(long price)
    {
        Refresh();
        return _trailing > 0 || price <= _falls.High || price >= _rises.Low;
    }

    public bool HasLimitAt(long price)
    {
        foreach (var order in _live.Values)
        {
            if (order.Limit == price)
                return true;
        }

        return false;
    }

    /// <summary>An order that is about to be submitted.</summary>
    public void Enter(in EngineOrder order)
    {
        if (!_live.TryAdd(order.OrderId, order))
            return; // a number that is used twice: the engine refuses it
        if (OrderShape.IsConditional(order.Type))
            _waiting.Add(order.OrderId);
        _isStale = true;
    }

    /// <summary>Takes one event; house orders are not known here and do not matter.</summary>
    public void Observe(in EngineEvent happened)
    {
        switch (happened.Kind)
        {
            case EngineEventKind.Traded:
                if (happened.Remaining == 0)
                    Leave(happened.OrderId);
                if (happened.MakerRemaining == 0)
                    Leave(happened.MakerOrderId);
                break;
            case EngineEventKind.Rejected when happened.Reason == EngineReason.DuplicateOrderId:
                break; // the first one of that number may live
            case EngineEventKind.Rejected when happened.Reason == EngineReason.UnknownOrder:
                break;
            case EngineEventKind.Rejected when happened.Reason == EngineReason.BadQuantity:
                break; // a refused reduction: the order stays
            case EngineEventKind.Rejected or EngineEventKind.Canceled or EngineEventKind.Expired:
                Leave(happened.OrderId);
                break;
            case EngineEventKind.Prevented when happened.Remaining == 0:
                Leave(happened.OrderId);
                break;
            case EngineEventKind.Triggered:
                _isStale |= _waiting.Remove(happened.OrderId);
                break;
            default:
                break;
        }
    }

    /// <summary>Trigger prices strictly between two prices, in the order in which a price passes them on its way.</summary>
    public void Triggers(long from, long to, List<long> prices)
    {
        prices.Clear();
        foreach (var id in _waiting)
        {
            var trigger = _live[id].Trigger;
            if (trigger > Math.Min(from, to) && trigger < Math.Max(from, to) && !prices.Contains(trigger))
                prices.Add(trigger);
        }

        prices.Sort();
        if (from > to)
            prices.Reverse();
    }

    private void Leave(long orderId)
    {
        _isStale |= _live.Remove(orderId);
        _waiting.Remove(orderId);
    }

    private void Refresh()
    {
        if (!_isStale)
            return;
        _isStale = false;
        (_bids, _asks, _falls, _rises, _trailing) = (PriceRange.Empty, PriceRange.Empty, PriceRange.Empty, PriceRange.Empty, 0);
        foreach (var order in _live.Values)
        {
            if (OrderShape.HasLimit(order.Type))
                (order.Side == OrderSide.Buy ? ref _bids : ref _asks).Include(order.Limit);
            if (order.Type == OrderType.TrailingStop)
                _trailing++;
            else if (order.Trigger > 0 && _waiting.Contains(order.OrderId))
                (TriggerRules.WaitsForRise(order.Type, order.Side) ? ref _rises : ref _falls).Include(order.Trigger);
        }
    }

    private record struct PriceRange(long Low, long High)
    {
        public static readonly PriceRange Empty = new(long.MaxValue, 0);

        public void Include(long price) => (Low, High) = (Math.Min(Low, price), Math.Max(High, price));
    }
}
