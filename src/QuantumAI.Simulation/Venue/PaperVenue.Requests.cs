using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <content>What clients ask.</content>
public sealed partial class PaperVenue
{
    private const string Duplicate = "duplicate order sent";

    /// <summary>Accepts or rejects an order. A known id is refused, whatever became of it.</summary>
    public VenueStep Submit(SubmitOrder submit, long nowNanos)
    {
        _draft.Begin(nowNanos);
        if (_orders.Knows(submit.ClientOrderId))
        {
            _draft.Tell(new VenueRejected(submit.ClientOrderId, Duplicate));
            return End();
        }

        var symbol = SymbolOf(submit.Symbol);
        var reason = symbol is null ? $"unknown symbol {submit.Symbol}" : FaultOf(symbol, submit.Terms, entersNow: true, opensList: false);
        if (reason is null && FaultOfMoney(symbol!, submit.Terms) is { } missing)
            reason = missing;
        if (reason is not null)
        {
            Reject(submit.ClientOrderId, submit.Symbol, submit.Terms, null, reason);
            return End();
        }

        Accept(submit.ClientOrderId, submit.Terms, symbol!, null, submit.BasisSequence);
        return End();
    }

    /// <summary>Accepts orders that depend on each other, or rejects all of them, each with the reason.</summary>
    /// <remarks>Of two that cancel each other the dearer one's money is set aside, once.</remarks>
    public VenueStep SubmitList(SubmitOrderList submit, long nowNanos)
    {
        _draft.Begin(nowNanos);
        var symbol = SymbolOf(submit.Symbol);
        var reason = symbol is null ? $"unknown symbol {submit.Symbol}" : ListFaultOf(symbol, submit);
        var listId = submit.Orders.Count == 0 ? "" : submit.Orders[0].ClientOrderId;
        for (var i = 0; i < submit.Orders.Count; i++)
        {
            var (id, terms) = submit.Orders[i];
            var place = new OrderListPlace(listId, submit.Kind, i);
            if (reason is null)
                Accept(id, terms, symbol!, place, submit.BasisSequence);
            else if (_orders.Knows(id))
                _draft.Tell(new VenueRejected(id, Duplicate));
            else
                Reject(id, submit.Symbol, terms, place, reason);
        }

        return End();
    }

    /// <summary>Ends an open order.</summary>
    public VenueStep Cancel(string clientOrderId, long nowNanos)
    {
        _draft.Begin(nowNanos);
        if (_orders.FindOpen(clientOrderId) is not { } order)
        {
            _draft.Tell(new VenueCancelRefused(clientOrderId, EndedText(clientOrderId)));
            return End();
        }

        if (order.Place == OpenOrderPlace.InEngine)
            _house.Cancel(order.Symbol.Index, order.Number, nowNanos, _events);
        else
            Cancel(order, Requested);
        Drain();
        return End();
    }

    /// <summary>Makes an open order smaller; its place in the queue is kept.</summary>
    /// <param name="clientOrderId">Which.</param>
    /// <param name="quantity">The whole, fills included.</param>
    /// <param name="nowNanos">World time.</param>
    public VenueStep Amend(string clientOrderId, Quantity quantity, long nowNanos)
    {
        _draft.Begin(nowNanos);
        var order = _orders.FindOpen(clientOrderId);
        var reason = order is null ? EndedText(clientOrderId) : AmendFaultOf(order, quantity);
        if (reason is not null)
            _draft.Tell(new VenueAmendRefused(clientOrderId, reason));
        else if (order!.Place == OpenOrderPlace.InEngine)
            _house.Reduce(order.Symbol.Index, order.Number, quantity.Units - order.FilledBefore, nowNanos, _events);
        else
            Shrink(order, quantity, isWish: true);
        Drain();
        return End();
    }

    private string EndedText(string clientOrderId) =>
        Find(clientOrderId) is { } order ? $"the order has ended: {order.Status}" : "unknown order";

    private string? AmendFaultOf(OpenOrder order, Quantity quantity)
    {
        var (terms, filled) = (order.Terms, order.Order.Filled);
        if (quantity.Scale != terms.Quantity.Scale || quantity >= terms.Quantity || quantity <= filled)
            return $"AMEND: quantity must be below {terms.Quantity} and above {filled}, was {quantity}";
        var (symbol, smaller) = (order.Symbol, Smaller(terms, quantity));
        var touch = _house.Touch(symbol.Index);
        var context = VenueAdmission.ContextOf(symbol, smaller, _orders.Open, in touch, _money.Ledger[symbol.Instrument.BaseAsset].Total) with
        {
            Amends = order.Order.Amends,
            IsReducing = true,
            BaseTotal = null,
        };
        return Domain.Instruments.Filters.FilterRules.FaultOf(smaller, symbol.Instrument, in context) is { } fault ? VenueAdmission.TextOf(fault) : null;
    }

