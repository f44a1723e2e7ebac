using System.Text.Json.Nodes;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Calls;

namespace QuantumAI.Venues.Tests.PaperServer.Streams;

public sealed class ApiMethodTests
{
    private static readonly string[] OfTheMoment = ["serverTime", "openTime", "closeTime", "count"];

    public static TheoryData<string> Questions => new(CallCatalogue.All.Where(call => call is { Verb: "GET", Method: not null }).Select(call => call.Method!));

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task question_must_be_answered_as_its_rest_route_answers_it(string method)
    {
        await using var host = await SocketHost.StartAsync();
        var order = SpotOrders.Order(Payload.Open("order", await host.OrderAsync(SocketHost.Hmac, "BUY", "10001", "0.1")));
        var open = SpotOrders.Order(Payload.Open("order", await host.OrderAsync(SocketHost.Hmac, "BUY", "9000", "0.1")));
        var list = SpotOrders.List(Payload.Open("list", (await host.RestAsync(
            "POST", "/api/v3/orderList/oco", SocketHost.Hmac, ("symbol", "BTCUSDT"), ("side", "SELL"), ("quantity", "0.1"), ("aboveType", "LIMIT_MAKER"),
            ("abovePrice", "11000"), ("belowType", "STOP_LOSS"), ("belowStopPrice", "9000"))).Body));
        (string, object)[] parameters = method switch
        {
            "ping" or "time" or "exchangeInfo" or "account.status" or "account.rateLimits.orders" or "openOrderLists.status" or "allOrderLists" => [],
            "klines" or "uiKlines" => [("symbol", "BTCUSDT"), ("interval", "1m"), ("limit", 5)],
            "order.status" or "order.amendments" => [("symbol", "BTCUSDT"), ("orderId", open.Key.OrderId)],
            "orderList.status" => [("orderListId", list.ListId)],
            "myTrades" or "myPreventedMatches" => [("symbol", "BTCUSDT"), ("orderId", order.Key.OrderId)],
            _ => [("symbol", "BTCUSDT")],
        };
        var call = CallCatalogue.FindMethod(method)!;
        using var api = await host.ApiAsync();

        var told = call.IsSigned ? await api.SignedAsync(method, SocketHost.Hmac, parameters) : await api.AskAsync("v3/" + method, parameters);
        var (status, body) = await host.RestAsync(call.Verb, call.Path, call.IsSigned ? SocketHost.Hmac : null, parameters);

        Assert.Equal((200, null), (status, told.Error));
        Assert.Equal(Still(JsonNode.Parse(body)), Still(JsonNode.Parse(ApiClient.RawText(told.Result!.Value))));
        Assert.Equal("REQUEST_WEIGHT", Assert.Single(told.RateLimits).Kind.Text);
    }

    [Fact]
    public async Task orders_and_lists_must_live_over_the_socket()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await host.ApiAsync();
        (string, object)[] limit = [("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"), ("price", "9000.00"), ("quantity", "0.10")];

        var tested = await api.SignedAsync("order.test", SocketHost.Hmac, limit);
        Assert.Equal("{}", ApiClient.RawText(ApiClient.Done(tested)));
        var placed = await api.SignedAsync("order.place", SocketHost.Hmac, [.. limit, ("newClientOrderId", "mine")]);
        Assert.Equal(["ORDERS", "ORDERS", "REQUEST_WEIGHT"], placed.RateLimits.Select(row => row.Kind.Text));
        Assert.Equal(1, placed.RateLimits[0].Count);
        var order = SpotOrders.Order(ApiClient.Done(placed));
        Assert.Equal(("mine", SpotOrderStatus.New), (order.Key.ClientOrderId, order.State!.Status.Value));

        var amended = ApiClient.Done(await api.SignedAsync("order.amend.keepPriority", SocketHost.Hmac, ("symbol", "BTCUSDT"), ("orderId", order.Key.OrderId), ("newQty", "0.05")));
        Assert.Equal("0.05000000", amended["amendedOrder"].Text("qty"));
        var replaced = ApiClient.Done(await api.SignedAsync(
            "order.cancelReplace", SocketHost.Hmac, [.. limit, ("cancelReplaceMode", "STOP_ON_FAILURE"), ("cancelOrderId", order.Key.OrderId)]));
        Assert.Equal(("SUCCESS", "SUCCESS"), (replaced.Text("cancelResult"), replaced.Text("newOrderResult")));
        var half = await api.SignedAsync("order.cancelReplace", SocketHost.Hmac, [.. limit, ("cancelReplaceMode", "ALLOW_FAILURE"), ("cancelOrderId", order.Key.OrderId)]);
        Assert.Equal((409, -2021), (half.Status, half.Error!.Code));
        Assert.Equal("FAILURE", half.ErrorData!.Value.Text("cancelResult"));
        Assert.Equal(2, ApiClient.Done(await api.SignedAsync("openOrders.cancelAll", SocketHost.Hmac, ("symbol", "BTCUSDT"))).Items(item => item.Long("orderId")).Count);

