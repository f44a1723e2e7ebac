using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>What the page shows: books, accounts, open orders. Not one of the venue's calls; only this server asks it.</summary>
internal static class OverviewCall
{
    private const int LevelsShown = 8;
    private const int OrdersShown = 50;

    /// <summary>Not in the catalogue: no client reaches it.</summary>
    public static ExchangeCall Instance { get; } = new("GET", "/overview", null, CallSecurity.None, static _ => 0, Run);

    private static void Run(CallContext context)
    {
        var json = context.Json;
        json.WriteStartObject();
        json.WriteString("time", UnixNanos.Format(context.NowNanos));
        json.WriteStartArray("books");
        foreach (var market in context.State.Markets)
            WriteBook(context, market);
        json.WriteEndArray();
        json.WriteStartArray("accounts");
        foreach (var account in context.State.Venue.Accounts)
        {
            json.WriteStartObject();
            json.WriteString("name", account.Name);
            json.WriteStartArray("balances");
            foreach (var (asset, balance) in account.Balances.Where(pair => pair.Value.Total != Money.Zero).OrderBy(pair => pair.Key, StringComparer.Ordinal))
                WriteRow(context, asset, WireText.Of(balance.Free), WireText.Of(balance.Locked));
            json.WriteEndArray();
            json.WriteNumber("openCount", account.OpenOrders.Count());
            json.WriteStartArray("orders");
            foreach (var order in account.OpenOrders.Take(OrdersShown))
                WriteOrder(context, order);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteBook(CallContext context, SymbolMarket market)
    {
        var json = context.Json;
        market.TellDepth(context.NowNanos);
        json.WriteStartObject();
        json.WriteString("symbol", market.Instrument.Symbol);
        json.WriteString("last", market.Tape.LastPrice is { } last ? last.ToString() : "");
        WriteLevels(context, "bids", market.Depth.Bids, market.Instrument);
        WriteLevels(context, "asks", market.Depth.Asks, market.Instrument);
        json.WriteEndObject();
    }

    private static void WriteLevels(CallContext context, string name, ReadOnlySpan<(long Price, long Quantity)> levels, Instrument instrument)
    {
        context.Json.WriteStartArray(name);
        for (var i = 0; i < levels.Length && i < LevelsShown; i++)
            WriteRow(context, instrument.Price(levels[i].Price).ToString(), instrument.Quantity(levels[i].Quantity).ToString());
        context.Json.WriteEndArray();
    }

    private static void WriteOrder(CallContext context, VenueOrder order) => WriteRow(
        context, order.VenueOrderId, order.Symbol, order.Side == OrderSide.Buy ? "BUY" : "SELL", Words<SpotOrderType>.Text(OrderWords.Type(order.Terms)),
        order.Terms.Limit?.ToString() ?? order.Terms.Trigger?.ToString() ?? "", order.Quantity.ToString(), order.Filled.ToString());

    private static void WriteRow(CallContext context, params ReadOnlySpan<string> cells)
    {
        context.Json.WriteStartArray();
        foreach (var cell in cells)
            context.Json.WriteStringValue(cell);
        context.Json.WriteEndArray();
    }
}
