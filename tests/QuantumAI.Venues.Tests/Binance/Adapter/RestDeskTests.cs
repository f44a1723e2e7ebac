using QuantumAI.Domain.Market;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Transport;
using static QuantumAI.Venues.Tests.Binance.Adapter.ScriptedRest;
using static QuantumAI.Venues.Tests.Binance.Adapter.VenueStand;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

public sealed class RestDeskTests
{
    [Theory]
    [InlineData(429, 30)]
    [InlineData(418, 300)]
    public void nobody_must_send_before_the_venue_allows_it(int status, int seconds)
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("GET /api/v3/order", _ => Error(status, -1003, "Too many requests", ("retry-after", $"{seconds}")));
        stand.Query();
        var (sent, until) = (stand.Rest.Calls.Count, stand.World.NowNanos + (seconds * UnixNanos.PerSecond));
        stand.Rest.On("GET /api/v3/order", Order("NEW"));
        stand.Session.Requests!.Tell(new QueryBalances(stand.Trader.Ref));
        stand.Submit(id: "qa-0000000a-2");
        stand.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(sent, stand.Rest.Calls.Count);
        stand.Trader.Expect<VenueRejected>(); // an entry that waited a second is stale: it is refused, not sent late
        stand.World.AdvanceTo(until + UnixNanos.PerSecond);
        if (seconds > 60)
            stand.Query(); // the first has waited too long: whoever waits asks again
        stand.Trader.Expect<VenueOrderState>();
        Assert.Empty(stand.Rest.CallsTo("POST /api/v3/order"));
    }

    [Fact]
    public void Issue_backlog_must_not_be_sent_at_once_when_the_venue_takes_requests_again()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("GET /api/v3/order", _ => Error(429, -1003, "Too many requests", ("retry-after", "30")));
        stand.Query();
        stand.Rest.On("GET /api/v3/order", _ => null); // held
        for (var i = 0; i < 20; i++)
            stand.Query($"qa-0000000a-{i + 2}");
        stand.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, stand.Rest.Held);
        stand.Rest.Release(Error(429, -1003, "Too many requests", ("retry-after", "10")));
        stand.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(1, stand.Rest.Held);
        stand.Rest.Release(Ok(Order("NEW")));
        stand.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(stand.Rest.Held > 10, $"{stand.Rest.Held} are sent once one was answered");
    }

    [Fact]
    public void more_urgent_calls_must_go_first()
    {
        using var stand = new VenueStand().Open();
        stand.Submit();
        stand.Trader.Expect<VenueAccepted>();
        stand.Rest.On("DELETE /api/v3/order", _ => Ok(Order("CANCELED")));
        stand.Rest.On("POST /api/v3/order", _ => Error(400, -1013, "Filter failure: LOT_SIZE"));
        stand.Address.StopUntil(stand.World.NowNanos + UnixNanos.PerSecond);
        var before = stand.Rest.Calls.Count;
        stand.Submit(id: "qa-0000000a-2");
        stand.Session.Requests!.Tell(new QueryBalances(stand.Trader.Ref));
        stand.Submit(Limit() with { IsReduceOnly = true }, "qa-0000000a-3");
        stand.Cancel();
        stand.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(
            ["DELETE /api/v3/order", "GET /api/v3/account", "POST /api/v3/order", "POST /api/v3/order"],
            stand.Rest.Calls.Skip(before).Select(call => call.Endpoint));
        Assert.Equal("qa-0000000a-3", stand.Rest.Calls[^2]["newClientOrderId"]);
    }

    [Fact]
    public void order_must_be_valid_no_longer_than_the_account_is_owned()
    {
        using var stand = new VenueStand { Lease = static _ => 1_500 * UnixNanos.PerMillisecond }.Open();
        stand.Submit();
        Assert.Equal("1500", stand.Rest.CallsTo("POST /api/v3/order").Single()["recvWindow"]);
        stand.Query("other");
        Assert.Equal("5000", stand.Rest.CallsTo("GET /api/v3/order").First()["recvWindow"]);
    }

    [Fact]
    public void order_must_not_leave_after_the_lease_has_ended()
    {
        using var stand = new VenueStand { Lease = static _ => 0 }.Open();
        stand.Submit();
        Assert.Contains("does not own", stand.Trader.Expect<VenueRejected>().Reason, StringComparison.Ordinal);
        Assert.Empty(stand.Rest.CallsTo("POST /api/v3/order"));
    }

    [Fact]
    public void read_that_failed_must_be_repeated_with_a_new_signature_a_few_times()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("GET /api/v3/order", _ => RestReply.Unanswered("reset"));
        stand.Query();
        stand.Advance(TimeSpan.FromSeconds(30));
        var stamps = stand.Rest.CallsTo("GET /api/v3/order").Select(call => call.Timestamp).ToList();
        Assert.Equal(4, stamps.Count);
        Assert.Equal(4, stamps.Distinct().Count());
        stand.Trader.ExpectNothing();
    }

    [Fact]
    public void budget_of_orders_must_refuse_here_what_the_venue_would_count_against_the_account()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/order", _ => Ok(Acknowledgement, ("x-mbx-order-count-10s", "50")));
        stand.Submit();
        stand.Trader.Expect<VenueAccepted>();
        stand.Submit(id: "qa-0000000a-2");
        stand.Trader.Expect<VenueRejected>();
        Assert.Single(stand.Rest.CallsTo("POST /api/v3/order"));
    }

    [Fact]
    public void secrets_must_show_in_no_notice()
    {
        using var stand = new VenueStand().Open();
        stand.Rest.On("POST /api/v3/order", _ => RestReply.Unanswered("reset"));
        stand.Submit();
        stand.UserSocket.Say("{broken");
        stand.Advance(TimeSpan.FromSeconds(30));
        Assert.NotEmpty(stand.Notices);
        Assert.All(stand.Notices, static notice => Assert.DoesNotContain("abcdefgh", notice.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task live_session_must_be_refused_when_the_key_may_withdraw_or_may_not_trade(bool withdraws, bool trades)
    {
        using var stand = new VenueStand();
        stand.Rest.On("GET /sapi/v1/account/apiRestrictions", Permissions(withdraws, trades));
        var opening = stand.OpenAsync();
        stand.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<VenueRefusedException>(() => opening);
        Assert.Empty(stand.Streams.Sockets);
    }

    [Fact]
    public async Task session_must_be_refused_for_a_symbol_that_is_missing_and_unreachable_without_an_answer()
    {
        using var stand = new VenueStand();
        stand.Rest.On("GET /api/v3/exchangeInfo", _ => Error(400, -1121, "Invalid symbol."));
        var opening = stand.OpenAsync();
        stand.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<VenueRefusedException>(() => opening);
        using var silent = new VenueStand();
        silent.Rest.On("GET /api/v3/exchangeInfo", _ => RestReply.Unanswered("refused"));
        var trying = silent.OpenAsync();
        silent.Advance(TimeSpan.FromSeconds(60));
        await Assert.ThrowsAsync<VenueUnreachableException>(() => trying);
    }

    [Fact]
    public void profile_must_say_what_was_found()
    {
        using var stand = new VenueStand().Open();
        Assert.Equal((false, true), (stand.Session.Profile.Permissions!.CanWithdraw, stand.Session.Profile.Permissions.CanTrade));
        Assert.Equal(Domain.Instruments.Money.Whole(1_000), stand.Session.Profile.Balances["USDT"].Free);
        Assert.Equal(Bitcoin.Symbol, Assert.Single(stand.Session.Instruments).Instrument.Symbol);
        Assert.Equal(VenueLink.Linked, stand.Session.Link);
    }
}
