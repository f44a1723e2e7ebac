using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>The calls that the adapter makes, with their documented weights (2026-07).</summary>
public static class SpotCalls
{
    /// <summary>Rows of a page of trades or orders.</summary>
    public const int PageRows = 1000;

    private const int SnapshotLevels = 1000;

    public static SpotCall Time { get; } = Public("/api/v3/time", 1);

    public static SpotCall Account { get; } = Read("/api/v3/account", 20, [Pair("omitZeroBalances", "true")]);

    public static SpotCall KeyPermissions { get; } = Read("/sapi/v1/account/apiRestrictions", 1, []);

    /// <summary>Of all symbols; weighs less than asking for each.</summary>
    public static SpotCall OpenOrders { get; } = Read("/api/v3/openOrders", 80, []);

    public static SpotCall ExchangeInfo(IReadOnlyList<string> symbols) =>
        Public("/api/v3/exchangeInfo", 20, symbols.Count == 1 ? Pair("symbol", symbols[0]) : Pair("symbols", $"[{string.Join(',', symbols.Select(symbol => $"\"{symbol}\""))}]"));

    public static SpotCall Depth(string symbol) => Public("/api/v3/depth", 50, Pair("symbol", symbol), Pair("limit", Plain(SnapshotLevels)));

    /// <summary>Bars, the open one included.</summary>
    /// <param name="symbol">Of which.</param>
    /// <param name="interval">In the venue's word: <c>1h</c>.</param>
    /// <param name="most">At most <see cref="PageRows"/>.</param>
    public static SpotCall Klines(string symbol, string interval, int most) =>
        Public("/api/v3/klines", 2, Pair("symbol", symbol), Pair("interval", interval), Pair("limit", Plain(most)));

    /// <summary>A new order.</summary>
    public static SpotCall Place(OrderTicket ticket) => New("/api/v3/order", OrderParameters.Write(ticket), 1, PriorityOf(ticket.Leg.Terms));

    /// <summary>A new list of orders.</summary>
    public static SpotCall PlaceList(OrderListTicket ticket) => New(
        $"/api/v3/orderList/{OrderListParameters.Path(ticket.Kind)}", OrderListParameters.Write(ticket), ticket.Legs.Count, PriorityOf(ticket.Legs[0].Terms));

    /// <param name="symbol">Of the order.</param>
    /// <param name="clientOrderId">Of the order.</param>
    /// <param name="cancelId">The cancel's own id, told in its report; null: the venue makes one.</param>
    public static SpotCall Cancel(string symbol, string clientOrderId, string? cancelId)
    {
        List<KeyValuePair<string, string>> parameters = [Pair("symbol", symbol), Pair("origClientOrderId", clientOrderId)];
        if (cancelId is not null)
            parameters.Add(Pair("newClientOrderId", cancelId));
        return new SpotCall("DELETE", "/api/v3/order", parameters, 1, CallPriority.Cancel);
    }

    /// <summary>Makes an order smaller; it keeps its id, which the venue would replace by a random one.</summary>
    public static SpotCall Amend(string symbol, string clientOrderId, Quantity quantity) => new(
        "PUT",
        "/api/v3/order/amend/keepPriority",
        [Pair("symbol", symbol), Pair("origClientOrderId", clientOrderId), Pair("newClientOrderId", clientOrderId), Pair("newQty", quantity.ToString())],
        4,
        CallPriority.Protect)
    { IsRepeatable = false, IsFenced = true };

    public static SpotCall Order(string symbol, string clientOrderId) => Find("/api/v3/order", 4, Pair("symbol", symbol), Pair("origClientOrderId", clientOrderId));

    public static SpotCall Order(string symbol, long orderId) => Find("/api/v3/order", 4, Pair("symbol", symbol), Pair("orderId", Plain(orderId)));

    public static SpotCall TradesOf(string symbol, long orderId) =>
        Find("/api/v3/myTrades", 5, Pair("symbol", symbol), Pair("orderId", Plain(orderId)), Pair("limit", Plain(PageRows)));

    public static SpotCall TradesOf(string symbol, long orderId, long fromTradeId) => Find(
        "/api/v3/myTrades", 20, Pair("symbol", symbol), Pair("orderId", Plain(orderId)), Pair("fromId", Plain(fromTradeId)), Pair("limit", Plain(PageRows)));

    public static SpotCall TradesSince(string symbol, long sinceNanos) =>
        Find("/api/v3/myTrades", 20, Pair("symbol", symbol), Pair("startTime", Millis(sinceNanos)), Pair("limit", Plain(PageRows)));

    public static SpotCall TradesFrom(string symbol, long tradeId) =>
        Find("/api/v3/myTrades", 20, Pair("symbol", symbol), Pair("fromId", Plain(tradeId)), Pair("limit", Plain(PageRows)));

    public static SpotCall OrdersFrom(string symbol, long orderId) =>
        Find("/api/v3/allOrders", 20, Pair("symbol", symbol), Pair("orderId", Plain(orderId)), Pair("limit", Plain(PageRows)));

    private static SpotCall Public(string path, int weight, params KeyValuePair<string, string>[] parameters) =>
        new("GET", path, parameters, weight, CallPriority.Data) { IsSigned = false };

    private static SpotCall Read(string path, int weight, KeyValuePair<string, string>[] parameters) => new("GET", path, parameters, weight, CallPriority.Protect);

    private static SpotCall Find(string path, int weight, params KeyValuePair<string, string>[] parameters) => new("GET", path, parameters, weight, CallPriority.Cancel);

    private static SpotCall New(string path, List<KeyValuePair<string, string>> parameters, int orders, CallPriority priority) =>
        new("POST", path, parameters, 1, priority) { Orders = orders, IsRepeatable = false, IsFenced = true };

    private static CallPriority PriorityOf(OrderTerms terms) => terms.IsReduceOnly ? CallPriority.Protect : CallPriority.Enter;

    private static KeyValuePair<string, string> Pair(string name, string value) => KeyValuePair.Create(name, value);

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Millis(long nanos) => Plain(nanos / UnixNanos.PerMillisecond);
}
