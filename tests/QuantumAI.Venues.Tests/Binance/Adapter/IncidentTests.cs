using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Transport;
using static QuantumAI.Venues.Tests.Binance.Adapter.ScriptedRest;
using static QuantumAI.Venues.Tests.Binance.Adapter.VenueStand;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

/// <summary>What has gone wrong in other people's adapters, one class each.</summary>
public sealed class IncidentTests
{
    private static readonly TimeSpan Ask = TimeSpan.FromSeconds(10);

    [Fact]
    public void Issue_timeout_taken_for_a_failure_must_stay_unknown_until_the_venue_says_that_it_has_the_order()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/order", _ => RestReply.Unanswered("accepted, and the answer was lost"));
        stand.Submit();
        stand.Trader.ExpectNothing();
        stand.Rest.On("GET /api/v3/order", Order("NEW"));
        stand.Query();
        Assert.True(stand.Trader.Expect<VenueOrderState>().Order!.IsOpen);
        Assert.Single(stand.Rest.CallsTo("POST /api/v3/order"));
    }

    [Theory]
    [InlineData(500, -1006)]
    [InlineData(500, -1007)]
    [InlineData(503, -1008)]
    [InlineData(502, 0)]
    public void Issue_retry_after_accept_must_not_happen_whatever_the_server_says(int status, int code)
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/order", _ => code == 0 ? Reply(status, "<html>") : Error(status, code, "status unknown"));
        stand.Submit();
        stand.Say(Execution("NEW", "NEW"));
        Assert.Equal(new VenueAccepted(Id, "7"), stand.Trader.Next());
        stand.Advance(TimeSpan.FromMinutes(5));
        Assert.Single(stand.Rest.CallsTo("POST /api/v3/order"));
        stand.Trader.ExpectNothing();
    }

    [Fact]
    public void Issue_order_asked_for_before_it_is_visible_must_not_be_called_missing()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/order", _ => RestReply.Unanswered("reset"));
        stand.Submit();
        stand.Query();
        stand.Query();
        stand.Query();
        stand.Trader.ExpectNothing(); // not visible yet, and its request is still valid
        stand.Rest.On("GET /api/v3/order", Order("NEW"));
        stand.Query();
        Assert.NotNull(stand.Trader.Expect<VenueOrderState>().Order);
    }

    [Fact]
    public void Issue_exceeded_retries_must_not_end_an_order_before_its_absence_is_proved()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/order", _ => RestReply.Unanswered("reset"));
        stand.Submit();
        var asked = 0;
        for (; asked < 10 && stand.Trader.Received.Count == 0; asked++)
        {
            stand.Advance(Ask);
            stand.Query();
        }

        Assert.Equal(new VenueOrderState(Id, null, []).ClientOrderId, stand.Trader.Expect<VenueOrderState>().ClientOrderId);
        Assert.InRange(asked, 4, 6); // 5 s validity and 15 s margin, and twice after that
        Assert.NotEmpty(stand.Rest.CallsTo("GET /api/v3/myTrades"));
    }

    [Fact]
    public void Issue_order_whose_request_is_still_on_its_way_must_never_be_called_missing()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/order", static _ => null); // hangs
        stand.Submit();
        for (var i = 0; i < 30; i++)
        {
            stand.Advance(Ask);
            stand.Query();
        }

        stand.Trader.ExpectNothing();
    }

    [Fact]
    public void Issue_order_that_has_traded_must_not_be_called_missing()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/order", _ => RestReply.Unanswered("reset"));
        stand.Rest.On("GET /api/v3/myTrades", $"[{Trade(3, "1.00000")}]");
        stand.Rest.On("GET /api/v3/allOrders", $"[{Order("FILLED", "1.00000")}]");
        stand.Submit();
        for (var i = 0; i < 12; i++)
        {
            stand.Advance(Ask);
            stand.Query();
        }

        stand.Trader.ExpectNothing();
        Assert.Contains(stand.Notices, notice => notice.IsAlarm && notice.Text.Contains("says that it does not exist", StringComparison.Ordinal));
    }

    [Fact]
    public void Issue_duplicate_order_sent_must_be_asked_about_and_not_rejected()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/order", _ => Error(400, -2010, "Duplicate order sent."));
        stand.Submit();
        stand.Trader.ExpectNothing();
        stand.Submit(); // trading sends nothing twice; if it did, the first would be asked about
        Assert.Single(stand.Rest.CallsTo("POST /api/v3/order"));
        Assert.NotEmpty(stand.Rest.CallsTo("GET /api/v3/order"));
    }

    [Fact]
    public void Issue_client_id_of_another_order_must_not_end_ours()
    {
        using var stand = new VenueStand().Open();
        stand.Submit();
        stand.Trader.Expect<VenueAccepted>();
        stand.Rest.On("GET /api/v3/order", Order("NEW"));
        stand.Say(Execution("REJECTED", "REJECTED", orderId: 8));
        Assert.True(stand.Trader.Expect<VenueOrderState>().Order!.IsOpen); // asked for instead of believed
    }

    [Fact]
    public void Issue_stop_that_does_not_stop_must_not_happen_when_a_cancel_overtakes_its_order()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/order", _ => RestReply.Unanswered("slow"));
        stand.Rest.On("DELETE /api/v3/order", _ => Error(400, -2011, "Unknown order sent."));
        stand.Submit();
        stand.Cancel();
        stand.Trader.ExpectNothing(); // “refused” would put the order back to where nobody cancels it
        stand.Rest.On("GET /api/v3/order", Order("NEW"));
        stand.Query();
        Assert.True(stand.Trader.Expect<VenueOrderState>().Order!.IsOpen); // now whoever wanted it ended asks again
    }

    [Fact]
    public void Issue_partly_filled_order_seen_as_canceled_must_be_told_with_its_fills()
    {
        using var stand = new VenueStand().Open();
        stand.Submit();
        stand.Trader.Expect<VenueAccepted>();
        stand.Rest.On("DELETE /api/v3/order", _ => Ok(Order("CANCELED", "0.40000").Replace("\"orderListId\":-1", $"\"orderListId\":-1,\"origClientOrderId\":\"{Id}\"", StringComparison.Ordinal)));
        stand.Rest.On("GET /api/v3/order", Order("CANCELED", "0.40000"));
        stand.Cancel("c-1");
        stand.Trader.ExpectNothing(); // the trades are not there yet
        stand.Rest.On("GET /api/v3/myTrades", $"[{Trade(3, "0.40000")}]");
        stand.Advance(TimeSpan.FromSeconds(2));
        var state = stand.Trader.Expect<VenueOrderState>();
        Assert.Equal((VenueOrderStatus.Canceled, Bitcoin.Quantity(40_000)), (state.Order!.Status, Assert.Single(state.Trades).Quantity));
    }

    [Fact]
    public void Issue_fill_during_a_pending_cancel_must_be_told_before_it()
    {
        using var stand = new VenueStand().Open();
        stand.Submit();
        stand.Trader.Expect<VenueAccepted>();
        stand.Rest.On("DELETE /api/v3/order", static _ => null);
        stand.Cancel("c-1");
        stand.Say(Execution("TRADE", "PARTIALLY_FILLED", "0.4", "0.4", 11));
        stand.Say(Execution("CANCELED", "CANCELED", "0", "0.4", id: "c-1", original: Id));
        Assert.Equal(11, stand.Trader.Expect<VenueFilled>().Trade.TradeId);
        Assert.Equal(new VenueCanceled(Id, "canceled", "c-1"), stand.Trader.Next());
    }

    [Fact]
    public void Issue_fee_in_a_third_asset_must_be_told_as_it_is()
    {
        using var stand = new VenueStand().Open();
        stand.Submit();
        stand.Trader.Expect<VenueAccepted>();
        stand.Say(Execution("TRADE", "FILLED", "1", "1", 11).Replace("\"n\":\"0\",\"N\":null", "\"n\":\"0.00075\",\"N\":\"BNB\"", StringComparison.Ordinal));
        Assert.Equal((new Money(75_000), "BNB"), stand.Trader.Expect<VenueFilled>() is var filled ? (filled.Trade.Fee, filled.Trade.FeeAsset) : default);
    }

    [Fact]
    public void Issue_user_stream_that_died_silently_must_be_noticed_and_said()
    {
        using var stand = new VenueStand().Open();
        stand.Streams.Api = static (_, _) => null;
        stand.Advance(TimeSpan.FromSeconds(40));
        stand.Trader.Expect<VenueLinkLost>();
        Assert.Equal(VenueLink.Lost, stand.Session.Link);
    }

    [Fact]
    public void Issue_event_stream_terminated_must_be_subscribed_anew_and_said()
    {
        using var stand = new VenueStand().Open();
        stand.Say("""{"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1760000000000}}""");
        stand.Trader.Expect<VenueLinkLost>();
        stand.Advance(TimeSpan.FromSeconds(5));
        stand.Trader.Expect<VenueLinkRestored>();
        Assert.Equal(2, stand.Streams.User.Count());
    }

    [Fact]
    public void Issue_reconnect_storm_must_not_happen()
    {
        using var stand = new VenueStand().Open();
        var before = stand.Streams.Sockets.Count;
        stand.Streams.AnswersByItself = false;
        for (var i = 0; i < 3_600; i++)
        {
            foreach (var socket in stand.Streams.Sockets.Where(socket => !socket.IsClosed).ToList())
                socket.Cut("reset");
            stand.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(stand.Streams.Sockets.Count - before, 100, 800); // two links, an hour: half a minute apart when it lasts
    }

    [Fact]
    public void Issue_signed_too_early_must_not_happen_while_a_call_waits()
    {
        using var stand = new VenueStand().Open();
        var until = stand.World.NowNanos + 20_000_000_000;
        stand.Address.StopUntil(until);
        stand.Query();
        stand.Advance(TimeSpan.FromSeconds(21));
        Assert.True(stand.Rest.CallsTo("GET /api/v3/order").Single().Timestamp >= until / 1_000_000);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public void Issue_clock_skew_must_cost_one_new_signature_and_no_second_order(int seconds)
    {
        using var stand = new VenueStand().Open();
        stand.SkewNanos = seconds * 1_000_000_000L; // stepped since it was measured
        RestReply? Check(ScriptedCall call, string answer) =>
            Math.Abs(call.Timestamp - (stand.VenueNanos / 1_000_000)) > 1_000 ? Error(400, -1021, "Timestamp for this request is outside of the recvWindow.") : Ok(answer);
        stand.Rest.On("GET /api/v3/order", call => Check(call, Order("NEW")));
        stand.Rest.On("POST /api/v3/order", call => Check(call, Acknowledgement));
        stand.Query();
        stand.Advance(TimeSpan.FromSeconds(1));
        stand.Trader.Expect<VenueOrderState>();
        Assert.Equal(2, stand.Rest.CallsTo("GET /api/v3/order").Count());
        stand.SkewNanos = 0;
        stand.Submit(id: "qa-0000000a-2");
        stand.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<VenueRejected>(stand.Trader.Next()); // refused for its time: it never reached the engine
        Assert.Single(stand.Rest.CallsTo("POST /api/v3/order"));
    }

    [Fact]
    public void Issue_key_revoked_silently_must_stop_new_risk_and_be_probed()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("GET /api/v3/order", _ => Error(401, -2015, "Invalid API-key, IP, or permissions for action."));
        stand.Rest.On("GET /api/v3/account", _ => Error(401, -2015, "Invalid API-key, IP, or permissions for action."));
        stand.Query();
        stand.Trader.Expect<VenueLinkLost>();
        stand.Submit(id: "qa-0000000a-3");
        stand.Trader.Expect<VenueRejected>();
        Assert.Contains(stand.Notices, notice => notice.IsAlarm && notice.Text.Contains("refuses the key", StringComparison.Ordinal));
        stand.Rest.On("GET /api/v3/account", """{"canTrade":true,"canWithdraw":true,"canDeposit":true,"updateTime":1,"accountType":"SPOT","balances":[]}""");
        stand.Advance(TimeSpan.FromSeconds(70));
        stand.Trader.Expect<VenueLinkRestored>();
    }

    [Fact]
    public void Issue_rejection_with_a_filter_must_be_told_at_once()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/order", _ => Error(400, -1013, "Filter failure: NOTIONAL"));
        stand.Submit();
        Assert.Contains("NOTIONAL", stand.Trader.Expect<VenueRejected>().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Issue_status_cancel_only_must_open_nothing_and_let_close()
    {
        using var stand = new VenueStand().Open();
        VenueInstrument? changed = null;
        stand.Session.InstrumentChanged += instrument => changed = instrument;
        stand.Symbol = stand.Symbol with { Status = Words<SymbolStatus>.Of("CANCEL_ONLY") };
        stand.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("CANCEL_ONLY", changed?.Status);
        stand.Submit();
        Assert.Contains("CANCEL_ONLY", stand.Trader.Expect<VenueRejected>().Reason, StringComparison.Ordinal);
        Assert.Empty(stand.Rest.CallsTo("POST /api/v3/order"));
        stand.Submit(Limit(OrderSide.Sell), "qa-0000000a-2");
        Assert.Single(stand.Rest.CallsTo("POST /api/v3/order"));
    }

    [Fact]
    public void Issue_manual_order_at_the_venue_must_be_told_whole_to_whoever_follows_the_account()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("GET /api/v3/order", call => Ok(Order("PARTIALLY_FILLED", "0.40000", "web_1", 99)));
        stand.Rest.On("GET /api/v3/myTrades", $"[{Trade(3, "0.40000", 99)}]");
        stand.Say(Execution("TRADE", "PARTIALLY_FILLED", "0.4", "0.4", 3, "web_1", orderId: 99));
        var state = stand.Trader.Expect<VenueOrderState>();
        Assert.Equal(("web_1", "99", 1), (state.ClientOrderId, state.Order!.VenueOrderId, state.Trades.Count));
    }

    [Fact]
    public void Issue_transfer_at_the_venue_must_be_told_with_an_id_of_its_own()
    {
        using var stand = new VenueStand().Open();
        const string Update = """{"subscriptionId":0,"event":{"e":"balanceUpdate","E":1760000000001,"a":"BTC","d":"-0.5","T":1760000000000}}""";
        stand.Say(Update);
        stand.Say(Update);
        var transfer = stand.Trader.Expect<VenueTransferred>();
        Assert.Equal(("BTC", new Money(-50_000_000)), (transfer.Asset, transfer.Amount));
        Assert.Equal(transfer, stand.Trader.Next()); // told twice, named alike: booked once
    }
}
