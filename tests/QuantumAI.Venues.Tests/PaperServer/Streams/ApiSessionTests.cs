using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Tests.PaperServer.Streams;

public sealed class ApiSessionTests
{
    private static readonly (string, object)[] Order =
        [("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"), ("price", "9000"), ("quantity", "0.1")];

    [Fact]
    public async Task session_must_trade_without_signatures_once_it_is_logged_on()
    {
        NeedEd25519();
        await using var host = await SocketHost.StartAsync();
        using var api = await host.ApiAsync("?timeUnit=MICROSECOND");
        var before = ApiClient.Done(await api.AskAsync("session.status"));
        Assert.Null(before.Find("apiKey"));
        Assert.Null(before.Find("authorizedSince"));
        Assert.Equal(-1102, (await api.OfSessionAsync("order.place", Order)).Error!.Code);

        var logon = ApiClient.Done(await api.SignedAsync("session.logon", SocketHost.Ed));
        Assert.Equal(SocketHost.Ed, logon.Text("apiKey"));
        Assert.True(logon.Long("authorizedSince") >= logon.Long("connectedSince"));
        Assert.True(logon.Long("serverTime") > 1_000_000_000_000_000);
        ApiClient.Done(await api.OfSessionAsync("order.place", Order));
        Assert.Equal(-1102, (await api.AskAsync("order.place", Order)).Error!.Code);
        Assert.Equal(-1021, (await api.AskAsync("account.status", ("timestamp", host.NowMillis - 6_000))).Error!.Code);
        Assert.Equal(-1021, (await api.AskAsync("account.status", ("timestamp", host.NowMillis + 6_000))).Error!.Code);

        // Another key may sign a single request meanwhile.
        Assert.Equal(2, ApiClient.Done(await api.SignedAsync("account.status", SocketHost.OtherHmac)).Long("uid"));
        Assert.Equal(-1102, (await api.OfSessionAsync("account.status", ("apiKey", SocketHost.OtherHmac))).Error!.Code);

        Assert.Null(ApiClient.Done(await api.AskAsync("session.logout")).Find("apiKey"));
        Assert.Equal(-1102, (await api.OfSessionAsync("order.place", Order)).Error!.Code);
    }

