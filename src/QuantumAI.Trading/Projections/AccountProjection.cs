using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Trading.Projections;

/// <summary>One account's part of the read models: the domain's fold, and what each event changes in the rows.</summary>
internal sealed class AccountProjection(string account, IReadOnlyDictionary<string, Instrument> instruments)
{
    private const int SpareOrders = 1_024;
    private readonly Account _state = new(instruments);
    private readonly Dictionary<string, OrderPlace> _orders = [];

    /// <param name="accountEvent">The event.</param>
    /// <param name="stored">Its place, time and cause.</param>
    /// <param name="changes">Where rows go; null when they are in the store already.</param>
    public void Apply(AccountEvent accountEvent, StoredEvent stored, ViewChanges? changes)
    {
        _state.Apply(accountEvent, stored.Data.TimeNanos);
        switch (accountEvent)
        {
            case OrderIntended intended:
                ForgetClosed();
                _orders[intended.ClientOrderId] = new OrderPlace(stored.Position, intended.Reference, "");
                changes?.Put(Decision(intended, stored).ToRow());
                PutOrder(intended.ClientOrderId, changes);
                break;
            case OrderDenied denied:
                changes?.Put(Decision(denied, stored).ToRow());
                break;
            case OrderAccepted accepted:
                _orders[accepted.ClientOrderId] = _orders[accepted.ClientOrderId] with { VenueOrderId = accepted.VenueOrderId };
                PutOrder(accepted.ClientOrderId, changes);
                break;
            case OrderFilled filled:
                PutFill(filled, stored, changes);
                break;
            case OrderAdopted adopted:
                _orders[adopted.ClientOrderId] = new OrderPlace(stored.Position, adopted.Reference, adopted.VenueOrderId);
                PutOrder(adopted.ClientOrderId, changes);
                break;
            case EquityMarked marked:
                changes?.Put(new EquityRow(
                    stored.Position, account, stored.Data.TimeNanos, marked.Equity.ToString(), marked.DayStart.ToString(), marked.High.ToString(), marked.Day).ToRow());
                break;
            default:
                if (OrderEvents.MovedOrderOf(accountEvent) is { } moved)
                    PutOrder(moved, changes);
                break;
        }
    }

    private void PutFill(OrderFilled filled, StoredEvent stored, ViewChanges? changes)
    {
        if (changes is null)
            return;
        var order = _state.Orders[filled.ClientOrderId];
        changes.Put(new FillRow(
            stored.Position, account, order.ClientOrderId, order.AgentId, order.Symbol, order.Side.ToString(), filled.TradeId, filled.Price.ToString(),
            filled.Quantity.ToString(), filled.QuoteQuantity.ToString(), filled.Fee.ToString(), filled.FeeAsset, filled.VenueNanos,
            stored.Data.TimeNanos, stored.Data.Cause.Causation ?? "").ToRow());
        PutOrder(filled.ClientOrderId, changes);
        var position = _state.PositionOf(order.AgentId, order.Symbol);
        changes.Put(new PositionRow(
            account, position.AgentId, position.Symbol, position.Quantity.ToString(), position.Cost.ToString(), position.RealisedPnl.ToString(),
            position.OpenedNanos, instruments[position.Symbol].IsDust(position.Quantity), stored.Data.TimeNanos).ToRow());
    }

    private void PutOrder(string clientOrderId, ViewChanges? changes)
    {
        if (changes is null)
            return;
        var (order, place) = (_state.Orders[clientOrderId], _orders[clientOrderId]);
        changes.Put(new OrderRow(
            place.Position, account, order.ClientOrderId, order.AgentId, order.Symbol, order.Side.ToString(), order.Type.ToString(), order.Quantity.ToString(),
            order.ReduceOnly, place.Reference.ToString(), order.Status.ToString(), order.Filled.ToString(), order.QuoteFilled.ToString(),
            place.VenueOrderId, order.Reason, order.IntendedNanos, order.UpdatedNanos).ToRow());
    }

    private DecisionRow Decision(OrderIntended intended, StoredEvent stored) => new(
        stored.Position, account, "intended", intended.AgentId, intended.Symbol, intended.Side.ToString(), intended.Quantity.ToString(), intended.ClientOrderId,
        0, "", intended.Reason, stored.Data.Cause.Causation ?? "", stored.Data.Cause.Correlation ?? "", stored.Data.TimeNanos);

    private DecisionRow Decision(OrderDenied denied, StoredEvent stored) => new(
        stored.Position, account, "denied", denied.AgentId, denied.Symbol, denied.Side.ToString(), denied.Quantity.ToString(), "",
        denied.Code, denied.Rule, denied.Detail, stored.Data.Cause.Causation ?? "", stored.Data.Cause.Correlation ?? "", stored.Data.TimeNanos);

    /// <summary>Drops the places of orders that the account itself has forgotten, now and then.</summary>
    private void ForgetClosed()
    {
        if (_orders.Count < (2 * _state.Orders.Count) + SpareOrders)
            return;
        foreach (var id in _orders.Keys.Where(id => !_state.Orders.ContainsKey(id)).ToArray())
            _orders.Remove(id);
    }

    private readonly record struct OrderPlace(long Position, Price Reference, string VenueOrderId);
}