    private string? ListFaultOf(VenueSymbol symbol, SubmitOrderList submit)
    {
        if (VenueAdmission.ListFaultOf(submit.Kind, submit.Orders) is { } fault)
            return fault;
        var enters = ContingencyRules.EnteringAtOnce(submit.Kind);
        for (var i = 0; i < submit.Orders.Count; i++)
        {
            var (id, terms) = submit.Orders[i];
            if (_orders.Knows(id) || submit.Orders.Take(i).Any(earlier => earlier.ClientOrderId == id))
                return Duplicate;
            if (FaultOf(symbol, terms, entersNow: i < enters, opensList: i == 0) is { } refused)
                return refused;
        }

        for (var i = 0; i < enters; i++)
        {
            if (FaultOfMoney(symbol, submit.Orders[i].Terms) is { } missing)
                return missing;
        }

        return null;
    }

    private string? FaultOf(VenueSymbol symbol, OrderTerms terms, bool entersNow, bool opensList)
    {
        var touch = _house.Touch(symbol.Index);
        var context = VenueAdmission.ContextOf(symbol, terms, _orders.Open, in touch, _money.Ledger[symbol.Instrument.BaseAsset].Total) with { OpensOrderList = opensList };
        return VenueAdmission.FaultOf(symbol, terms, in context, in touch, _draft.Nanos, entersNow);
    }

    private string? FaultOfMoney(VenueSymbol symbol, OrderTerms terms)
    {
        var asset = terms.Side == OrderSide.Buy ? symbol.Instrument.QuoteAsset : symbol.Instrument.BaseAsset;
        var least = _money.LockOf(terms, terms.Quantity, symbol.Instrument, _house.Touch(symbol.Index)).Least;
        return least > _money.Ledger[asset].Free ? $"insufficient balance: {_money.Ledger[asset].Free} {asset}" : null;
    }

    private void Reject(string id, string symbol, OrderTerms terms, OrderListPlace? place, string reason)
    {
        var zero = SymbolOf(symbol)?.Instrument.ZeroQuantity ?? new Quantity(0, terms.Quantity.Scale);
        _orders.Store(new VenueOrder(
            id, _orders.NextId(), symbol, terms, zero, Money.Zero, Money.Zero, VenueOrderStatus.Rejected, reason, _draft.Nanos, _draft.Nanos, List: place));
        _draft.Changes(id);
        _draft.Tell(new VenueRejected(id, reason));
    }

    private void Accept(string id, OrderTerms terms, VenueSymbol symbol, OrderListPlace? place, long basisSequence)
    {
        var order = new VenueOrder(
            id, _orders.NextId(), symbol.Instrument.Symbol, terms, symbol.Instrument.ZeroQuantity, Money.Zero, Money.Zero, VenueOrderStatus.Open, "",
            _draft.Nanos, _draft.Nanos, List: place);
        var open = new OpenOrder(order, symbol, VenueOrders.NumberOf(order), basisSequence);
        _orders.Add(open);
        NoteExpiry(open);
        if (place?.IsChild() == true)
        {
            open.Place = OpenOrderPlace.Child;
        }
        else
        {
            symbol.Arriving.Add(open);
            Lock(open);
        }

        _draft.Changes(id);
        _draft.Tell(new VenueAccepted(id, order.VenueOrderId));
    }

    /// <summary>Sets aside what an order should have; of two that cancel each other one has it for both.</summary>
    private void Lock(OpenOrder order)
    {
        var wished = _money.LockOf(order.Terms, order.Order.Remaining, order.Symbol.Instrument, _house.Touch(order.Symbol.Index)).Wished;
        var rival = order.Symbol.RivalOf(order);
        var there = order.Order.Locked + (rival?.Order.Locked ?? Money.Zero);
        if (wished <= there)
            return;
        var locked = _money.TopUp(order.PaidAsset, there, wished);
        SetLocked(order, locked);
        if (rival is not null)
            SetLocked(rival, Money.Zero);
    }
}
