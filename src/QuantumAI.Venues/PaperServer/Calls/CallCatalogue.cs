using System.Collections.Frozen;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Rest;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>Every call of the exchange, with its REST route, its WebSocket method, its weight and what a caller must prove.</summary>
public static class CallCatalogue
{
    /// <summary>In the order of the venue's documentation.</summary>
    public static IReadOnlyList<ExchangeCall> All { get; } =
    [
        Public("/api/v3/ping", "ping", 1, GeneralCalls.Ping),
        Public("/api/v3/time", "time", 1, GeneralCalls.Time),
        Public("/api/v3/exchangeInfo", "exchangeInfo", 20, GeneralCalls.ExchangeInfo),
        Public("/api/v3/depth", "depth", CallWeights.OfDepth, MarketCalls.Depth),
        Public("/api/v3/trades", "trades.recent", 25, MarketCalls.Trades),
        Public("/api/v3/historicalTrades", "trades.historical", 25, MarketCalls.HistoricalTrades),
        Public("/api/v3/aggTrades", "trades.aggregate", 4, MarketCalls.AggregateTrades),
        Public("/api/v3/klines", "klines", 2, KlineCalls.Klines),
        Public("/api/v3/uiKlines", "uiKlines", 2, KlineCalls.Klines),
        Public("/api/v3/avgPrice", "avgPrice", 2, MarketCalls.AveragePrice),
        Public("/api/v3/ticker/24hr", "ticker.24hr", given => CallWeights.OfSymbols(given, 2, 40, 80), TickerCalls.Day),
        Public("/api/v3/ticker/tradingDay", "ticker.tradingDay", given => CallWeights.PerSymbol(given, 4, 200), TickerCalls.TradingDay),
        Public("/api/v3/ticker", "ticker", given => CallWeights.PerSymbol(given, 4, 200), TickerCalls.Rolling),
        Public("/api/v3/ticker/price", "ticker.price", given => CallWeights.OfSymbols(given, 2, 4, 4), TickerCalls.Price),
        Public("/api/v3/ticker/bookTicker", "ticker.book", given => CallWeights.OfSymbols(given, 2, 4, 4), TickerCalls.Book),
        Order("POST", "/api/v3/order", "order.place", OrderCalls.Place),
        Trade("POST", "/api/v3/order/test", "order.test", given => given.Has("computeCommissionRates") ? 20 : 1, OrderCalls.Test),
        UserData("/api/v3/order", "order.status", 4, OrderCalls.Status),
        Order("DELETE", "/api/v3/order", "order.cancel", OrderCalls.Cancel),
        Order("POST", "/api/v3/order/cancelReplace", "order.cancelReplace", CancelReplaceCall.Run),
        Order("PUT", "/api/v3/order/amend/keepPriority", "order.amend.keepPriority", AmendCalls.Amend) with { Weight = static _ => 4 },
        UserData("/api/v3/order/amendments", "order.amendments", 4, AmendCalls.Amendments),
        UserData("/api/v3/openOrders", "openOrders.status", given => given.Has("symbol") ? 6 : 80, OrderCalls.Open),
        Order("DELETE", "/api/v3/openOrders", "openOrders.cancelAll", OrderCalls.CancelAll),
        UserData("/api/v3/allOrders", "allOrders", 20, OrderCalls.All),
        Order("POST", "/api/v3/orderList/oco", "orderList.place.oco", context => ListCalls.Place(context, ContingencyKind.OneCancelsOther)),
        Order("POST", "/api/v3/orderList/oto", "orderList.place.oto", context => ListCalls.Place(context, ContingencyKind.OneTriggersOther)),
        Order("POST", "/api/v3/orderList/otoco", "orderList.place.otoco", context => ListCalls.Place(context, ContingencyKind.OneTriggersOneCancelsOther)),
        UserData("/api/v3/orderList", "orderList.status", 4, ListCalls.Status),
        Order("DELETE", "/api/v3/orderList", "orderList.cancel", ListCalls.Cancel),
        UserData("/api/v3/allOrderList", "allOrderLists", 20, ListCalls.All),
        UserData("/api/v3/openOrderList", "openOrderLists.status", 6, ListCalls.Open),
        UserData("/api/v3/account", "account.status", 20, AccountCalls.Account),
        UserData("/api/v3/account/commission", "account.commission", 20, AccountCalls.Commission),
        UserData("/api/v3/rateLimit/order", "account.rateLimits.orders", 40, AccountCalls.OrderCounts),
        UserData("/api/v3/myTrades", "myTrades", given => given.Has("orderId") ? 5 : 20, AccountCalls.Trades),
        UserData("/api/v3/myPreventedMatches", "myPreventedMatches", given => given.Has("preventedMatchId") ? 2 : 20, AccountCalls.PreventedMatches),
        UserData("/sapi/v1/account/apiRestrictions", null, 1, AccountCalls.KeyPermissions),
    ];

    private static readonly FrozenDictionary<(string, string), ExchangeCall> ByRoute = All.ToFrozenDictionary(call => (call.Verb, call.Path));

    private static readonly FrozenDictionary<string, ExchangeCall> ByMethod =
        All.Where(call => call.Method is not null).ToFrozenDictionary(call => call.Method!, StringComparer.Ordinal);

    private static readonly FrozenSet<string> Paths = All.Select(call => call.Path).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The call of a REST route; null when there is none.</summary>
    public static ExchangeCall? Find(string verb, string path) => ByRoute.GetValueOrDefault((verb, path));

    /// <summary>The call of a WebSocket API method; null when there is none.</summary>
    public static ExchangeCall? FindMethod(string method) => ByMethod.GetValueOrDefault(method);

    /// <summary>Whether any call has a path, whatever its verb.</summary>
    public static bool HasPath(string path) => Paths.Contains(path);

    private static ExchangeCall Public(string path, string method, int weight, Action<CallContext> handler) => Public(path, method, _ => weight, handler);

    private static ExchangeCall Public(string path, string method, Func<RequestParameters, int> weight, Action<CallContext> handler) =>
        new("GET", path, method, CallSecurity.None, weight, handler);

    private static ExchangeCall UserData(string path, string? method, int weight, Action<CallContext> handler) => UserData(path, method, _ => weight, handler);

    private static ExchangeCall UserData(string path, string? method, Func<RequestParameters, int> weight, Action<CallContext> handler) =>
        new("GET", path, method, CallSecurity.UserData, weight, handler);

    private static ExchangeCall Trade(string verb, string path, string method, Func<RequestParameters, int> weight, Action<CallContext> handler) =>
        new(verb, path, method, CallSecurity.Trade, weight, handler);

    private static ExchangeCall Order(string verb, string path, string method, Action<CallContext> handler) =>
        Trade(verb, path, method, static _ => 1, handler) with { IsFreeWhenDone = true };
}