        var oco = SpotOrders.List(ApiClient.Done(await api.SignedAsync(
            "orderList.place.oco", SocketHost.Hmac, ("symbol", "BTCUSDT"), ("side", "SELL"), ("quantity", "0.1"), ("aboveType", "LIMIT_MAKER"), ("abovePrice", "11000"),
            ("belowType", "STOP_LOSS"), ("belowStopPrice", "9000"))));
        Assert.Equal(2, oco.Orders.Count);
        var ended = SpotOrders.List(ApiClient.Done(await api.SignedAsync("orderList.cancel", SocketHost.Hmac, ("symbol", "BTCUSDT"), ("orderListId", oco.ListId))));
        Assert.Equal(SpotListOrderStatus.AllDone, ended.OrderStatus.Value);
        (string, object)[] working = [("symbol", "BTCUSDT"), ("workingType", "LIMIT"), ("workingSide", "BUY"), ("workingPrice", "9000"), ("workingQuantity", "0.1"), ("workingTimeInForce", "GTC")];
        ApiClient.Done(await api.SignedAsync("orderList.place.oto", SocketHost.Hmac, [.. working, ("pendingType", "MARKET"), ("pendingSide", "SELL"), ("pendingQuantity", "0.1")]));
        ApiClient.Done(await api.SignedAsync("orderList.place.otoco", SocketHost.Hmac,
        [
            .. working, ("pendingSide", "SELL"), ("pendingQuantity", "0.1"), ("pendingAboveType", "LIMIT_MAKER"), ("pendingAbovePrice", "11000"),
            ("pendingBelowType", "STOP_LOSS"), ("pendingBelowStopPrice", "8000"),
        ]));
        Assert.Equal(2, ApiClient.Done(await api.SignedAsync("openOrderLists.status", SocketHost.Hmac)).Items(item => item.Long("orderListId")).Count);
    }

    [Theory]
    [InlineData("nonsense", "null", -1135)]
    [InlineData("[1]", "null", -1135)]
    [InlineData("""{"id":1}""", "1", -1102)]
    [InlineData("""{"method":"ping"}""", "null", -1102)]
    [InlineData("""{"id":{},"method":"ping"}""", "null", -1130)]
    [InlineData("""{"id":1.5,"method":"ping"}""", "null", -1130)]
    [InlineData("""{"id":"a","method":"nothing"}""", "\"a\"", -1020)]
    [InlineData("""{"id":1,"method":"ping","params":[]}""", "1", -1130)]
    [InlineData("""{"id":1,"method":"ping","params":{"a":1}}""", "1", -1104)]
    [InlineData("""{"id":1,"method":"ping","x":1}""", "1", -1103)]
    [InlineData("""{"id":1,"method":"depth","params":{"symbol":"BTCUSDT","symbol":"BTCUSDT"}}""", "1", -1101)]
    [InlineData("""{"id":1,"method":"depth","params":{"symbol":null}}""", "1", -1102)]
    [InlineData("""{"id":1,"method":"depth","params":{"symbol":{"a":1}}}""", "1", -1102)]
    [InlineData("""{"id":1,"method":"depth","params":{"symbol":"BTCUSDT","limit":1e400}}""", "1", -1100)]
    [InlineData("""{"id":1,"method":"depth","params":{"symbol":"BTCUSDT","limit":-0}}""", "1", -1100)]
    [InlineData("""{"id":1,"method":"depth","params":{"symbol":"btcusdt"}}""", "1", -1121)]
    [InlineData("""{"id":1,"method":"depth","params":{"symbol":"BTC\r\nUSDT"}}""", "1", -1121)]
    [InlineData("""{"id":1,"method":"account.status"}""", "1", -1102)]
    [InlineData("""{"id":1,"method":"userDataStream.subscribe"}""", "1", -1002)]
    [InlineData("""{"id":1,"method":"userDataStream.unsubscribe"}""", "1", -2036)]
    public async Task bad_request_must_be_answered_with_its_error(string request, string id, int code)
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await host.ApiAsync("?returnRateLimits=false");
        await api.Socket.SendAsync(request);
        var answer = await api.Socket.ReadTextAsync();
        Assert.StartsWith($$"""{"id":{{id}},"status":4""", answer, StringComparison.Ordinal);
        Assert.Contains($"\"code\":{code},", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("rateLimits", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_is_used_must_be_told_unless_the_client_does_not_want_it()
    {
        await using var host = await SocketHost.StartAsync(limits: new());
        using var api = await host.ApiAsync();
        Assert.Equal(5, (await api.AskAsync("depth", ("symbol", "BTCUSDT"))).RateLimits[0].Count);
        Assert.Empty((await api.AskAsync("ping", ("returnRateLimits", false))).RateLimits);
        Assert.Equal((7L, 6_000L), ((await api.AskAsync("ping")).RateLimits[0].Count, (await api.AskAsync("ping")).RateLimits[0].Limit));
    }

    [Fact]
    public async Task client_that_asks_too_much_must_be_told_and_then_banned()
    {
        await using var host = await SocketHost.StartAsync(limits: new(WeightPerMinute: 10));
        using var api = await host.ApiAsync();
        var statuses = new List<int>();
        for (var i = 0; i < 14; i++)
            statuses.Add((await api.AskAsync("depth", ("symbol", "BTCUSDT"))).Status);
        Assert.Contains(429, statuses);
        Assert.Equal(418, statuses[^1]);
        Assert.Equal(418, (await host.RestAsync("GET", "/api/v3/ping")).Status);
    }

    [Fact]
    public async Task pipelined_requests_must_all_be_answered()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await host.ApiAsync();
        for (var i = 0; i < 1_000; i++)
            await api.Socket.SendAsync(ApiClient.TextOf($"{i}", "ping"));
        var ids = new HashSet<string>();
        while (ids.Count < 1_000)
            ids.Add(WsApiMessage.Read(await api.Socket.ReadAsync()).Answer!.Id!);
    }

    private static string Still(JsonNode? node)
    {
        Strip(node);
        return node?.ToJsonString() ?? "";

        static void Strip(JsonNode? node)
        {
            if (node is JsonArray list)
            {
                foreach (var item in list)
                    Strip(item);
            }
            else if (node is JsonObject fields)
            {
                foreach (var name in OfTheMoment)
                    fields.Remove(name);
                foreach (var (_, item) in fields)
                    Strip(item);
            }
        }
    }
}
