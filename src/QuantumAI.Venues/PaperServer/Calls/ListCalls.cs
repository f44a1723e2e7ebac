using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>Calls about order lists.</summary>
internal static class ListCalls
{
    public static void Place(CallContext context, ContingencyKind kind)
    {
        if (!OrderListParameters.TryRead(kind, context.Given, context.State.Instrument, SelfTradePrevention.ExpireMaker, out var ticket, out var error))
            throw new RequestRefusedException(error);
        OrderCalls.CountOrders(context, ticket.Legs.Count);
        var list = context.State.PlaceList(context.Account, ticket, context.NowNanos);
        Write(context, list, list.IsDone ? SpotListStatus.AllDone : SpotListStatus.ExecStarted, ticket.Answer, cancelId: null);
    }

    public static void Status(CallContext context)
    {
        var (number, clientId) = (context.Given.FindLong("orderListId"), context.Given.FindClientId("origClientOrderId"));
        context.RequireAllRead();
        if (number is null && clientId is null)
            throw RequestParameters.Refuse(SpotErrorCode.MandatoryParameter, 2, "orderListId", "origClientOrderId");
        var list = Find(context, number, clientId) ?? throw RequestParameters.Refuse(SpotErrorCode.NoSuchOrder);
        WriteStatus(context, list);
    }

    public static void Cancel(CallContext context)
    {
        var symbol = context.NeedMarket().Instrument.Symbol;
        var (number, clientId) = (context.Given.FindLong("orderListId"), context.Given.FindClientId("listClientOrderId"));
        var cancelId = context.Given.FindClientId("newClientOrderId") ?? context.State.NewClientId();
        context.RequireAllRead();
        if (number is null && clientId is null)
            throw RequestParameters.Refuse(SpotErrorCode.MandatoryParameter, 2, "orderListId", "listClientOrderId");
        if (Find(context, number, clientId) is not { IsDone: false } list || list.Symbol != symbol)
            throw new RequestRefusedException(VenueRefusals.NotCanceled(EngineMessages.UnknownOrder));
        Write(context, context.State.CancelList(context.Account, list, cancelId, context.NowNanos), SpotListStatus.AllDone, form: null, cancelId);
    }

    public static void All(CallContext context)
    {
        var from = context.Given.FindLong("fromId");
        var (start, end) = OrderCalls.ReadDay(context);
        var limit = context.Limit(500, 1_000);
        context.RequireAllRead();
        if (from is not null && (start != 0 || end != long.MaxValue))
            throw RequestParameters.Refuse(SpotErrorCode.BadParameterCombination);
        var lists = context.State.ListsOf(context.Account, from ?? 0).Where(list => list.CreatedNanos >= start && list.CreatedNanos <= end);
        WriteAll(context, from is null && start == 0 ? lists.TakeLast(limit) : lists.Take(limit));
    }

    public static void Open(CallContext context)
    {
        context.RequireAllRead();
        WriteAll(context, context.Account.OpenOrders.Select(order => order.ListNumber).Where(number => number > 0).Distinct().Order()
            .Select(number => context.State.ListOf(context.Account, number)).OfType<OrderListPicture>());
    }

    /// <summary>A list without its orders' reports.</summary>
    public static void WriteStatus(CallContext context, OrderListPicture list)
    {
        context.Json.WriteStartObject();
        WriteHead(context, list, list.IsDone ? SpotListStatus.AllDone : SpotListStatus.ExecStarted);
        context.Json.WriteEndObject();
    }

    /// <summary>A list that was placed or canceled, with a report of each order.</summary>
    /// <param name="cancelId">Of a canceled list: the cancel's own client id.</param>
    public static void Write(CallContext context, OrderListPicture list, SpotListStatus status, SpotAnswerForm? form, string? cancelId)
    {
        var json = context.Json;
        json.WriteStartObject();
        WriteHead(context, list, status);
        json.WriteStartArray("orderReports");
        foreach (var order in list.Orders)
        {
            if (cancelId is null)
                OrderCalls.WritePlaced(context, order, form);
            else
                OrderJson.WriteCanceled(context, order, cancelId);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteHead(CallContext context, OrderListPicture list, SpotListStatus status)
    {
        var json = context.Json;
        json.WriteNumber("orderListId", list.ListId);
        json.WriteString("contingencyType", Words<SpotContingency>.Text(list.Contingency));
        json.WriteString("listStatusType", Words<SpotListStatus>.Text(status));
        json.WriteString("listOrderStatus", Words<SpotListOrderStatus>.Text(list.IsDone ? SpotListOrderStatus.AllDone : SpotListOrderStatus.Executing));
        json.WriteString("listClientOrderId", list.ClientId);
        json.WriteNumber("transactionTime", context.Time(list.ChangedNanos));
        json.WriteString("symbol", list.Symbol);
        json.WriteStartArray("orders");
        foreach (var order in list.Orders)
            OrderJson.WriteMember(json, order);
        json.WriteEndArray();
    }

    private static void WriteAll(CallContext context, IEnumerable<OrderListPicture> lists)
    {
        context.Json.WriteStartArray();
        foreach (var list in lists)
            WriteStatus(context, list);
        context.Json.WriteEndArray();
    }

    private static OrderListPicture? Find(CallContext context, long? number, string? clientId) => number is { } id
        ? context.State.ListOf(context.Account, id) is { } list && (clientId is null || list.ClientId == clientId) ? list : null
        : context.State.ListsOf(context.Account).LastOrDefault(known => known.ClientId == clientId);
}
