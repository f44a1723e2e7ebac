using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <content>What clients ask.</content>
public sealed partial class PaperVenue
{
    private const string Duplicate = "duplicate order sent";

    /// <summary>Accepts or rejects an order; entering at once, also what becomes of it now.</summary>
    /// <remarks>A known client order id is refused, by the settings' rule.</remarks>
    public VenueStep Submit(VenueAccount account, SubmitOrder submit, long nowNanos)
    {
        BeginRequest(nowNanos);
        if (account.Knows(submit.ClientOrderId, _clientIds))
        {
            _draft.Tell(account, new VenueRejected(submit.ClientOrderId, Duplicate));
            return End();
        }

        var symbol = SymbolOf(submit.Symbol);
        var reason = symbol is null ? $"unknown symbol {submit.Symbol}" : FaultOf(account, symbol, submit.Terms, entersNow: true, opensList: false);
        if (reason is null && FaultOfMoney(account, symbol!, submit.Terms) is { } missing)
            reason = missing;
        if (reason is not null)
        {
            Reject(account, submit.ClientOrderId, submit.Symbol, submit.Terms, _orders.NextNumber(), null, reason);
            return End();
        }

        var order = Accept(account, submit.ClientOrderId, submit.Terms, symbol!, _orders.NextNumber(), null, submit.BasisSequence, submit.Tag);
        EnterAtOnce(order);
        return End();
    }

    /// <summary>Why an order would be refused now; null when it would be taken. Nothing changes.</summary>
    public string? FaultOf(VenueAccount account, SubmitOrder submit, long nowNanos)
    {
        if (account.Knows(submit.ClientOrderId, _clientIds))
            return Duplicate;
        if (SymbolOf(submit.Symbol) is not { } symbol)
            return $"unknown symbol {submit.Symbol}";
        var touch = _house.Touch(symbol.Index);
        var context = VenueAdmission.ContextOf(account, symbol, submit.Terms, in touch);
        return VenueAdmission.FaultOf(symbol, submit.Terms, in context, in touch, nowNanos) ?? FaultOfMoney(account, symbol, submit.Terms);
    }

    /// <summary>Accepts orders that depend on each other, or rejects all of them, each with the reason.</summary>
    /// <remarks>Of two that cancel each other the dearer one's money is set aside, once.</remarks>
    public VenueStep SubmitList(VenueAccount account, SubmitOrderList submit, long nowNanos)
    {
        BeginRequest(nowNanos);
        var symbol = SymbolOf(submit.Symbol);
        var reason = symbol is null ? $"unknown symbol {submit.Symbol}" : ListFaultOf(account, symbol, submit);
        var listId = submit.Orders.Count == 0 ? "" : submit.Orders[0].ClientOrderId;
        var (listNumber, first) = (0L, default(OpenOrder));
        for (var i = 0; i < submit.Orders.Count; i++)
        {
            var (id, terms) = submit.Orders[i];
            if (reason is not null && account.Knows(id, _clientIds))
            {
                _draft.Tell(account, new VenueRejected(id, Duplicate));
                continue;
            }

            var number = _orders.NextNumber();
            listNumber = listNumber == 0 ? number : listNumber;
            var place = (new OrderListPlace(listId, submit.Kind, i), listNumber);
            if (reason is not null)
            {
                Reject(account, id, submit.Symbol, terms, number, place, reason);
                continue;
            }

            var order = Accept(account, id, terms, symbol!, number, place, submit.BasisSequence, submit.Tags?[i] ?? "");
            first ??= order;
        }

        if (first is not null)
            EnterAtOnce(first);
        return End();
    }

    /// <summary>Ends an open order.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="clientOrderId">Which.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="cancelId">The client's own id of the request, given back with the report; null = none.</param>
    public VenueStep Cancel(VenueAccount account, string clientOrderId, long nowNanos, string? cancelId = null)
    {
        BeginRequest(nowNanos);
        if (account.FindOpen(clientOrderId) is not { } order)
        {
            _draft.Tell(account, new VenueCancelRefused(clientOrderId, EndedText(account, clientOrderId)), account.Find(clientOrderId));
            return End();
        }

        _cancel = (order, cancelId);
        if (order.Place == OpenOrderPlace.InEngine)
            _house.Cancel(order.Symbol.Index, order.Number, nowNanos, _events);
        else
            Cancel(order, Requested);
        Drain();
        _cancel = default;
        FollowAtOnce(order.Symbol);
        return End();
    }

    /// <summary>Makes an open order smaller; its place in the queue is kept.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="clientOrderId">Which.</param>
    /// <param name="quantity">The whole, fills included.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="newClientOrderId">The order's client order id from then on; null = as before. Not one that is in use.</param>
    public VenueStep Amend(VenueAccount account, string clientOrderId, Quantity quantity, long nowNanos, string? newClientOrderId = null)
    {
        BeginRequest(nowNanos);
        var order = account.FindOpen(clientOrderId);
        var reason = order is null ? EndedText(account, clientOrderId) : AmendFaultOf(order, quantity);
        if (newClientOrderId == clientOrderId)
            newClientOrderId = null;
        if (reason is null && newClientOrderId is not null && account.Knows(newClientOrderId, _clientIds))
            reason = Duplicate;
        if (reason is null && newClientOrderId is not null)
            account.Rename(order!.Record, newClientOrderId);
        if (reason is not null)
            _draft.Tell(account, new VenueAmendRefused(clientOrderId, reason), account.Find(clientOrderId));
        else if (order!.Place == OpenOrderPlace.InEngine)
            _house.Reduce(order.Symbol.Index, order.Number, quantity.Units - order.FilledBefore, nowNanos, _events);
        else
            Shrink(order, quantity, isWish: true);
        Drain();
        return End();
    }

