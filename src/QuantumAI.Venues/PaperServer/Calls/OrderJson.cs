using System.Globalization;
using System.Text.Json;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>Writes orders and lists in the venue's shapes.</summary>
internal static class OrderJson
{
    private const string NoAmount = "0.00000000";

    /// <summary>A placed order.</summary>
    /// <param name="context">The call.</param>
    /// <param name="order">It.</param>
    /// <param name="form">How much is told; null = all but the fills.</param>
    /// <param name="trades">Of the order; for the longest form.</param>
    public static void WritePlaced(CallContext context, OrderPicture order, SpotAnswerForm? form, IReadOnlyList<VenueTrade> trades)
    {
        var json = context.Json;
        json.WriteStartObject();
        WriteKey(json, order, order.Order.ClientOrderId);
        json.WriteNumber("transactTime", context.Time(order.Order.UpdatedNanos));
        if (form != SpotAnswerForm.Ack)
        {
            WriteProgress(json, order);
            json.WriteNumber("workingTime", WorkingTime(context, order));
            WriteConditional(context, order);
            if (form == SpotAnswerForm.Full)
                WriteFills(json, trades);
            json.WriteString("selfTradePreventionMode", SelfTrade(order));
        }

        json.WriteEndObject();
    }

    /// <summary>A canceled order.</summary>
    /// <param name="context">The call.</param>
    /// <param name="order">It.</param>
    /// <param name="cancelId">The cancel's own client id.</param>
    public static void WriteCanceled(CallContext context, OrderPicture order, string cancelId)
    {
        var json = context.Json;
        json.WriteStartObject();
        json.WriteString("symbol", order.Order.Symbol);
        json.WriteString("origClientOrderId", order.Order.ClientOrderId);
        json.WriteNumber("orderId", order.OrderId);
        json.WriteNumber("orderListId", order.ListId ?? -1);
        json.WriteString("clientOrderId", cancelId);
        json.WriteNumber("transactTime", context.Time(order.Order.UpdatedNanos));
        WriteProgress(json, order);
        WriteConditional(context, order);
        json.WriteString("selfTradePreventionMode", SelfTrade(order));
        json.WriteEndObject();
    }

    /// <summary>An order that was asked for.</summary>
    public static void WriteQueried(CallContext context, OrderPicture order)
    {
        var (json, terms) = (context.Json, order.Terms);
        json.WriteStartObject();
        WriteKey(json, order, order.Order.ClientOrderId);
        WriteProgress(json, order);
        json.WriteString("stopPrice", terms.Trigger is { } trigger ? WireText.Of(trigger) : NoAmount);
        json.WriteString("icebergQty", terms.Display is { } display ? WireText.Of(display) : NoAmount);
        json.WriteNumber("time", context.Time(order.Order.CreatedNanos));
        json.WriteNumber("updateTime", context.Time(order.Order.UpdatedNanos));
        json.WriteBoolean("isWorking", order.IsWorking);
        json.WriteNumber("workingTime", WorkingTime(context, order));
        WriteConditional(context, order, isQuery: true);
        json.WriteString("selfTradePreventionMode", SelfTrade(order));
        json.WriteEndObject();
    }

    /// <summary>An order after an amendment, which spells some names otherwise.</summary>
    public static void WriteAmended(CallContext context, OrderPicture order, string oldClientId)
    {
        var (json, terms) = (context.Json, order.Terms);
        json.WriteStartObject();
        json.WriteString("symbol", order.Order.Symbol);
        json.WriteNumber("orderId", order.OrderId);
        json.WriteNumber("orderListId", order.ListId ?? -1);
        json.WriteString("origClientOrderId", oldClientId);
        json.WriteString("clientOrderId", order.Order.ClientOrderId);
        json.WriteString("price", terms.Limit is { } limit ? WireText.Of(limit) : NoAmount);
        json.WriteString("qty", WireText.Of(order.Asked));
        json.WriteString("executedQty", WireText.Of(order.Order.Filled));
        json.WriteString("preventedQty", order.Order.Prevented is { } prevented ? WireText.Of(prevented) : NoAmount);
        json.WriteString("quoteOrderQty", NoAmount);
        json.WriteString("cumulativeQuoteQty", WireText.Of(order.Order.QuoteFilled));
        WriteWords(json, order);
        json.WriteNumber("workingTime", WorkingTime(context, order));
        json.WriteString("selfTradePreventionMode", SelfTrade(order));
        json.WriteEndObject();
    }

