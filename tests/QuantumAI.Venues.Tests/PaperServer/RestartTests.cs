using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Tests.PaperServer;

/// <summary>An exchange that is opened again from its store.</summary>
public sealed class RestartTests
{
    [Fact]
    public void exchange_must_go_on_as_it_was()
    {
        var store = new MemoryPaperVenueStore();
        var before = new ExchangeDesk(store);
        before.Market("BUY", "0.5");
        before.Limit("BUY", "9000.00", "0.1", more: [("newClientOrderId", "mine"), ("strategyId", 5)]);
        before.DoneAs(
            "other", "POST", "/api/v3/orderList/oco", ("symbol", "BTCUSDT"), ("side", "SELL"), ("quantity", "0.5"), ("aboveType", "LIMIT_MAKER"), ("abovePrice", "11000.00"),
            ("belowType", "STOP_LOSS"), ("belowStopPrice", "9000.00"), ("listClientOrderId", "pair"));

        var after = new ExchangeDesk(store, nowNanos: before.Now + UnixNanos.PerHour);

        foreach (var (account, path, parameters) in new (string, string, (string, object)[])[]
        {
            ("main", "/api/v3/openOrders", []), ("main", "/api/v3/allOrders", [("symbol", "BTCUSDT")]), ("main", "/api/v3/myTrades", [("symbol", "BTCUSDT")]),
            ("other", "/api/v3/openOrders", []), ("other", "/api/v3/allOrderList", []),
        })
            Assert.Equal(Text(before, account, path, parameters), Text(after, account, path, parameters));
        Assert.Equal(before.Balance("USDT"), after.Balance("USDT"));
        Assert.Equal(before.Balance("BTC", "other"), after.Balance("BTC", "other"));

        var trades = SpotAccount.Trades(after.Done("GET", "/api/v3/myTrades", ("symbol", "BTCUSDT")));
        after.Market("SELL", "0.2");
        Assert.True(SpotAccount.Trades(after.Done("GET", "/api/v3/myTrades", ("symbol", "BTCUSDT")))[^1].TradeId > trades[^1].TradeId);
    }

    private static string Text(ExchangeDesk desk, string account, string path, (string Name, object Value)[] parameters) =>
        System.Text.Encoding.UTF8.GetString(desk.RunAs(account, "GET", path, parameters).Body.Span);
}
