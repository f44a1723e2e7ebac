using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Streams.User;

/// <summary>Writes what an account's owner is told, as the venue's user data stream does.</summary>
internal static class UserEventJson
{
    private const string NoAmount = "0.00000000";

    public static void Execution(Utf8JsonWriter json, OrderTold told, long unit)
    {
        var (order, terms) = (told.Order, told.Order.Terms);
        Begin(json, "executionReport", told.TimeNanos / unit);
        json.WriteString("s", order.Order.Symbol);
        WriteNames(json, told);
        json.WriteString("S", Words<SpotSide>.Text(OrderWords.Side(terms.Side)));
        json.WriteString("o", Words<SpotOrderType>.Text(OrderWords.Type(terms)));
        json.WriteString("f", Words<SpotTimeInForce>.Text(OrderWords.Life(terms.TimeInForce) ?? SpotTimeInForce.Gtc));
        json.WriteString("q", WireText.Of(order.Asked));
        json.WriteString("p", terms.Limit is { } limit ? WireText.Of(limit) : NoAmount);
        json.WriteString("P", terms.Trigger is { } trigger ? WireText.Of(trigger) : NoAmount);
        if (order.TrailingBps is { } bps)
            json.WriteNumber("d", bps);
        json.WriteString("F", terms.Display is { } display ? WireText.Of(display) : NoAmount);
        json.WriteNumber("g", order.ListId ?? -1);
        json.WriteString("x", Words<SpotExecution>.Text(told.Kind));
        json.WriteString("X", Words<SpotOrderStatus>.Text(order.Status));
        json.WriteString("r", told.Rejection is null ? "NONE" : "NEW_ORDER_REJECTED");
        json.WriteNumber("i", order.OrderId);
        WriteTrade(json, told, unit);
        json.WriteNumber("I", told.ExecutionId);
        json.WriteBoolean("w", order is { IsWorking: true, Order: { IsOpen: true, Remaining.IsZero: false } });
        json.WriteBoolean("m", told.Trade is { IsMaker: true });
        json.WriteBoolean("M", false);
        json.WriteNumber("O", order.Order.CreatedNanos / unit);
        json.WriteString("Z", WireText.Of(order.Order.QuoteFilled));
        json.WriteString("Y", told.Trade is { } trade ? WireText.Of(trade.QuoteQuantity) : NoAmount);
        json.WriteString("Q", order.Note.QuoteQuantity is { } amount ? WireText.Of(amount) : NoAmount);
        WriteConditional(json, told, unit);
        json.WriteString("V", Words<SpotSelfTrade>.Text(OrderWords.SelfTrade(terms.SelfTrade)));
        json.WriteEndObject();
    }

    public static void List(Utf8JsonWriter json, ListTold told, long unit)
    {
        var list = told.List;
        Begin(json, "listStatus", told.TimeNanos / unit);
        json.WriteString("s", list.Symbol);
        json.WriteNumber("g", list.ListId);
        json.WriteString("c", Words<SpotContingency>.Text(list.Contingency));
        json.WriteString("l", Words<SpotListStatus>.Text(told.Kind));
        json.WriteString("L", Words<SpotListOrderStatus>.Text(list.IsDone ? SpotListOrderStatus.AllDone : SpotListOrderStatus.Executing));
        json.WriteString("r", "NONE");
        json.WriteString("C", list.ClientId);
        json.WriteNumber("T", told.TimeNanos / unit);
        json.WriteStartArray("O");
        foreach (var order in list.Orders)
        {
            json.WriteStartObject();
            json.WriteString("s", order.Order.Symbol);
            json.WriteNumber("i", order.OrderId);
            json.WriteString("c", order.Order.ClientOrderId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Position(Utf8JsonWriter json, IEnumerable<(string Asset, Balance Balance)> balances, long nanos, long unit)
    {
        Begin(json, "outboundAccountPosition", nanos / unit);
        json.WriteNumber("u", nanos / unit);
        json.WriteStartArray("B");
        foreach (var (asset, balance) in balances)
        {
            json.WriteStartObject();
            json.WriteString("a", asset);
            json.WriteString("f", WireText.Of(balance.Free));
            json.WriteString("l", WireText.Of(balance.Locked));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Transfer(Utf8JsonWriter json, TransferTold told, long unit)
    {
        Begin(json, "balanceUpdate", told.TimeNanos / unit);
        json.WriteString("a", told.Asset);
        json.WriteString("d", WireText.Of(told.Amount));
        json.WriteNumber("T", told.TimeNanos / unit);
        json.WriteEndObject();
    }

    public static void Terminated(Utf8JsonWriter json, long nanos, long unit)
    {
        Begin(json, "eventStreamTerminated", nanos / unit);
        json.WriteEndObject();
    }

    /// <summary>A cancel's report has the cancel's own id in <c>c</c> and the order's in <c>C</c>; an amendment's the new id and the old one.</summary>
    private static void WriteNames(Utf8JsonWriter json, OrderTold told)
    {
        var id = told.Order.Order.ClientOrderId;
        switch (told.Kind)
        {
            case SpotExecution.Canceled:
                json.WriteString("c", told.ClientId ?? id);
                json.WriteString("C", id);
                break;
            case SpotExecution.Replaced:
                json.WriteString("c", id);
                json.WriteString("C", told.ClientId ?? id);
                break;
            default:
                json.WriteString("c", id);
                json.WriteString("C", "");
                break;
        }
    }

    private static void WriteTrade(Utf8JsonWriter json, OrderTold told, long unit)
    {
        json.WriteString("l", told.Trade is { } filled ? WireText.Of(filled.Quantity) : NoAmount);
        json.WriteString("z", WireText.Of(told.Order.Order.Filled));
        json.WriteString("L", told.Trade is { } priced ? WireText.Of(priced.Price) : NoAmount);
        json.WriteString("n", told.Trade is { } charged ? WireText.Of(charged.Fee) : "0");
        if (told.Trade is { } paid)
            json.WriteString("N", paid.FeeAsset);
        else
            json.WriteNull("N");
        json.WriteNumber("T", told.TimeNanos / unit);
        json.WriteNumber("t", told.Trade?.TradeId ?? -1);
    }

    private static void WriteConditional(Utf8JsonWriter json, OrderTold told, long unit)
    {
        var order = told.Order;
        if (order.Order.TrailingBest is not null)
            json.WriteNumber("D", order.Order.CreatedNanos / unit);
        if (order.Note.StrategyId is { } id)
            json.WriteNumber("j", id);
        if (order.Note.StrategyType is { } type)
            json.WriteNumber("J", type);
        if (told.Prevented is { } prevented)
        {
            json.WriteNumber("v", prevented.PreventionId);
            json.WriteString("A", order.Order.Prevented is { } all ? WireText.Of(all) : WireText.Of(prevented.Quantity));
            json.WriteString("B", WireText.Of(prevented.Quantity));
            json.WriteNumber("u", prevented.PreventionId);
            json.WriteNumber("U", prevented.OtherOrder);
            json.WriteString("Cs", order.Order.Symbol);
            json.WriteString("pl", WireText.Of(prevented.Quantity));
            json.WriteString("pL", WireText.Of(prevented.Price));
            json.WriteString("pY", WireText.Of(Money.Notional(prevented.Price, prevented.Quantity)));
        }

        if (order.WorkingNanos is { } working)
            json.WriteNumber("W", working / unit);
    }

    private static void Begin(Utf8JsonWriter json, string name, long time)
    {
        json.WriteStartObject();
        json.WriteString("e", name);
        json.WriteNumber("E", time);
    }
}
