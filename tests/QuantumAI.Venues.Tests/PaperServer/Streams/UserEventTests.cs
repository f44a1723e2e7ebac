using QuantumAI.Domain.Instruments;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Tests.PaperServer.Streams;

public sealed class UserEventTests
{
    [Fact]
    public async Task cancel_must_bear_its_own_id_and_the_orders()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await SubscribedAsync(host, SocketHost.Hmac);
        await host.OrderAsync(SocketHost.Hmac, "BUY", "9000", "0.1", ("newClientOrderId", "mine"), ("strategyId", 7), ("strategyType", 1_000_001), ("icebergQty", "0.05"));
        var entered = await api.NextAsync<ExecutionReport>();
        Assert.Equal((SpotExecution.New, SpotOrderStatus.New, "mine", true), (entered.Execution.Value, entered.Status.Value, entered.ClientOrderId, entered.IsOnBook));
        Assert.Equal((null, 7L, 1_000_001L, "NONE", null), (entered.OriginalClientOrderId, entered.StrategyId, entered.StrategyType, entered.RejectReason, entered.TradeId));
        Assert.Equal((Decimal("0.05"), entered.CreatedNanos), (entered.Iceberg, entered.WorkingNanos));
        var locked = (await api.NextAsync<AccountPosition>()).Balances.Single(row => row.Asset == "USDT");
        Assert.Equal((Money.Whole(99_100), Money.Whole(900)), (locked.Free, locked.Locked));

