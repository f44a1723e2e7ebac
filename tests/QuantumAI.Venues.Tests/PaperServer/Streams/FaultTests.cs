using System.Diagnostics;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Streams;

namespace QuantumAI.Venues.Tests.PaperServer.Streams;

public sealed class FaultTests
{
    private static readonly (string, object)[] Order =
        [("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"), ("price", "9000"), ("quantity", "0.1")];

    [Theory]
    [InlineData("timeout?calls=1&answer=error", 500, true)]
    [InlineData("drop?calls=1&when=after", 0, true)]
    [InlineData("drop?calls=1&when=before", 0, false)]
    [InlineData("reject?calls=1&code=-1008", 503, false)]
    [InlineData("reject?calls=1&code=-2010", 400, false)]
    [InlineData("ban?seconds=1&status=418", 418, false)]
    [InlineData("ban?seconds=1&status=429", 429, false)]
    public async Task order_must_meet_the_fault_over_rest_and_over_the_socket(string fault, int status, bool isAccepted)
    {
        await using var host = await SocketHost.StartAsync();
        await host.FaultAsync(fault);
        int seen;
        try
        {
            seen = (await host.RestAsync("POST", "/api/v3/order", SocketHost.Hmac, [.. Order, ("newClientOrderId", "rest")])).Status;
        }
        catch (HttpRequestException)
        {
            seen = 0;
        }

        Assert.Equal(status, seen);
        await host.FaultAsync("clear");
        using (var api = await host.ApiAsync())
        {
            await host.FaultAsync(fault);
            if (status == 0)
                await Assert.ThrowsAsync<InvalidOperationException>(() => api.SignedAsync("order.place", SocketHost.Hmac, [.. Order, ("newClientOrderId", "socket")]));
            else
                Assert.Equal(status, (await api.SignedAsync("order.place", SocketHost.Hmac, [.. Order, ("newClientOrderId", "socket")])).Status);
        }

        await host.FaultAsync("clear");
        var open = SpotOrders.Orders(Payload.Open("open", (await host.RestAsync("GET", "/api/v3/openOrders", SocketHost.Hmac)).Body));
        Assert.Equal(isAccepted ? ["rest", "socket"] : [], open.Select(order => order.Key.ClientOrderId));
    }

    [Fact]
    public async Task silent_order_must_be_accepted_and_never_answered()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await host.ApiAsync();
        ApiClient.Done(await api.SignedAsync("userDataStream.subscribe.signature", SocketHost.Hmac));
        await host.FaultAsync("timeout?calls=1&answer=silence");
        var asking = api.SignedAsync("order.place", SocketHost.Hmac, [.. Order, ("newClientOrderId", "silent")]);
        using var other = await host.ApiAsync();
        while (ApiClient.Done(await other.SignedAsync("openOrders.status", SocketHost.Hmac)).Items(item => item.Text("clientOrderId")) is not ["silent"])
        {
        }

        ApiClient.Done(await other.SignedAsync("order.cancel", SocketHost.Hmac, ("symbol", "BTCUSDT"), ("origClientOrderId", "silent")));
        Assert.False(asking.IsCompleted);
        await host.FaultAsync("cut");
        await Assert.ThrowsAsync<InvalidOperationException>(() => asking);
        Assert.Contains(api.Events, told => told.Event is ExecutionReport { OriginalClientOrderId: "silent" });
    }

    [Fact]
    public async Task answers_must_wait_as_long_as_ordered()
    {
        await using var host = await SocketHost.StartAsync();
        using var api = await host.ApiAsync();
        await host.FaultAsync("latency?millis=300");
        var started = Stopwatch.GetTimestamp();
        await api.AskAsync("ping");
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(290));
    }

    [Fact]
    public async Task frozen_market_must_be_silent_while_pings_go_on()
    {
        await using var host = await SocketHost.StartAsync(new SocketSettings { PingNanos = 100 * UnixNanos.PerMillisecond, MessagesPerSecondMax = 100 });
        using var client = await RawSocket.ConnectAsync(host.Exchange.Port, "/ws/btcusdt@trade");
        await host.FaultAsync("freeze?on=1");
        for (var pings = 0; pings < 5; pings++)
        {
            host.Print(10_000_00 + pings);
            Assert.Equal(0x89, (await client.ReadAsync())!.Value.First);
        }

        await host.FaultAsync("freeze?on=0");
        host.Print(10_009_00);
        while ((await client.ReadAsync())!.Value is var frame && frame.First != 0x81)
        {
        }
    }

    [Fact]
    public async Task lost_depth_messages_must_leave_a_gap_in_the_numbers()
    {
        await using var host = await SocketHost.StartAsync();
        using var client = await host.StreamAsync("/ws/btcusdt@depth@100ms");
        var (before, first) = (0L, 0L);
        for (var i = 2; i < 5; i++)
        {
            if (i == 3)
                await host.FaultAsync("depth-gap?symbol=BTCUSDT&messages=1");
            host.Book(9_999_00, 10_000_00 + (i * 100));
            await host.RestAsync("GET", "/api/v3/depth", null, ("symbol", "BTCUSDT")); // a snapshot tells the changes before it
            if (i == 3)
                continue;
            var message = await client.NextAsync<DepthUpdateMessage>();
            (first, before) = i == 2 ? (0, message.LastUpdateId) : (message.FirstUpdateId, before);
        }

        Assert.True(first > before + 1, $"{first} must not follow {before}");
    }

    [Theory]
    [InlineData("GET", "/admin/cut", 400)]
    [InlineData("POST", "/admin/nothing", 400)]
    [InlineData("POST", "/admin/latency?millis=-1", 400)]
    [InlineData("POST", "/admin/latency?millis=1&x=1", 400)]
    [InlineData("POST", "/admin/reject?calls=1&code=5", 400)]
    [InlineData("POST", "/admin/depth-gap?symbol=NOSUCH&messages=1", 400)]
    [InlineData("POST", "/admin/transfer?account=nobody&asset=USDT&amount=1", 400)]
    [InlineData("POST", "/admin/transfer?account=main&asset=DOGE&amount=1", 400)]
    [InlineData("POST", "/admin/transfer?account=main&asset=USDT&amount=0.000000001", 400)]
    public async Task order_of_a_fault_that_makes_no_sense_must_be_refused(string verb, string path, int status)
    {
        await using var host = await SocketHost.StartAsync();
        var parts = path.Split('?');
        var parameters = parts.Length > 1 ? parts[1].Split('&').Select(pair => pair.Split('=')).Select(pair => (pair[0], (object)pair[1])).ToArray() : [];
        Assert.Equal(status, (await host.RestAsync(verb, parts[0], null, parameters)).Status);
    }

    [Fact]
    public async Task faults_must_not_exist_where_they_are_not_allowed()
    {
        await using var host = await SocketHost.StartAsync(allowsFaults: false);
        Assert.Equal(404, (await host.RestAsync("POST", "/admin/cut")).Status);
    }
}
