using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>When an order may be canceled.</summary>
public enum CancelRestriction : byte
{
    Unspecified = 0,
    OnlyNew = 1,
    OnlyPartiallyFilled = 2,
    Unknown = 3,
}

/// <summary>Calls about single orders.</summary>
internal static class OrderCalls
{
    public static void Place(CallContext context)
    {
        var ticket = Read(context);
        CountOrders(context, 1);
        WritePlaced(context, context.State.Place(context.Account, ticket, context.NowNanos), FormOf(ticket));
    }

    public static void Test(CallContext context)
    {
        var wantsRates = false;
        var ticket = Read(context, given => wantsRates = given.Find("computeCommissionRates") == "true");
        context.State.Test(context.Account, ticket, context.NowNanos);
        context.Json.WriteStartObject();
        if (wantsRates)
            AccountCalls.WriteRates(context, ticket.Symbol, "ForOrder");
        context.Json.WriteEndObject();
    }

    public static void Status(CallContext context)
    {
        var (symbol, order) = (context.NeedMarket().Instrument.Symbol, ReadOrder(context.Given, "orderId", "origClientOrderId"));
        context.RequireAllRead();
        var found = ExchangeState.Find(context.Account, symbol, order.Id, order.ClientId) ?? throw RequestParameters.Refuse(SpotErrorCode.NoSuchOrder);
        OrderJson.WriteQueried(context, context.State.PictureOf(found));
    }

    public static void Cancel(CallContext context)
    {
        var symbol = context.NeedMarket().Instrument.Symbol;
        var order = ReadOrder(context.Given, "orderId", "origClientOrderId");
        var cancelId = context.Given.FindClientId("newClientOrderId");
        var restriction = ReadRestriction(context.Given);
        context.RequireAllRead();
        var (canceled, id) = Cancel(context, symbol, order, cancelId, restriction);
        OrderJson.WriteCanceled(context, canceled, id);
    }

    public static void Open(CallContext context)
    {
        var market = context.FindMarket();
        context.RequireAllRead();
        context.Json.WriteStartArray();
        foreach (var order in context.Account.OpenOrders)
        {
            if (market is null || order.Symbol == market.Instrument.Symbol)
                OrderJson.WriteQueried(context, context.State.PictureOf(order));
        }

        context.Json.WriteEndArray();
    }

    public static void CancelAll(CallContext context)
    {
        var symbol = context.NeedMarket().Instrument.Symbol;
        context.RequireAllRead();
        var open = context.Account.OpenOrders.Where(order => order.Symbol == symbol).ToArray();
        if (open.Length == 0)
            throw new RequestRefusedException(VenueRefusals.NotCanceled(EngineMessages.UnknownOrder));
        context.Json.WriteStartArray();
        foreach (var order in open.Where(order => order.ListNumber == 0))
        {
            var cancelId = context.State.NewClientId();
            OrderJson.WriteCanceled(context, context.State.Cancel(context.Account, order, cancelId, context.NowNanos), cancelId);
        }

        foreach (var number in open.Select(order => order.ListNumber).Where(number => number > 0).Distinct())
        {
            var cancelId = context.State.NewClientId();
            if (context.State.ListOf(context.Account, number) is { IsDone: false } list)
                ListCalls.Write(context, context.State.CancelList(context.Account, list, cancelId, context.NowNanos), SpotListStatus.AllDone, form: null, cancelId);
        }

        context.Json.WriteEndArray();
    }

    public static void All(CallContext context)
    {
        var symbol = context.NeedMarket().Instrument.Symbol;
        var limit = context.Limit(500, 1_000);
        var from = context.Given.FindLong("orderId");
        var (start, end) = ReadDay(context);
        context.RequireAllRead();
        var orders = context.Account.Orders(symbol, from ?? 0, int.MaxValue).Where(order =>
            order.Status != VenueOrderStatus.Rejected && (from is not null || (order.CreatedNanos >= start && order.CreatedNanos <= end)));
        context.Json.WriteStartArray();
        foreach (var order in from is null && start == 0 ? orders.TakeLast(limit) : orders.Take(limit))
            OrderJson.WriteQueried(context, context.State.PictureOf(order));
        context.Json.WriteEndArray();
    }

    /// <summary>Cancels the order that a request names.</summary>
    /// <returns>The order, and the cancel's own client id.</returns>
    public static (OrderPicture Order, string CancelId) Cancel(
        CallContext context, string symbol, (long? Id, string? ClientId) named, string? cancelId, CancelRestriction? restriction)
    {
        if (ExchangeState.Find(context.Account, symbol, named.Id, named.ClientId) is not { IsOpen: true } order)
            throw new RequestRefusedException(VenueRefusals.NotCanceled(EngineMessages.UnknownOrder));
        var isNew = order.Filled.IsZero;
        if ((restriction == CancelRestriction.OnlyNew && !isNew) || (restriction == CancelRestriction.OnlyPartiallyFilled && isNew))
            throw new RequestRefusedException(VenueRefusals.NotCanceled(EngineMessages.CancelRestricted));
        var id = cancelId ?? context.State.NewClientId();
        return (context.State.Cancel(context.Account, order, id, context.NowNanos), id);
    }

    public static CancelRestriction? ReadRestriction(RequestParameters given) =>
        given.FindWord<CancelRestriction>("cancelRestrictions", SpotErrorCode.InvalidCancelRestrictions);

    public static (long? Id, string? ClientId) ReadOrder(RequestParameters given, string idName, string clientIdName)
    {
        var (id, clientId) = (given.FindLong(idName), given.FindClientId(clientIdName));
        return id is null && clientId is null ? throw RequestParameters.Refuse(SpotErrorCode.MandatoryParameter, 2, clientIdName, idName) : (id, clientId);
    }

    public static OrderTicket Read(CallContext context, Action<RequestParameters>? also = null)
    {
        if (!OrderParameters.TryRead(context.Given, context.State.Instrument, SelfTradePrevention.ExpireMaker, out var ticket, out var error, also))
            throw new RequestRefusedException(error);
        return ticket;
    }

    /// <summary>Refuses what is more than an account may order in a time.</summary>
    public static void CountOrders(CallContext context, int orders)
    {
        if (context.State.OrderCountsOf(context.Account.Number).TryAdd(orders, context.NowNanos, out var retry) is not { } full)
            return;
        throw new RequestRefusedException(SpotErrors.Make(SpotErrorCode.TooManyOrders, 1, full.Limit.ToString(CultureInfo.InvariantCulture), full.Interval))
        {
            RetryAfterNanos = retry - context.NowNanos,
        };
    }

    public static SpotAnswerForm FormOf(OrderTicket ticket) =>
        ticket.Answer ?? (ticket.Leg.Terms.Type is OrderType.Market or OrderType.Limit ? SpotAnswerForm.Full : SpotAnswerForm.Ack);

    public static void WritePlaced(CallContext context, OrderPicture order, SpotAnswerForm? form) =>
        OrderJson.WritePlaced(context, order, form, form == SpotAnswerForm.Full ? context.Account.TradesOf(order.OrderId) : []);

    /// <summary>A time of at most a day that may be given; all time when it is not.</summary>
    public static (long Start, long End) ReadDay(CallContext context)
    {
        var (start, end) = (context.FindTime("startTime"), context.FindTime("endTime"));
        if (end - start > UnixNanos.PerDay)
            throw RequestParameters.Refuse(SpotErrorCode.LookupIntervalTooBig, 1, 24);
        return (start ?? 0, end ?? long.MaxValue);
    }
}
