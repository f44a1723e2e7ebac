using System.Text;
using System.Text.Json;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Symbols;

namespace QuantumAI.Venues.Tests.Binance;

/// <summary>Every Spot payload of the recorded fixtures, checked leaf by leaf against the file's own JSON.</summary>
public sealed class FixtureTests
{
    private const string Folder = "exchange/binance/";

    [Fact]
    public void every_rest_payload_must_read_as_the_file_says()
    {
        var read = 0;
        foreach (var fixture in SharedData.Json(Folder + "binance_net_rest_fixtures.json").EnumerateArray().Where(IsSpotRest))
        {
            var response = fixture.GetProperty("response");
            var facts = Rest($"{fixture.GetProperty("method").GetString()} {fixture.GetProperty("path").GetString()}", Open(response));
            JsonFacts.Check(response, response.ValueKind == JsonValueKind.Array || facts is not object[] { Length: 1 } single ? facts : single[0], fixture.GetProperty("name").GetString()!);
            read++;
        }

        Assert.Equal(18, read);
    }

    [Fact]
    public void every_websocket_api_answer_must_read_as_the_file_says()
    {
        var read = 0;
        foreach (var fixture in Spot("binance_net_ws_api_fixtures.json"))
        {
            string? method = null;
            foreach (var frame in fixture.GetProperty("frames").EnumerateArray())
            {
                var json = frame.GetProperty("json");
                if (frame.GetProperty("dir").GetString() == "client_to_server")
                {
                    method = json.GetProperty("method").GetString();
                    continue;
                }

                var answer = WsApiMessage.Read(Encoding.UTF8.GetBytes(json.GetRawText())).Answer!;
                JsonFacts.Check(json, new Dictionary<string, object?>
                {
                    ["id"] = answer.Id,
                    ["status"] = answer.Status,
                    ["rateLimits"] = answer.RateLimits.Select(ReadFacts.Of),
                    ["result"] = Result(method!, answer.Result!.Value),
                }, fixture.GetProperty("name").GetString()!);
                read++;
            }
        }

        Assert.Equal(13, read);
    }

    [Fact]
    public void every_stream_message_must_read_as_the_file_says()
    {
        var read = 0;
        foreach (var fixture in Spot("binance_net_ws_stream_fixtures.json"))
        {
            foreach (var frame in fixture.GetProperty("frames").EnumerateArray().Where(frame => frame.GetProperty("dir").GetString() != "client_to_server"))
            {
                var json = frame.GetProperty("json");
                var bytes = Encoding.UTF8.GetBytes(json.GetRawText());
                var name = fixture.GetProperty("name").GetString()!;
                if (json.TryGetProperty("event", out var userEvent))
                    JsonFacts.Check(userEvent, ReadFacts.Of(WsApiMessage.Read(bytes).Event!.Event), name);
                else if (json.TryGetProperty("status", out _))
                    Assert.Equal("|1|", WsApiMessage.Read(bytes).Answer!.Id);
                else if (json.TryGetProperty("stream", out var stream))
                {
                    var message = StreamMessages.Read(bytes);
                    Assert.Equal(stream.GetString(), message.Stream);
                    JsonFacts.Check(json.GetProperty("data"), ReadFacts.Of(message), name);
                }
                else
                    Assert.Equal(new StreamAnswer("|1|", null, []), StreamMessages.Read(bytes) as StreamAnswer, (left, right) => left!.Id == right!.Id && right.Error is null);
                read++;
            }
        }

        Assert.Equal(14, read);
    }

    private static bool IsSpotRest(JsonElement fixture) =>
        fixture.GetProperty("path").GetString() is { } path && (path.StartsWith("/api/v3", StringComparison.Ordinal) || path == "/sapi/v1/account/apiRestrictions");

    private static IEnumerable<JsonElement> Spot(string file) => SharedData.Json(Folder + file).EnumerateArray()
        .Where(fixture => fixture.GetProperty("name").GetString()!.StartsWith("Spot/", StringComparison.Ordinal));

    private static WireValue Open(JsonElement json) => Payload.Open("fixture", Encoding.UTF8.GetBytes(json.GetRawText()));

    private static object Rest(string request, WireValue root) => request switch
    {
        "GET /sapi/v1/account/apiRestrictions" => ReadFacts.Of(SpotAccount.KeyPermissions(root)),
        "GET /api/v3/ticker/bookTicker" => Many(SpotMarket.BookTickers(root), ReadFacts.Of),
        "GET /api/v3/executionRules" => new Dictionary<string, object?> { ["symbolRules"] = SpotMarket.ExecutionRules(root).Select(ReadFacts.Of) },
        "GET /api/v3/klines" or "GET /api/v3/uiKlines" => SpotMarket.Klines(root).Select(ReadFacts.Of).ToList(),
        "GET /api/v3/ticker/price" => Many(SpotMarket.LastPrices(root), ReadFacts.Of),
        "GET /api/v3/referencePrice" => ReadFacts.Of(SpotMarket.ReferencePrice(root)),
        "GET /api/v3/ticker" => Many(SpotMarket.Tickers(root), ReadFacts.Of),
        "GET /api/v3/historicalTrades" => Many(SpotMarket.Trades(root), ReadFacts.Of),
        "DELETE /api/v3/openOrders" => Many(SpotOrders.CanceledAll(root), item => ReadFacts.Of(item.Order!)),
        "DELETE /api/v3/order" or "GET /api/v3/order" => ReadFacts.Of(SpotOrders.Order(root)),
        "GET /api/v3/orderList" or "POST /api/v3/orderList/oco" or "POST /api/v3/orderList/oto" => ReadFacts.Of(SpotOrders.List(root)),
        "GET /api/v3/openOrderList" => Many(SpotOrders.Lists(root), ReadFacts.Of),
        "GET /api/v3/myPreventedMatches" => Many(SpotAccount.PreventedMatches(root), ReadFacts.Of),
        "POST /api/v3/order/test" => ReadFacts.Of(SpotOrders.Commission(root)),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request, "a new fixture needs its parser named here"),
    };

    private static object Result(string method, WireValue result) => method switch
    {
        "account.rateLimits.orders" => Many(SpotAccount.RateLimits(result), ReadFacts.Of),
        "ticker.book" => Many(SpotMarket.BookTickers(result), ReadFacts.Of),
        "exchangeInfo" => ReadFacts.Of(ExchangeInfo.Read(result)),
        "depth" => ReadFacts.Of(SpotMarket.Book(result)),
        "ticker" => Many(SpotMarket.Tickers(result), ReadFacts.Of),
        "trades.historical" => Many(SpotMarket.Trades(result), ReadFacts.Of),
        "order.amend.keepPriority" => ReadFacts.Of(SpotOrders.Amend(result)),
        "orderList.cancel" or "orderList.status" or "orderList.place.oco" => ReadFacts.Of(SpotOrders.List(result)),
        "openOrders.status" => Many(SpotOrders.Orders(result), ReadFacts.Of),
        "myPreventedMatches" => Many(SpotAccount.PreventedMatches(result), ReadFacts.Of),
        "order.test" => ReadFacts.Of(SpotOrders.Commission(result)),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "a new fixture needs its parser named here"),
    };

    private static object[] Many<T>(IReadOnlyList<T> items, Func<T, object> facts) => [.. items.Select(facts)];
}
