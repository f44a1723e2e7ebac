using System.Globalization;
using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <content>What clients ask of orders. A refusal is a <see cref="RequestRefusedException"/> with the venue's code.</content>
public sealed partial class ExchangeState
{
    private long _nextClientId;
    private string? _amendedId;

    /// <summary>Takes an order.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="ticket">As it was read.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="tellsRefusal">A refusal is told to the account as well: where another half of the request was done.</param>
    public OrderPicture Place(VenueAccount account, OrderTicket ticket, long nowNanos, bool tellsRefusal = false)
    {
        var submit = SubmitOf(ticket);
        var step = Venue.Submit(account, submit, nowNanos);
        Follow(in step, nowNanos);
        if (RefusalOf(in step) is not { } refused)
            return PictureOf(account.Find(submit.ClientOrderId)!);
        var error = VenueRefusals.OfOrder(refused.Reason, submit.Terms);
        if (tellsRefusal && step.Told[0].Order is { } order)
            _events.Add(new OrderTold(account.Number, PictureOf(order), SpotExecution.Rejected, ++_executionId, nowNanos) { Rejection = error.Message });
        throw new RequestRefusedException(error);
    }

    /// <summary>Refuses an order that <see cref="Place"/> would refuse; nothing changes.</summary>
    public void Test(VenueAccount account, OrderTicket ticket, long nowNanos)
    {
        var submit = SubmitOf(ticket);
        if (Venue.FaultOf(account, submit, nowNanos) is { } reason)
            throw new RequestRefusedException(VenueRefusals.OfOrder(reason, submit.Terms));
    }

    /// <summary>Takes a list.</summary>
    public OrderListPicture PlaceList(VenueAccount account, OrderListTicket ticket, long nowNanos)
    {
        var listId = ticket.ListClientOrderId ?? NewClientId();
        var orders = ticket.Legs.Select(leg => (Id: leg.ClientOrderId ?? NewClientId(), leg.Terms)).ToArray();
        var tags = ticket.Legs.Select(leg => NoteOf(leg, listId).ToTag()).ToArray();
        var step = Venue.SubmitList(account, new SubmitOrderList(ticket.Kind, ticket.Symbol, orders, 0, null!) { Tags = tags }, nowNanos);
        Follow(in step, nowNanos);
        if (RefusalOf(in step) is { } refused)
            throw new RequestRefusedException(VenueRefusals.OfOrder(refused.Reason, orders[0].Terms));
        var list = ListOf(account, account.Find(orders[0].Id)!.ListNumber);
        Guard.That(list is not null, "a list that was taken is there");
        return list;
    }

    /// <summary>Ends an order; one of a list ends the whole list.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="order">Open.</param>
    /// <param name="cancelId">The request's own client id.</param>
    /// <param name="nowNanos">World time.</param>
    public OrderPicture Cancel(VenueAccount account, VenueOrder order, string? cancelId, long nowNanos)
    {
        CancelOne(account, order, cancelId, nowNanos);
        if (order.ListNumber > 0 && ListOf(account, order.ListNumber) is { IsDone: false } list)
            CancelOpen(account, list, cancelId, nowNanos);
        return PictureOf(account.FindNumber(NumberOf(order))!);
    }

    /// <summary>Ends a list that is not done.</summary>
    public OrderListPicture CancelList(VenueAccount account, OrderListPicture list, string? cancelId, long nowNanos)
    {
        CancelOpen(account, list, cancelId, nowNanos);
        return ListOf(account, list.ListId)!;
    }

    /// <summary>Makes an open order smaller.</summary>
    /// <returns>The order, and the number of the execution.</returns>
    public (OrderPicture Order, long ExecutionId) Amend(VenueAccount account, VenueOrder order, Quantity quantity, string? newClientId, long nowNanos)
    {
        _amendedId = order.ClientOrderId;
        var step = Venue.Amend(account, order.ClientOrderId, quantity, nowNanos, newClientId ?? NewClientId());
        Follow(in step, nowNanos);
        _amendedId = null;
        foreach (var told in step.Told)
        {
            if (told.Report is VenueAmendRefused refused)
                throw new RequestRefusedException(VenueRefusals.OfAmend(refused.Reason, order.Terms, quantity > order.Quantity));
        }

        NoteAmendment(account, order, NumberOf(order), nowNanos);
        return (PictureOf(account.FindNumber(NumberOf(order))!), _executionId);
    }

    /// <summary>The order that a request names by number, by client id or by both; null when there is none.</summary>
    /// <exception cref="RequestRefusedException">The two name different orders, or none is named.</exception>
    public static VenueOrder? Find(VenueAccount account, string symbol, long? orderId, string? clientId)
    {
        if (orderId is null && clientId is null)
            throw RequestParameters.Refuse(SpotErrorCode.MandatoryParameter, 2, "origClientOrderId", "orderId");
        var order = orderId is { } number ? account.FindNumber(number) : account.Find(clientId!);
        if (order is null || order.Symbol != symbol || order.Status == VenueOrderStatus.Rejected)
            return null;
        return clientId is null || order.ClientOrderId == clientId ? order : throw RequestParameters.Refuse(SpotErrorCode.ClientOrderIdInvalid);
    }

    /// <summary>A client id that nobody has chosen.</summary>
    public string NewClientId() => "x-" + (++_nextClientId).ToString(CultureInfo.InvariantCulture);

    private SubmitOrder SubmitOf(OrderTicket ticket)
    {
        var terms = ticket.Leg.Terms;
        if (ticket.Leg.QuoteQuantity is { } amount)
            terms = terms with { Quantity = QuoteQuantities.QuantityFor(Venue, _bySymbol[ticket.Symbol], terms.Side, amount) };
        return new SubmitOrder(ticket.Leg.ClientOrderId ?? NewClientId(), ticket.Symbol, terms, 0, null!) { Tag = NoteOf(ticket.Leg, null).ToTag() };
    }

    private void CancelOpen(VenueAccount account, OrderListPicture list, string? cancelId, long nowNanos)
    {
        foreach (var member in list.Orders)
        {
            if (account.FindNumber(member.OrderId) is { IsOpen: true } open)
                CancelOne(account, open, cancelId, nowNanos);
        }
    }

    private void CancelOne(VenueAccount account, VenueOrder order, string? cancelId, long nowNanos)
    {
        var step = Venue.Cancel(account, order.ClientOrderId, nowNanos, cancelId);
        Follow(in step, nowNanos);
    }

    private static VenueRejected? RefusalOf(in VenueStep step)
    {
        foreach (var told in step.Told)
        {
            if (told.Report is VenueRejected refused)
                return refused;
        }

        return null;
    }

    private static OrderNote NoteOf(OrderLeg leg, string? listId) => new(leg.StrategyId, leg.StrategyType, leg.QuoteQuantity, listId);
}
