using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Gateway;
using QuantumAI.Venues.Binance.Symbols;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Transport;
using static QuantumAI.Venues.Tests.Binance.Adapter.ScriptedRest;
using static QuantumAI.Venues.Tests.Binance.Adapter.VenueStand;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

public sealed class GatewayTests
{
    private const string Second = "qa-0000000a-2";

    [Fact]
    public void order_must_be_sent_with_its_terms_and_accepted_with_the_venues_number()
    {
        using var stand = new VenueStand().Open();
        stand.Submit();
        Assert.Equal(new VenueAccepted(Id, "7"), stand.Trader.Next());
        var call = stand.Rest.CallsTo("POST /api/v3/order").Single();
        Assert.Equal(("BTCUSDT", "BUY", "LIMIT", "1.00000", "50000.00", Id, "ACK"),
            (call["symbol"], call["side"], call["type"], call["quantity"], call["price"], call["newClientOrderId"], call["newOrderRespType"]));
    }

    [Theory]
    [InlineData(TimeInForce.GoodTilDate, Id)]
    [InlineData(TimeInForce.GoodTilCanceled, "order id with spaces")]
    public void order_that_the_venue_cannot_take_must_be_rejected_before_it_leaves(TimeInForce life, string id)
    {
        using var stand = new VenueStand().Open();
        stand.Submit(Limit() with { TimeInForce = life, ExpiresNanos = life == TimeInForce.GoodTilDate ? StartNanos * 2 : 0 }, id);
        stand.Trader.Expect<VenueRejected>();
        stand.Session.Requests!.Tell(new SubmitOrder(Second, "ETHUSDT", Limit(), 0, stand.Trader.Ref));
        stand.World.RunUntilIdle();
        Assert.Contains("not traded in this session", stand.Trader.Expect<VenueRejected>().Reason, StringComparison.Ordinal);
        Assert.Empty(stand.Rest.CallsTo("POST /api/v3/order"));
    }

