using System.Text.Json;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>What becomes of the new order when the old one cannot be canceled.</summary>
public enum CancelReplaceMode : byte
{
    Unspecified = 0,
    StopOnFailure = 1,
    AllowFailure = 2,
    Unknown = 3,
}

/// <summary>What becomes of the cancel when there is no room for another order.</summary>
public enum OrderRateExceededMode : byte
{
    Unspecified = 0,
    DoNothing = 1,
    CancelOnly = 2,
    Unknown = 3,
}

/// <summary>Cancels an order and places another, as one call with two halves.</summary>
internal static class CancelReplaceCall
{
    public static void Run(CallContext context)
    {
        var (mode, rateMode, cancelId) = (CancelReplaceMode.Unspecified, OrderRateExceededMode.DoNothing, default(string));
        var (named, restriction) = ((default(long?), default(string)), default(CancelRestriction?));
        var ticket = OrderCalls.Read(context, given =>
        {
            mode = given.NeedWord<CancelReplaceMode>("cancelReplaceMode", SpotErrorCode.InvalidParameter);
            named = OrderCalls.ReadOrder(given, "cancelOrderId", "cancelOrigClientOrderId");
            cancelId = given.FindClientId("cancelNewClientOrderId");
            restriction = OrderCalls.ReadRestriction(given);
            rateMode = given.FindWord<OrderRateExceededMode>("orderRateLimitExceededMode", SpotErrorCode.InvalidParameter) ?? OrderRateExceededMode.DoNothing;
        });
        var full = Try(() => OrderCalls.CountOrders(context, 1));
        if (full is not null && rateMode == OrderRateExceededMode.DoNothing)
            throw full;

        var (canceled, ownId) = (default(OrderPicture), "");
        var cancelFault = Try(() => (canceled, ownId) = OrderCalls.Cancel(context, ticket.Symbol, named, cancelId, restriction));
        var isTried = cancelFault is null || mode == CancelReplaceMode.AllowFailure;
        var placed = default(OrderPicture);
        var placeFault = full ?? (isTried ? Try(() => placed = context.State.Place(context.Account, ticket, context.NowNanos, tellsRefusal: cancelFault is null)) : null);

        var json = context.Json;
        json.WriteStartObject();
        json.WriteString("cancelResult", Words<SpotHalfResult>.Text(cancelFault is null ? SpotHalfResult.Success : SpotHalfResult.Failure));
        json.WriteString("newOrderResult", Words<SpotHalfResult>.Text(
            placed is not null ? SpotHalfResult.Success : placeFault is not null ? SpotHalfResult.Failure : SpotHalfResult.NotAttempted));
        json.WritePropertyName("cancelResponse");
        if (cancelFault is null)
            OrderJson.WriteCanceled(context, canceled!, ownId);
        else
            WriteError(json, cancelFault.Error);
        json.WritePropertyName("newOrderResponse");
        if (placed is not null)
            OrderCalls.WritePlaced(context, placed, OrderCalls.FormOf(ticket));
        else if (placeFault is not null)
            WriteError(json, placeFault.Error);
        else
            json.WriteNullValue();
        json.WriteEndObject();
        if (cancelFault is not null || placed is null)
            context.FailWithData(cancelFault is null || placed is not null ? SpotErrorCode.CancelReplacePartly : SpotErrorCode.CancelReplaceFailed);
    }

    /// <summary>An error object: <c>code</c> and <c>msg</c>.</summary>
    public static void WriteError(Utf8JsonWriter json, VenueError error)
    {
        json.WriteStartObject();
        json.WriteNumber("code", error.Code);
        json.WriteString("msg", error.Message);
        json.WriteEndObject();
    }

    private static RequestRefusedException? Try(Action half)
    {
        try
        {
            half();
            return null;
        }
        catch (RequestRefusedException refusal)
        {
            return refusal;
        }
    }
}
