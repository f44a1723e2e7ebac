using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>The orders of clients that are alive on one symbol, as the engine's events tell.</summary>
internal sealed class ClientOrders
{
    private readonly Dictionary<long, EngineOrder> _live = [];
    private readonly HashSet<long> _waiting = [];

    public int Count => _live.Count;

    /// <summary>Orders that wait for a trigger.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>An order that is about to be submitted.</summary>
    public void Enter(in EngineOrder order)
    {
        if (!_live.TryAdd(order.OrderId, order))
            return; // a number that is used twice: the engine refuses it
        if (OrderShape.IsConditional(order.Type))
            _waiting.Add(order.OrderId);
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
                _waiting.Remove(happened.OrderId);
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
        _live.Remove(orderId);
        _waiting.Remove(orderId);
    }
}