    private static string EndedText(VenueAccount account, string clientOrderId) =>
        account.Find(clientOrderId) is { } order ? $"the order has ended: {order.Status}" : "unknown order";

    private string? AmendFaultOf(OpenOrder order, Quantity quantity)
    {
        var (terms, filled) = (order.Terms, order.Order.Filled);
        if (quantity.Scale != terms.Quantity.Scale || quantity >= terms.Quantity || quantity <= filled)
            return $"AMEND: quantity must be below {terms.Quantity} and above {filled}, was {quantity}";
        var (symbol, smaller) = (order.Symbol, Smaller(terms, quantity));
        var touch = _house.Touch(symbol.Index);
        var context = VenueAdmission.ContextOf(order.Account, symbol, smaller, in touch) with
        {
            Amends = order.Order.Amends,
            IsReducing = true,
            BaseTotal = null,
        };
        return Domain.Instruments.Filters.FilterRules.FaultOf(smaller, symbol.Instrument, in context) is { } fault ? VenueAdmission.TextOf(fault) : null;
    }

    private string? ListFaultOf(VenueAccount account, VenueSymbol symbol, SubmitOrderList submit)
    {
        if (VenueAdmission.ListFaultOf(submit.Kind, submit.Orders) is { } fault)
            return fault;
        var enters = ContingencyRules.EnteringAtOnce(submit.Kind);
        for (var i = 0; i < submit.Orders.Count; i++)
        {
            var (id, terms) = submit.Orders[i];
            if (account.Knows(id, _clientIds) || submit.Orders.Take(i).Any(earlier => earlier.ClientOrderId == id))
                return Duplicate;
            if (FaultOf(account, symbol, terms, entersNow: i < enters, opensList: i == 0) is { } refused)
                return refused;
        }

        for (var i = 0; i < enters; i++)
        {
            if (FaultOfMoney(account, symbol, submit.Orders[i].Terms) is { } missing)
                return missing;
        }

        return null;
    }

    private string? FaultOf(VenueAccount account, VenueSymbol symbol, OrderTerms terms, bool entersNow, bool opensList)
    {
        var touch = _house.Touch(symbol.Index);
        var context = VenueAdmission.ContextOf(account, symbol, terms, in touch) with { OpensOrderList = opensList };
        return VenueAdmission.FaultOf(symbol, terms, in context, in touch, _draft.Nanos, entersNow);
    }

    private string? FaultOfMoney(VenueAccount account, VenueSymbol symbol, OrderTerms terms)
    {
        var asset = terms.Side == OrderSide.Buy ? symbol.Instrument.QuoteAsset : symbol.Instrument.BaseAsset;
        var least = account.Money.LockOf(terms, terms.Quantity, symbol.Instrument, _house.Touch(symbol.Index)).Least;
        return least > account.Money.Ledger[asset].Free ? $"insufficient balance: {account.Money.Ledger[asset].Free} {asset}" : null;
    }

    private void Reject(
        VenueAccount account, string id, string symbolName, OrderTerms terms, long number, (OrderListPlace Place, long Number)? list, string reason)
    {
        var symbol = SymbolOf(symbolName);
        var zero = symbol?.Instrument.ZeroQuantity ?? new Quantity(0, terms.Quantity.Scale);
        var order = new VenueOrder(
            id, VenueOrders.IdOf(number), symbolName, terms, zero, Money.Zero, Money.Zero, VenueOrderStatus.Rejected, reason, _draft.Nanos, _draft.Nanos,
            List: list?.Place, Account: account.Number, ListNumber: list?.Number ?? 0);
        var record = new OrderRecord(order, number);
        account.Add(record, symbol);
        _draft.Changes(record);
        _draft.Tell(account, new VenueRejected(id, reason), order);
    }

    private OpenOrder Accept(
        VenueAccount account, string id, OrderTerms terms, VenueSymbol symbol, long number, (OrderListPlace Place, long Number)? list, long basisSequence,
        string tag)
    {
        var order = new VenueOrder(
            id, VenueOrders.IdOf(number), symbol.Instrument.Symbol, terms, symbol.Instrument.ZeroQuantity, Money.Zero, Money.Zero, VenueOrderStatus.Open, "",
            _draft.Nanos, _draft.Nanos, List: list?.Place, Account: account.Number, ListNumber: list?.Number ?? 0, Tag: tag);
        var record = new OrderRecord(order, number);
        account.Add(record, symbol);
        var open = new OpenOrder(record, symbol, account, basisSequence);
        _orders.Add(open);
        NoteExpiry(open);
        if (list?.Place.IsChild() == true)
        {
            open.Place = OpenOrderPlace.Child;
        }
        else
        {
            symbol.Arriving.Add(open);
            Lock(open);
        }

        _draft.Changes(record);
        _draft.Tell(open, new VenueAccepted(id, order.VenueOrderId));
        return open;
    }

    /// <summary>Sets aside what an order should have; of two that cancel each other one has it for both.</summary>
    private void Lock(OpenOrder order)
    {
        var money = order.Account.Money;
        var wished = money.LockOf(order.Terms, order.Order.Remaining, order.Symbol.Instrument, _house.Touch(order.Symbol.Index)).Wished;
        var rival = order.Rival;
        var there = order.Order.Locked + (rival?.Order.Locked ?? Money.Zero);
        if (wished <= there)
            return;
        var locked = money.TopUp(order.PaidAsset, there, wished);
        _payments.SetLocked(order, locked);
        if (rival is not null)
            _payments.SetLocked(rival, Money.Zero);
    }
}