        await host.RestAsync("DELETE", "/api/v3/order", SocketHost.Hmac, ("symbol", "BTCUSDT"), ("origClientOrderId", "mine"), ("newClientOrderId", "end-of-mine"));
        var ended = await api.NextAsync<ExecutionReport>(report => report.Execution.Value == SpotExecution.Canceled);
        Assert.Equal(("end-of-mine", "mine", false), (ended.ClientOrderId, ended.OriginalClientOrderId, ended.IsOnBook));
    }

    [Fact]
    public async Task trade_must_be_told_to_both_sides_with_fee_and_sums()
    {
        await using var host = await SocketHost.StartAsync();
        using var maker = await SubscribedAsync(host, SocketHost.OtherHmac);
        using var taker = await SubscribedAsync(host, SocketHost.Hmac);
        await host.OrderAsync(SocketHost.OtherHmac, "SELL", "10000", "0.3");
        await host.OrderAsync(SocketHost.Hmac, "BUY", "10000", "0.2");
        var sold = await maker.NextAsync<ExecutionReport>(report => report.Execution.Value == SpotExecution.Trade);
        var bought = await taker.NextAsync<ExecutionReport>(report => report.Execution.Value == SpotExecution.Trade);
        Assert.Equal((true, false, sold.TradeId), (sold.IsMaker, bought.IsMaker, bought.TradeId));
        Assert.Equal((SpotOrderStatus.PartiallyFilled, SpotOrderStatus.Filled), (sold.Status.Value, bought.Status.Value));
        Assert.Equal((Decimal("0.2"), Decimal("0.2"), Decimal("10000"), Money.Whole(2_000), Money.Whole(2_000)), (bought.LastQuantity, bought.Filled, bought.LastPrice, bought.LastQuote, bought.QuoteFilled));
        Assert.Equal((Money.Parse("0.0002"), "BTC", Money.Whole(2), "USDT"), (bought.Commission, bought.CommissionAsset, sold.Commission, sold.CommissionAsset));
        Assert.Equal((true, false), (sold.IsOnBook, bought.IsOnBook));
    }

    [Fact]
    public async Task stop_and_trailing_orders_must_show_when_they_work()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await SubscribedAsync(host, SocketHost.Hmac);
        await host.RestAsync("POST", "/api/v3/order", SocketHost.Hmac, ("symbol", "BTCUSDT"), ("side", "SELL"), ("type", "STOP_LOSS"), ("quantity", "0.1"), ("trailingDelta", 100));
        var trailing = await api.NextAsync<ExecutionReport>();
        Assert.Equal((100L, null, false), (trailing.TrailingBps, trailing.WorkingNanos, trailing.IsOnBook));
        await host.RestAsync(
            "POST", "/api/v3/order", SocketHost.Hmac, ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "STOP_LOSS_LIMIT"), ("quantity", "0.1"), ("stopPrice", "10050"),
            ("price", "10040"), ("timeInForce", "GTC"));
        var stop = await api.NextAsync<ExecutionReport>(report => report.Stop == Decimal("10050"));
        Assert.Null(stop.WorkingNanos);
        host.Book(10_060_00, 10_070_00);
        host.Print(10_065_00);
        var working = await api.NextAsync<ExecutionReport>(report => report.OrderId == stop.OrderId && report.IsOnBook);
        Assert.NotNull(working.WorkingNanos);
    }

    [Fact]
    public async Task prevented_match_must_be_told_with_both_orders()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await SubscribedAsync(host, SocketHost.Hmac);
        await host.OrderAsync(SocketHost.Hmac, "SELL", "10000", "0.1", ("selfTradePreventionMode", "EXPIRE_MAKER"));
        await host.OrderAsync(SocketHost.Hmac, "BUY", "10000", "0.1", ("selfTradePreventionMode", "EXPIRE_MAKER"));
        var prevented = await api.NextAsync<ExecutionReport>(report => report.Execution.Value == SpotExecution.TradePrevention);
        Assert.Equal((Decimal("0.1"), SpotSelfTrade.ExpireMaker), (prevented.Prevention!.LastPrevented!.Value, prevented.SelfTrade.Value));
        Assert.NotEqual(prevented.OrderId, prevented.Prevention.CounterOrderId);
        Assert.NotNull(prevented.Prevention.MatchId);
    }

    [Fact]
    public async Task list_must_be_told_from_start_to_end()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await SubscribedAsync(host, SocketHost.Hmac);
        await host.RestAsync(
            "POST", "/api/v3/orderList/oco", SocketHost.Hmac, ("symbol", "BTCUSDT"), ("side", "SELL"), ("quantity", "0.1"), ("aboveType", "LIMIT_MAKER"),
            ("abovePrice", "11000"), ("belowType", "STOP_LOSS"), ("belowStopPrice", "9900"), ("listClientOrderId", "both"));
        var started = await api.NextAsync<ListStatusReport>();
        Assert.Equal(("both", SpotContingency.Oco, SpotListStatus.ExecStarted, SpotListOrderStatus.Executing, 2), (started.ListClientOrderId, started.Contingency.Value, started.Status.Value, started.OrderStatus.Value, started.Orders.Count));
        Assert.All(api.Events.Select(told => told.Event).OfType<ExecutionReport>(), report => Assert.Equal(started.ListId, report.ListId));
        host.Book(9_880_00, 9_890_00);
        host.Print(9_885_00);
        var done = await api.NextAsync<ListStatusReport>(report => report.Status.Value == SpotListStatus.AllDone);
        Assert.Equal(SpotListOrderStatus.AllDone, done.OrderStatus.Value);
        var ends = api.Events.Select(told => told.Event).OfType<ExecutionReport>().GroupBy(report => report.OrderId).Select(group => group.Last().Status.Value);
        Assert.Equal([SpotOrderStatus.Filled, SpotOrderStatus.Expired], ends.Order());
    }

    [Fact]
    public async Task amendment_and_half_done_replacement_must_be_told()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await SubscribedAsync(host, SocketHost.Hmac);
        await host.OrderAsync(SocketHost.Hmac, "BUY", "9000", "0.2", ("newClientOrderId", "first"));
        await host.RestAsync("PUT", "/api/v3/order/amend/keepPriority", SocketHost.Hmac, ("symbol", "BTCUSDT"), ("origClientOrderId", "first"), ("newQty", "0.1"), ("newClientOrderId", "second"));
        var amended = await api.NextAsync<ExecutionReport>(report => report.Execution.Value == SpotExecution.Replaced);
        Assert.Equal(("second", "first", Decimal("0.1")), (amended.ClientOrderId, amended.OriginalClientOrderId, amended.Quantity));

        await host.RestAsync(
            "POST", "/api/v3/order/cancelReplace", SocketHost.Hmac, ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"), ("price", "9000"),
            ("quantity", "900"), ("cancelReplaceMode", "ALLOW_FAILURE"), ("cancelOrigClientOrderId", "second"));
        var refused = await api.NextAsync<ExecutionReport>(report => report.Execution.Value == SpotExecution.Rejected);
        Assert.Equal((SpotOrderStatus.Rejected, false), (refused.Status.Value, refused.IsOnBook));
        Assert.NotEqual("NONE", refused.RejectReason);
    }

    [Fact]
    public async Task operators_transfer_must_be_told_as_change_and_as_balance()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await SubscribedAsync(host, SocketHost.Hmac);
        await host.FaultAsync("transfer?account=main&asset=USDT&amount=25.5");
        Assert.Equal(Money.Parse("25.5"), (await api.NextAsync<BalanceUpdate>()).Delta);
        Assert.Equal(Money.Parse("100025.5"), Assert.Single((await api.NextAsync<AccountPosition>()).Balances).Free);
        await host.FaultAsync("transfer?account=main&asset=USDT&amount=-0.5");
        Assert.Equal(Money.Parse("-0.5"), (await api.NextAsync<BalanceUpdate>(told => told.Delta < Money.Zero)).Delta);
        Assert.Equal(400, (await host.RestAsync("POST", "/admin/transfer", null, ("account", "main"), ("asset", "USDT"), ("amount", "-1000000"))).Status);
    }

    /// <summary>Two accounts trade at random; each owner's events must lead to what REST says at the end.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Prop_events_must_be_complete_and_in_order(int seed)
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await SubscribedAsync(host, SocketHost.Hmac);
        var random = new Random(seed);
        for (var i = 0; i < 60; i++)
        {
            var (key, side) = (random.Next(3) == 0 ? SocketHost.OtherHmac : SocketHost.Hmac, random.Next(2) == 0 ? "BUY" : "SELL");
            if (random.Next(6) == 0)
                await host.RestAsync("DELETE", "/api/v3/openOrders", key, ("symbol", "BTCUSDT"));
            else
                await host.OrderAsync(key, side, $"{9_995 + random.Next(11)}", $"0.0{random.Next(1, 9)}");
        }

        await host.OrderAsync(SocketHost.Hmac, "BUY", "5000", "0.01", ("newClientOrderId", "the-last"));
        await api.NextAsync<ExecutionReport>(report => report.ClientOrderId == "the-last");
        await api.NextAsync<AccountPosition>(_ => api.Events[^1].Event is AccountPosition);
        var reports = api.Events.Select(told => told.Event).OfType<ExecutionReport>().ToArray();
        Assert.Equal(reports.Select(report => report.ExecutionId).Order(), reports.Select(report => report.ExecutionId));
        Assert.Equal(reports.Length, reports.DistinctBy(report => report.ExecutionId).Count());

        var trades = SpotAccount.Trades(Payload.Open("trades", (await host.RestAsync("GET", "/api/v3/myTrades", SocketHost.Hmac, ("symbol", "BTCUSDT"), ("limit", 1_000))).Body));
        Assert.Equal(
            trades.Select(trade => (trade.TradeId, trade.OrderId, trade.Quantity.Mantissa)).Order(),
            reports.Where(report => report.Execution.Value == SpotExecution.Trade).Select(report => (report.TradeId!.Value, report.OrderId, report.LastQuantity.Mantissa)).Order());
        var orders = SpotOrders.Orders(Payload.Open("orders", (await host.RestAsync("GET", "/api/v3/allOrders", SocketHost.Hmac, ("symbol", "BTCUSDT"), ("limit", 1_000))).Body));
        Assert.Equal(
            orders.Select(order => (order.Key.OrderId, order.State!.Status.Value)).Order(),
            reports.GroupBy(report => report.OrderId).Select(group => (group.Key, group.Last().Status.Value)).Order());
        var balances = SpotAccount.Account(Payload.Open("account", (await host.RestAsync("GET", "/api/v3/account", SocketHost.Hmac)).Body)).Balances;
        foreach (var told in api.Events.Select(told => told.Event).OfType<AccountPosition>().SelectMany(position => position.Balances).GroupBy(row => row.Asset))
            Assert.Equal(balances.Single(row => row.Asset == told.Key), told.Last());
    }

    private static async Task<ApiClient> SubscribedAsync(SocketHost host, string key)
    {
        var api = await host.ApiAsync();
        ApiClient.Done(await api.SignedAsync("userDataStream.subscribe.signature", key));
        return api;
    }

    private static DecimalNumber Decimal(string text)
    {
        DecimalNumber.TryParse(System.Text.Encoding.ASCII.GetBytes(text), 8, rounds: false, out var number);
        return number;
    }
}