    [Fact]
    public void list_must_be_sent_with_the_upper_order_first_and_each_be_accepted()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/orderList/oco", _ => Ok(
            $$"""{"orderListId":1,"contingencyType":"OCO","listStatusType":"EXEC_STARTED","listOrderStatus":"EXECUTING","listClientOrderId":"{{Id}}-l","transactionTime":1760000000000,"symbol":"BTCUSDT","orders":[{"symbol":"BTCUSDT","orderId":8,"clientOrderId":"{{Second}}"},{"symbol":"BTCUSDT","orderId":9,"clientOrderId":"{{Id}}"}]}"""));
        var stop = new OrderTerms(OrderSide.Sell, OrderType.Stop, Bitcoin.Quantity(100_000), Trigger: Bitcoin.Price(4_000_000));
        var profit = new OrderTerms(OrderSide.Sell, OrderType.Limit, Bitcoin.Quantity(100_000), Bitcoin.Price(6_000_000), IsPostOnly: true);
        stand.Session.Requests!.Tell(new SubmitOrderList(ContingencyKind.OneCancelsOther, "BTCUSDT", [(Id, stop), (Second, profit)], 0, stand.Trader.Ref));
        stand.World.RunUntilIdle();
        Assert.Equal([new VenueAccepted(Second, "8"), new VenueAccepted(Id, "9")], new[] { stand.Trader.Next(), stand.Trader.Next() });
        var call = stand.Rest.CallsTo("POST /api/v3/orderList/oco").Single();
        Assert.Equal((Second, Id, $"{Id}-l"), (call["aboveClientOrderId"], call["belowClientOrderId"], call["listClientOrderId"]));
    }

    [Fact]
    public void refused_list_must_reject_every_order_of_it()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/orderList/oto", _ => Error(400, -2010, "Account has insufficient balance for requested action."));
        stand.Session.Requests!.Tell(new SubmitOrderList(ContingencyKind.OneTriggersOther, "BTCUSDT", [(Id, Limit()), (Second, Limit(OrderSide.Sell))], 0, stand.Trader.Ref));
        stand.World.RunUntilIdle();
        Assert.Equal([Id, Second], new[] { stand.Trader.Expect<VenueRejected>().ClientOrderId, stand.Trader.Expect<VenueRejected>().ClientOrderId });
    }

    [Fact]
    public void cancel_must_be_told_with_its_own_id_and_a_refused_one_with_the_reason()
    {
        using var stand = new VenueStand().Open();
        stand.Submit();
        stand.Trader.Expect<VenueAccepted>();
        stand.Rest.On("DELETE /api/v3/order", _ => Ok(Order("CANCELED")));
        stand.Cancel("c-1");
        Assert.Equal(new VenueCanceled(Id, "canceled", "c-1"), stand.Trader.Next());
        Assert.Equal(("c-1", Id), stand.Rest.CallsTo("DELETE /api/v3/order").Single() is var call ? (call["newClientOrderId"], call["origClientOrderId"]) : default);
        stand.Rest.On("DELETE /api/v3/order", _ => Error(400, -2011, "Unknown order sent."));
        stand.Cancel();
        stand.Trader.Expect<VenueCancelRefused>();
    }

    [Fact]
    public void cancel_of_one_order_of_a_list_must_end_all_that_its_answer_names()
    {
        using var stand = new VenueStand().Open();
        stand.Submit();
        stand.Rest.On("POST /api/v3/order", _ => Ok(Acknowledgement.Replace(Id, Second, StringComparison.Ordinal).Replace("\"orderId\":7", "\"orderId\":8", StringComparison.Ordinal)));
        stand.Submit(id: Second);
        Assert.Equal([Id, Second], new[] { stand.Trader.Expect<VenueAccepted>().ClientOrderId, stand.Trader.Expect<VenueAccepted>().ClientOrderId });
        string Leg(string id, long number) => Order("CANCELED", id: "c-1", orderId: number).Replace("\"orderListId\":-1", $"\"orderListId\":1,\"origClientOrderId\":\"{id}\"", StringComparison.Ordinal);
        stand.Rest.On("DELETE /api/v3/order", _ => Ok(
            $$"""{"orderListId":1,"contingencyType":"OCO","listStatusType":"ALL_DONE","listOrderStatus":"ALL_DONE","listClientOrderId":"l","transactionTime":1760000000000,"symbol":"BTCUSDT","orders":[],"orderReports":[{{Leg(Id, 7)}},{{Leg(Second, 8)}}]}"""));
        stand.Cancel("c-1");
        Assert.Equal([new VenueCanceled(Id, "canceled", "c-1"), new VenueCanceled(Second, "canceled")], new[] { stand.Trader.Next(), stand.Trader.Next() });
    }

    [Fact]
    public void cancel_of_an_order_of_an_earlier_process_must_find_it_first()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("GET /api/v3/order", Order("NEW"));
        stand.Rest.On("DELETE /api/v3/order", _ => Ok(Order("CANCELED")));
        stand.Cancel();
        stand.Trader.Expect<VenueCanceled>();
    }

    [Fact]
    public void amendment_must_keep_the_orders_id_and_be_told()
    {
        using var stand = new VenueStand().Open();
        stand.Submit();
        stand.Trader.Expect<VenueAccepted>();
        stand.Rest.On("PUT /api/v3/order/amend/keepPriority", call => Ok(
            $$"""{"transactTime":1760000000000,"executionId":3,"amendedOrder":{{Order("NEW").Replace("\"origQty\":\"1.00000\"", $"\"origQty\":\"{call["newQty"]}\"", StringComparison.Ordinal)}}}"""));
        stand.Session.Requests!.Tell(new AmendOrder(Id, Bitcoin.Quantity(50_000), stand.Trader.Ref));
        stand.World.RunUntilIdle();
        Assert.Equal(new VenueAmended(Id, Bitcoin.Quantity(50_000)), stand.Trader.Next());
        Assert.Equal(Id, stand.Rest.CallsTo("PUT /api/v3/order/amend/keepPriority").Single()["newClientOrderId"]);
        stand.Rest.On("PUT /api/v3/order/amend/keepPriority", _ => Error(400, -2038, "The requested action would change no state; rejecting"));
        stand.Session.Requests!.Tell(new AmendOrder(Id, Bitcoin.Quantity(50_000), stand.Trader.Ref));
        stand.World.RunUntilIdle();
        stand.Trader.Expect<VenueAmendRefused>();
    }

    [Fact]
    public void order_state_must_wait_until_the_trades_are_what_the_order_says()
    {
        using var stand = new VenueStand().Open();
        stand.Submit();
        stand.Trader.Expect<VenueAccepted>();
        stand.Rest.On("GET /api/v3/order", Order("PARTIALLY_FILLED", "0.70000"));
        stand.Rest.On("GET /api/v3/myTrades", $"[{Trade(3, "0.40000")}]");
        stand.Query();
        stand.Trader.ExpectNothing();
        stand.Rest.On("GET /api/v3/myTrades", $"[{Trade(3, "0.40000")},{Trade(4, "0.30000")}]");
        stand.Query();
        Assert.Equal([3L, 4], stand.Trader.Expect<VenueOrderState>().Trades.Select(trade => trade.TradeId));
    }

    [Fact]
    public void trades_must_be_told_over_all_pages_with_the_orders_that_they_belong_to()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("GET /api/v3/myTrades", call => Ok(call.Parameters.TryGetValue("fromId", out var from)
            ? from == "1001" ? $"[{Trade(1_001, "0.00001", 9)}]" : throw new InvalidOperationException(from)
            : $"[{string.Join(',', Enumerable.Range(1, 1_000).Select(id => Trade(id, "0.00001", 7)))}]"));
        stand.Rest.On("GET /api/v3/allOrders", $"[{Order("FILLED", "0.01000")},{Order("NEW", id: "other", orderId: 8)},{Order("FILLED", "0.00001", "web", 9)}]");
        stand.Session.Requests!.Tell(new QueryTrades("BTCUSDT", 5 * UnixNanos.PerSecond, stand.Trader.Ref));
        stand.World.RunUntilIdle();
        var told = stand.Trader.Expect<VenueTrades>();
        Assert.Equal((1_001, "web"), (told.Trades.Count, told.Trades[^1].ClientOrderId));
        Assert.Equal([Id, "web"], told.Orders.Select(order => order.ClientOrderId));
        Assert.Equal("5000", stand.Rest.CallsTo("GET /api/v3/myTrades").First()["startTime"]);
    }

    [Fact]
    public void trades_whose_order_is_not_told_must_not_be_answered()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("GET /api/v3/myTrades", $"[{Trade(3, "0.4")}]");
        stand.Session.Requests!.Tell(new QueryTrades("BTCUSDT", 0, stand.Trader.Ref));
        stand.World.RunUntilIdle();
        stand.Trader.ExpectNothing();
        Assert.Contains(stand.Notices, notice => notice.IsAlarm);
    }

    [Fact]
    public void open_orders_of_other_symbols_must_be_left_out_and_an_unknown_word_answer_nothing()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("GET /api/v3/openOrders", $"[{Order("NEW")},{Order("NEW").Replace("BTCUSDT", "ETHUSDT", StringComparison.Ordinal)}]");
        stand.Session.Requests!.Tell(new QueryOpenOrders(stand.Trader.Ref));
        stand.World.RunUntilIdle();
        var order = Assert.Single(stand.Trader.Expect<VenueOpenOrders>().Orders);
        Assert.Equal((Id, Limit().Limit, Money.Whole(50_000), true), (order.ClientOrderId, order.Terms.Limit, order.Locked, order.IsOpen));
        stand.Rest.On("GET /api/v3/openOrders", $"[{Order("MYSTERY")}]");
        stand.Session.Requests!.Tell(new QueryOpenOrders(stand.Trader.Ref));
        stand.World.RunUntilIdle();
        stand.Trader.ExpectNothing();
    }

    [Fact]
    public void balances_must_be_told_and_an_unreadable_answer_not()
    {
        using var stand = new VenueStand().Open();
        stand.Session.Requests!.Tell(new QueryBalances(stand.Trader.Ref));
        stand.World.RunUntilIdle();
        Assert.Equal(Money.Whole(1_000), stand.Trader.Expect<VenueBalances>().Balances["USDT"].Total);
        stand.Rest.On("GET /api/v3/account", "<html>maintenance</html>");
        stand.Session.Requests!.Tell(new QueryBalances(stand.Trader.Ref));
        stand.World.RunUntilIdle();
        stand.Trader.ExpectNothing();
    }

    [Fact]
    public void Prop_missing_answers_must_prove_nothing_before_the_requests_validity_has_passed() => Seeds.Hold(40, static (random, size) =>
    {
        const long ValidUntil = 20 * UnixNanos.PerSecond;
        var (proof, counted, asked, last) = (new AbsenceProof(ValidUntil, 0), 0, 0L, 0L);
        for (var i = 0; i < size; i++)
        {
            asked += random.NextInt64(3 * UnixNanos.PerSecond);
            proof = proof.Missed(asked);
            if (asked > ValidUntil && asked - last >= AbsenceProof.ApartNanos)
                (counted, last) = (counted + 1, asked);
            Assert.Equal(counted >= AbsenceProof.MissesNeeded, proof.IsReady);
        }
    });

    [Fact]
    public void Prop_however_an_order_ends_its_fills_must_be_told_once_each_and_never_too_few() => Seeds.Hold(10, static (random, size) =>
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/order", _ => random.Next(2) == 0 ? Ok(Acknowledgement) : RestReply.Unanswered("reset"));
        stand.Submit();
        var (filled, trades, said) = (0, new List<string>(), new List<string> { Execution("NEW", "NEW") });
        for (var trade = 1; trade <= size; trade++)
        {
            var units = random.Next(1, 5_000);
            filled += units;
            trades.Add(Trade(trade, $"{Bitcoin.Quantity(units)}"));
            said.Add(Execution("TRADE", "PARTIALLY_FILLED", $"{Bitcoin.Quantity(units)}", $"{Bitcoin.Quantity(filled)}", trade));
        }

        said.Add(Execution("CANCELED", "CANCELED", "0", $"{Bitcoin.Quantity(filled)}", id: "c-1", original: Id));
        stand.Rest.On("GET /api/v3/order", Order("CANCELED", $"{Bitcoin.Quantity(filled)}"));
        stand.Rest.On("GET /api/v3/myTrades", $"[{string.Join(',', trades)}]");
        foreach (var report in said.Where(_ => random.Next(4) != 0).OrderBy(_ => random.Next()))
            stand.Say(report);
        stand.Advance(TimeSpan.FromSeconds(30));
        stand.Query();
        var (told, last) = (new HashSet<long>(), (VenueReport?)null);
        foreach (var report in stand.Trader.Received.OfType<VenueReport>())
        {
            told.UnionWith(report is VenueFilled { Trade.TradeId: var id } ? [id] : report is VenueOrderState state ? state.Trades.Select(trade => trade.TradeId) : []);
            // An end is told only with all fills told before it, or in it.
            Assert.True(report is not (VenueCanceled or VenueOrderState) || told.Count == size);
            last = report;
        }

        Assert.IsType<VenueOrderState>(last);
    });

    [Fact]
    public void unknown_filter_another_scale_and_a_delisted_symbol_must_open_nothing()
    {
        var board = new SymbolBoard(["BTCUSDT"]);
        Assert.Single(board.Take(Info(Bitcoin)));
        Assert.Empty(board.Take(Info(Bitcoin)));
        Assert.Null(board.WhyNot("BTCUSDT", Limit()));
        foreach (var changed in new[]
        {
            Info(Bitcoin with { Filters = Bitcoin.Filters with { Unknown = new UnknownFilterNames(["SHINY"]) } }), Info(Bitcoin with { PriceScale = 3 }), Info(),
        })
        {
            Assert.NotNull(Assert.Single(board.Take(changed)).OpensNothing);
            Assert.NotNull(board.WhyNot("BTCUSDT", Limit()));
            Assert.Null(board.WhyNot("BTCUSDT", Limit(OrderSide.Sell)));
            Assert.Equal(Bitcoin.PriceScale, board.Find("BTCUSDT")!.PriceScale);
            board.Take(Info(Bitcoin));
        }

        Assert.Throws<VenueRefusedException>(() => new SymbolBoard(["ETHUSDT"]).Take(Info(Bitcoin)));

        static ExchangeInfo Info(params Instrument[] instruments) => new(1, [], [.. instruments.Select(ExchangeInfo.Describe)], []);
    }
}