    [Fact]
    public async Task hmac_key_must_not_log_on()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await host.ApiAsync();
        Assert.NotNull((await api.SignedAsync("session.logon", SocketHost.Hmac)).Error);
        Assert.Null(ApiClient.Done(await api.AskAsync("session.status")).Find("apiKey"));
    }

    [Fact]
    public async Task logon_must_set_whether_answers_tell_what_is_used()
    {
        NeedEd25519();
        await using var host = await SocketHost.StartAsync();
        using var api = await host.ApiAsync();
        ApiClient.Done(await api.SignedAsync("session.logon", SocketHost.Ed, ("returnRateLimits", "false")));
        Assert.Empty((await api.AskAsync("ping")).RateLimits);
        Assert.NotEmpty((await api.AskAsync("ping", ("returnRateLimits", true))).RateLimits);
    }

    [Theory]
    [InlineData(SocketHost.Hmac, "order.place", 200, 0)]
    [InlineData(SocketHost.Ed, "order.place", 200, 0)]
    [InlineData(SocketHost.Reader, "order.place", 401, -2015)]
    [InlineData(SocketHost.Reader, "openOrders.status", 200, 0)]
    [InlineData("unknown0unknown0unknown0unknown0unknown0", "order.place", 401, -2015)]
    [InlineData("short", "order.place", 401, -2014)]
    public async Task signature_of_a_key_must_do_what_the_key_may(string key, string method, int status, int code)
    {
        if (key == SocketHost.Ed)
            NeedEd25519();
        await using var host = await SocketHost.StartAsync();
        using var api = await host.ApiAsync();
        var answer = await api.SignedAsync(method, key, method == "order.place" ? Order : []);
        Assert.Equal((status, code), (answer.Status, answer.Error?.Code ?? 0));
    }

    [Fact]
    public async Task changed_parameter_must_break_the_signature()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await host.ApiAsync();
        var pairs = SocketHost.Pairs([.. Order, ("apiKey", SocketHost.Hmac), ("timestamp", host.NowMillis)]);
        var payload = ParameterText.WebSocketPayload(pairs);
        var signature = SocketHost.Secret.Sign(System.Text.Encoding.UTF8.GetBytes(payload));
        (string, object)[] sent = [.. pairs.Select(pair => (pair.Key, (object)(pair.Key == "quantity" ? "0.2" : pair.Value))), ("signature", signature)];
        Assert.Equal(-1022, (await api.AskAsync("order.place", sent)).Error!.Code);
        Assert.Equal(-1022, (await api.AskAsync("order.place", [.. sent[..^1], ("signature", "zz")])).Error!.Code);
        Assert.Equal(-1102, (await api.AskAsync("order.place", sent[..^1])).Error!.Code);
    }

    [Fact]
    public async Task frozen_clients_late_order_must_be_refused_by_its_window()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await host.ApiAsync();
        await host.FaultAsync("clock?millis=3000");
        Assert.Equal(-1021, (await api.SignedAsync("order.place", SocketHost.Hmac, [.. Order, ("recvWindow", "1000")])).Error!.Code);
        Assert.InRange(ApiClient.Done(await api.AskAsync("time")).Long("serverTime") - host.NowMillis, 2_000, 3_000);
        ApiClient.Done(await api.SignedAsync("order.place", SocketHost.Hmac, Order));
    }

    [Fact]
    public async Task subscriptions_must_be_numbered_listed_and_ended()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await host.ApiAsync();
        Assert.Equal(0, ApiClient.Done(await api.SignedAsync("userDataStream.subscribe.signature", SocketHost.Hmac)).Long("subscriptionId"));
        Assert.Equal(-2035, (await api.SignedAsync("userDataStream.subscribe.signature", SocketHost.Reader)).Error!.Code);
        Assert.Equal(1, ApiClient.Done(await api.SignedAsync("userDataStream.subscribe.signature", SocketHost.OtherHmac)).Long("subscriptionId"));
        Assert.Equal([0, 1], ApiClient.Done(await api.AskAsync("session.subscriptions")).Items(item => item.Long("subscriptionId")));

        await host.OrderAsync(SocketHost.OtherHmac, "SELL", "10100", "0.1");
        await api.NextAsync<ExecutionReport>();
        Assert.Equal(1, api.Events[^1].SubscriptionId);
        ApiClient.Done(await api.AskAsync("userDataStream.unsubscribe", ("subscriptionId", 1)));
        await api.NextAsync<EventStreamTerminated>();
        Assert.Equal(1, api.Events.Last(told => told.Event is EventStreamTerminated).SubscriptionId);
        Assert.Equal([0], ApiClient.Done(await api.AskAsync("session.subscriptions")).Items(item => item.Long("subscriptionId")));
        Assert.Equal(-2036, (await api.AskAsync("userDataStream.unsubscribe", ("subscriptionId", 1))).Error!.Code);
        Assert.Equal(2, ApiClient.Done(await api.SignedAsync("userDataStream.subscribe.signature", SocketHost.OtherHmac)).Long("subscriptionId"));
    }

    [Fact]
    public async Task logout_must_end_the_sessions_own_subscription_only()
    {
        NeedEd25519();
        await using var host = await SocketHost.StartAsync();
        using var api = await host.ApiAsync();
        ApiClient.Done(await api.SignedAsync("session.logon", SocketHost.Ed));
        Assert.Equal(0, ApiClient.Done(await api.AskAsync("userDataStream.subscribe")).Long("subscriptionId"));
        ApiClient.Done(await api.SignedAsync("userDataStream.subscribe.signature", SocketHost.OtherHmac));
        Assert.True(ApiClient.Done(await api.AskAsync("session.logout")).Flag("userDataStream"));
        await api.NextAsync<EventStreamTerminated>();
        Assert.Equal(0, Assert.Single(api.Events).SubscriptionId);
        Assert.Equal([1], ApiClient.Done(await api.AskAsync("session.subscriptions")).Items(item => item.Long("subscriptionId")));
    }

    private static void NeedEd25519() => Assert.SkipWhen(SocketHost.EdSigner is null, "this machine has no libcrypto 3");
}