    /// <summary>The symbol, number and names of an order, as lists give them.</summary>
    public static void WriteMember(Utf8JsonWriter json, OrderPicture order)
    {
        json.WriteStartObject();
        json.WriteString("symbol", order.Order.Symbol);
        json.WriteNumber("orderId", order.OrderId);
        json.WriteString("clientOrderId", order.Order.ClientOrderId);
        json.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter json, OrderPicture order, string clientOrderId)
    {
        json.WriteString("symbol", order.Order.Symbol);
        json.WriteNumber("orderId", order.OrderId);
        json.WriteNumber("orderListId", order.ListId ?? -1);
        json.WriteString("clientOrderId", clientOrderId);
    }

    private static void WriteProgress(Utf8JsonWriter json, OrderPicture order)
    {
        json.WriteString("price", order.Terms.Limit is { } limit ? WireText.Of(limit) : NoAmount);
        json.WriteString("origQty", WireText.Of(order.Asked));
        json.WriteString("executedQty", WireText.Of(order.Order.Filled));
        json.WriteString("origQuoteOrderQty", order.Note.QuoteQuantity is { } amount ? WireText.Of(amount) : NoAmount);
        json.WriteString("cummulativeQuoteQty", WireText.Of(order.Order.QuoteFilled));
        WriteWords(json, order);
    }

    private static void WriteWords(Utf8JsonWriter json, OrderPicture order)
    {
        json.WriteString("status", Words<SpotOrderStatus>.Text(order.Status));
        json.WriteString("timeInForce", LifeOf(order.Terms));
        json.WriteString("type", Words<SpotOrderType>.Text(OrderWords.Type(order.Terms)));
        json.WriteString("side", Words<SpotSide>.Text(OrderWords.Side(order.Terms.Side)));
    }

    /// <summary>What only some orders have.</summary>
    private static void WriteConditional(CallContext context, OrderPicture order, bool isQuery = false)
    {
        var (json, terms) = (context.Json, order.Terms);
        if (!isQuery && terms.Trigger is { } trigger)
            json.WriteString("stopPrice", WireText.Of(trigger));
        if (!isQuery && terms.Display is { } display)
            json.WriteString("icebergQty", WireText.Of(display));
        if (order.TrailingBps is { } bps)
        {
            json.WriteNumber("trailingDelta", bps);
            json.WriteNumber("trailingTime", order.Order.TrailingBest is null ? -1 : context.Time(order.Order.CreatedNanos));
        }

        if (order.Note.StrategyId is { } id)
            json.WriteNumber("strategyId", id);
        if (order.Note.StrategyType is { } type)
            json.WriteNumber("strategyType", type);
        if (order.Order.Prevented is not { } prevented)
            return;
        foreach (var match in context.Account.Preventions(order.Order.Symbol, 0, int.MaxValue))
        {
            if (match.TakerOrder != order.OrderId && match.MakerOrder != order.OrderId)
                continue;
            json.WriteNumber("preventedMatchId", match.PreventionId);
            break;
        }

        json.WriteString("preventedQuantity", WireText.Of(prevented));
    }

    private static void WriteFills(Utf8JsonWriter json, IReadOnlyList<VenueTrade> trades)
    {
        json.WriteStartArray("fills");
        foreach (var trade in trades)
        {
            json.WriteStartObject();
            json.WriteString("price", WireText.Of(trade.Price));
            json.WriteString("qty", WireText.Of(trade.Quantity));
            json.WriteString("commission", WireText.Of(trade.Fee));
            json.WriteString("commissionAsset", trade.FeeAsset);
            json.WriteNumber("tradeId", trade.TradeId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static long WorkingTime(CallContext context, OrderPicture order) => order.WorkingNanos is { } nanos ? context.Time(nanos) : -1;

    private static string LifeOf(OrderTerms terms) => Words<SpotTimeInForce>.Text(OrderWords.Life(terms.TimeInForce)
        ?? throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"the venue has no {terms.TimeInForce}")));

    private static string SelfTrade(OrderPicture order) => Words<SpotSelfTrade>.Text(OrderWords.SelfTrade(order.Terms.SelfTrade));
}
