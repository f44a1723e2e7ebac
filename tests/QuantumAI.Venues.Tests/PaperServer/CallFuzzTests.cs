using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Calls;

namespace QuantumAI.Venues.Tests.PaperServer;

/// <summary>Every call with parameters that make little sense: each is answered, none stops the exchange or makes money.</summary>
public sealed class CallFuzzTests
{
    private static readonly string[] Names =
    [
        "symbol", "symbols", "side", "type", "timeInForce", "quantity", "quoteOrderQty", "price", "stopPrice", "trailingDelta", "icebergQty", "newClientOrderId",
        "selfTradePreventionMode", "newOrderRespType", "strategyId", "strategyType", "orderId", "origClientOrderId", "limit", "fromId", "startTime", "endTime", "interval",
        "timeZone", "windowSize", "newQty", "cancelReplaceMode", "cancelOrderId", "cancelOrigClientOrderId", "orderListId", "listClientOrderId", "aboveType", "abovePrice",
        "aboveStopPrice", "belowType", "belowPrice", "belowStopPrice", "belowTimeInForce", "workingType", "workingSide", "workingPrice", "workingQuantity", "workingTimeInForce",
        "pendingType", "pendingSide", "pendingQuantity", "pendingAboveType", "pendingAbovePrice", "pendingBelowType", "pendingBelowStopPrice", "preventedMatchId",
        "fromPreventedMatchId", "permissions", "computeCommissionRates", "omitZeroBalances", "symbolStatus", "cancelRestrictions", "fromExecutionId",
    ];

    private static readonly string[] Values =
    [
        "", "0", "1", "2", "3", "7", "0.1", "0.5", "0.001", "0.00000001", "10000", "10000.00", "9999.99", "9000.00", "11000.00", "99999999999999999999", "9223372036854775807",
        "9223372036854", "92233720368.54775807", "-1", "1e9", "NaN", "BUY", "SELL", "LIMIT", "MARKET", "LIMIT_MAKER", "STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT", "TAKE_PROFIT_LIMIT", "GTC", "IOC",
        "FOK", "ACK", "FULL", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "DECREMENT", "NONE", "STOP_ON_FAILURE", "ALLOW_FAILURE", "1m", "1M", "1s", "3d", "+9:00", "-12", "99:99", "1d", "59m",
        "[\"BTCUSDT\"]", "[]", "[\"\"]", "[[", "true", "TRADING", "HALT", "x", "id-1", "id-2", "\u0000", "BTCUSDT", "1800000000000", "SPOT",
    ];

    private static readonly Dictionary<string, string[]> Sensible = new(StringComparer.Ordinal)
    {
        ["symbol"] = ["BTCUSDT", "BTCUSDT", "BTCUSDT", "ETHUSDT"],
        ["side"] = ["BUY", "SELL"],
        ["workingSide"] = ["BUY", "SELL"],
        ["pendingSide"] = ["BUY", "SELL"],
        ["type"] = ["LIMIT", "MARKET", "LIMIT_MAKER", "STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT", "TAKE_PROFIT_LIMIT"],
        ["timeInForce"] = ["GTC", "IOC", "FOK"],
        ["quantity"] = ["0.1", "0.5", "0.001", "6"],
        ["price"] = ["10000.00", "9999.99", "9000.00", "11000.00", "10001.00"],
        ["stopPrice"] = ["9000.00", "11000.00"],
        ["aboveType"] = ["LIMIT_MAKER", "STOP_LOSS"],
        ["abovePrice"] = ["11000.00"],
        ["belowType"] = ["STOP_LOSS", "LIMIT_MAKER"],
        ["belowStopPrice"] = ["9000.00"],
        ["cancelReplaceMode"] = ["STOP_ON_FAILURE", "ALLOW_FAILURE"],
        ["orderId"] = ["1", "2", "3", "5", "9"],
        ["cancelOrderId"] = ["1", "2", "3", "5", "9"],
        ["newQty"] = ["0.05", "0.0005"],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void every_call_must_be_answered_whatever_it_is_asked(int seed)
    {
        var random = new Random(seed);
        var desk = new ExchangeDesk();
        var done = 0;
        for (var i = 0; i < 6_000; i++)
        {
            var call = CallCatalogue.All[random.Next(CallCatalogue.All.Count)];
            var reply = desk.RunAs(random.Next(2) == 0 ? "main" : "other", call.Verb, call.Path, Parameters(call, random));
            Assert.True(reply.Error?.Code != -1000, $"seed {seed}, call {i}: {call.Path}");
            done += reply.Error is null ? 1 : 0;
            if (!reply.Body.IsEmpty)
                Payload.Open(call.Path, reply.Body.Span);
            Move(desk, random);
        }

        Assert.True(done > 300, $"enough calls did something, were {done}");
        RequireNothingMade(desk);
    }

    private static (string, object)[] Parameters(ExchangeCall call, Random random)
    {
        var parameters = new Dictionary<string, object>();
        foreach (var (name, values) in Sensible)
        {
            var fits = call.Path.Contains("oco", StringComparison.Ordinal) == (name.StartsWith("above", StringComparison.Ordinal) || name.StartsWith("below", StringComparison.Ordinal));
            if (random.Next(10) < (fits && call.Verb == "POST" ? 8 : name == "symbol" ? 9 : name == "orderId" && call.Verb != "POST" ? 5 : 0))
                parameters[name] = values[random.Next(values.Length)];
        }

        if (random.Next(2) == 0)
            parameters["type"] = "MARKET";
        if (parameters.TryGetValue("type", out var type) && type is "MARKET")
        {
            foreach (var name in new[] { "price", "stopPrice", "timeInForce" })
                parameters.Remove(name);
        }

        if (call.Verb == "POST" && !call.Path.EndsWith("cancelReplace", StringComparison.Ordinal))
        {
            foreach (var name in new[] { "cancelReplaceMode", "cancelOrderId", "orderId", "newQty" })
                parameters.Remove(name);
        }

        if (call.Verb != "POST")
            parameters.Remove("type");
        for (var odd = random.Next(3); odd > 0; odd--)
            parameters[Names[random.Next(Names.Length)]] = Values[random.Next(Values.Length)];
        return [.. parameters.Select(pair => (pair.Key, pair.Value))];
    }

    private static void Move(ExchangeDesk desk, Random random)
    {
        desk.Now += random.Next(1, 2_000) * UnixNanos.PerMillisecond;
        if (random.Next(5) != 0)
            return;
        var bid = random.Next(9_900_00, 10_100_00);
        desk.Book(bid, bid + random.Next(1, 500));
        desk.Print(bid, random.Next(1, 100) * 100_000L, random.Next(2) == 0);
        desk.Tick();
    }

    private static void RequireNothingMade(ExchangeDesk desk)
    {
        foreach (var account in desk.State.Venue.Accounts)
        {
            foreach (var (asset, balance) in account.Balances)
                Assert.True(balance.Free >= Money.Zero && balance.Locked >= Money.Zero, $"{account.Name} {asset} {balance}");
        }
    }
}
