using QuantumAI.Domain.Instruments;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Transport;
using static QuantumAI.Venues.Tests.Binance.Adapter.ScriptedRest;
using static QuantumAI.Venues.Tests.Binance.Adapter.VenueStand;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

/// <summary>What has gone wrong with orders in other people's adapters, one class each.</summary>
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
    public void Issue_wrong_trade_must_not_be_attached_to_an_order()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("GET /api/v3/order", Order("PARTIALLY_FILLED", "0.40000"));
        stand.Rest.On("GET /api/v3/myTrades", $"[{Trade(2, "0.30000", 6)},{Trade(3, "0.40000")}]"); // the first is an earlier order's
        stand.Query();
        Assert.Equal([3L], stand.Trader.Expect<VenueOrderState>().Trades.Select(trade => trade.TradeId));
    }

    [Fact]
    public void Issue_overfill_must_be_told_and_end_nothing()
    {
        using var stand = new VenueStand().Open();
        stand.Submit();
        stand.Trader.Expect<VenueAccepted>();
        stand.Say(Execution("TRADE", "FILLED", "1.5", "1.5", 11));
        Assert.Equal(Bitcoin.Quantity(150_000), stand.Trader.Expect<VenueFilled>().Trade.Quantity); // the books decide what it means
        Assert.Null(stand.World.Fault);
    }

    [Fact]
    public void Issue_restart_must_tell_the_same_ids_as_before()
    {
        var told = Enumerable.Range(0, 2).Select(_ =>
        {
            using var stand = new VenueStand().Open();
            stand.Rest.On("GET /api/v3/myTrades", $"[{Trade(3, "0.40000")}]");
            stand.Rest.On("GET /api/v3/allOrders", $"[{Order("PARTIALLY_FILLED", "0.40000")}]");
            stand.Session.Requests!.Tell(new QueryTrades("BTCUSDT", 0, stand.Trader.Ref));
            stand.World.RunUntilIdle();
            return Assert.Single(stand.Trader.Expect<VenueTrades>().Trades);
        }).ToList();
        Assert.Equal(told[0], told[1]);
    }

    [Fact]
    public void Issue_inferred_fill_must_not_come_beside_the_real_one()
    {
        using var stand = new VenueStand().Open();
        stand.Submit();
        stand.Trader.Expect<VenueAccepted>();
        stand.Rest.On("GET /api/v3/order", Order("PARTIALLY_FILLED", "0.40000"));
        stand.Rest.On("GET /api/v3/myTrades", $"[{Trade(3, "0.40000")}]");
        stand.Query();
        stand.Say(Execution("TRADE", "PARTIALLY_FILLED", "0.4", "0.4", 3));
        var state = stand.Trader.Expect<VenueOrderState>();
        Assert.Equal(Assert.Single(state.Trades).TradeId, stand.Trader.Expect<VenueFilled>().Trade.TradeId); // one trade under one number
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
}
