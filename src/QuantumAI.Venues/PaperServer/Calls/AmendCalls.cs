using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>Amendments that keep an order's place in the queue.</summary>
internal static class AmendCalls
{
    public static void Amend(CallContext context)
    {
        var market = context.NeedMarket();
        var named = OrderCalls.ReadOrder(context.Given, "orderId", "origClientOrderId");
        var newId = context.Given.FindClientId("newClientOrderId");
        var quantity = LegParameters.ReadQuantity(context.Given, "newQty", market.Instrument);
        context.RequireAllRead();
        if (ExchangeState.Find(context.Account, market.Instrument.Symbol, named.Id, named.ClientId) is not { IsOpen: true } order)
            throw new RequestRefusedException(new VenueError((int)SpotErrorCode.AmendRejected, EngineMessages.UnknownOrder));
        var (amended, execution) = context.State.Amend(context.Account, order, quantity, newId, context.NowNanos);
        var json = context.Json;
        json.WriteStartObject();
        json.WriteNumber("transactTime", context.Time(context.NowNanos));
        json.WriteNumber("executionId", execution);
        json.WritePropertyName("amendedOrder");
        OrderJson.WriteAmended(context, amended, order.ClientOrderId);
        if (amended.ListId is { } number && context.State.ListOf(context.Account, number) is { } list)
        {
            json.WritePropertyName("listStatus");
            ListCalls.WriteStatus(context, list);
        }

        json.WriteEndObject();
    }

    public static void Amendments(CallContext context)
    {
        var market = context.NeedMarket();
        context.Given.Need("orderId");
        var orderId = context.Given.FindLong("orderId")!.Value;
        var from = context.Given.FindLong("fromExecutionId") ?? 0;
        var limit = context.Limit(500, 1_000);
        context.RequireAllRead();
        var json = context.Json;
        json.WriteStartArray();
        foreach (var amendment in context.State.AmendmentsOf(context.Account, orderId).Where(row => row.Symbol == market.Instrument.Symbol && row.ExecutionId >= from).Take(limit))
        {
            json.WriteStartObject();
            json.WriteString("symbol", amendment.Symbol);
            json.WriteNumber("orderId", amendment.OrderId);
            json.WriteNumber("executionId", amendment.ExecutionId);
            json.WriteString("origClientOrderId", amendment.OldClientId);
            json.WriteString("newClientOrderId", amendment.NewClientId);
            json.WriteString("origQty", WireText.Of(amendment.OldQuantity));
            json.WriteString("newQty", WireText.Of(amendment.NewQuantity));
            json.WriteNumber("time", context.Time(amendment.TimeNanos));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
