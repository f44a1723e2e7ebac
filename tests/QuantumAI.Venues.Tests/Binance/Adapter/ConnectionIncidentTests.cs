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

/// <summary>What has gone wrong in other people's adapters with connections, clocks, keys and symbols.</summary>
public sealed class ConnectionIncidentTests
{
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
    public void Issue_reconnect_storm_must_not_happen_with_a_server_that_accepts_and_cuts()
    {
        using var stand = new VenueStand().Open();
        var before = stand.Streams.Sockets.Count;
        for (var i = 0; i < 3_600; i++)
        {
            foreach (var socket in stand.Streams.Sockets.Where(socket => !socket.IsClosed).ToList())
                socket.Cut("reset");
            stand.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(stand.Streams.Sockets.Count - before, 100, 800);
        stand.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(VenueLink.Linked, stand.Session.Link);
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
