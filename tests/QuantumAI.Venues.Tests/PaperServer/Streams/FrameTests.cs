using System.Net.WebSockets;
using System.Text;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Streams;

namespace QuantumAI.Venues.Tests.PaperServer.Streams;

public sealed class FrameTests
{
    private const string List = """{"method":"LIST_SUBSCRIPTIONS","id":1}""";
    private const string Listed = """{"result":[],"id":1}""";

    public static TheoryData<string, byte[], int> WrongFrames => new()
    {
        { "not masked", RawSocket.Frame(0x81, "{}"u8, isMasked: false), 1002 },
        { "reserved bit", RawSocket.Frame(0xc1, "{}"u8), 1002 },
        { "unknown kind", RawSocket.Frame(0x83, "{}"u8), 1002 },
        { "continues nothing", RawSocket.Frame(0x80, "{}"u8), 1002 },
        { "message within a message", [.. RawSocket.Frame(0x01, "{"u8), .. RawSocket.Frame(0x81, "}"u8)], 1002 },
        { "ping in parts", RawSocket.Frame(0x09, "a"u8), 1002 },
        { "long ping", RawSocket.Frame(0x89, new byte[126]), 1002 },
        { "close with half a code", RawSocket.Frame(0x88, [3]), 1002 },
        { "close with a code that is not sent", RawSocket.Frame(0x88, [0x03, 0xed]), 1002 },
        { "no UTF-8", RawSocket.Frame(0x81, [0xc3, 0x28]), 1007 },
        { "binary", RawSocket.Frame(0x82, "{}"u8), 1003 },
        { "length of 2^63", [0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], 1009 },
        { "too long", [0x81, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0], 1009 },
        { "too long in parts", [.. Enumerable.Repeat(RawSocket.Frame(0x01, new byte[60_000]), 1).SelectMany(part => part), .. Enumerable.Repeat(RawSocket.Frame(0x00, new byte[60_000]), 3).SelectMany(part => part)], 1009 },
    };

    [Theory]
    [MemberData(nameof(WrongFrames))]
    public async Task wrong_frame_must_end_the_connection_with_its_reason(string name, byte[] bytes, int code)
    {
        await using var host = await SocketHost.StartAsync();
        foreach (var path in (string[])["/ws", "/ws-api/v3"])
        {
            using var client = await RawSocket.ConnectAsync(host.Exchange.Port, path);
            await client.SendAsync(bytes);
            Assert.True(code == await client.EndAsync(), name);
        }
    }

    [Fact]
    public async Task message_in_parts_and_bytes_must_be_read_as_one()
    {
        await using var host = await SocketHost.StartAsync(new SocketSettings { MessagesPerSecondMax = 1_000 });
        using var client = await RawSocket.ConnectAsync(host.Exchange.Port, "/ws");
        var text = Encoding.UTF8.GetBytes(List);
        byte[] frames = [.. RawSocket.Frame(0x01, text.AsSpan(0, 5)), .. RawSocket.Frame(0x89, "hello"u8), .. RawSocket.Frame(0x00, text.AsSpan(5, 7)), .. RawSocket.Frame(0x80, text.AsSpan(12))];
        foreach (var piece in frames)
            await client.SendAsync([piece]);
        var pong = (await client.ReadAsync())!.Value;
        Assert.Equal((0x8a, "hello"), (pong.First, Encoding.UTF8.GetString(pong.Payload)));
        Assert.Equal(Listed, Encoding.UTF8.GetString((await client.ReadAsync())!.Value.Payload));
    }

    [Fact]
    public async Task goodbye_must_be_answered()
    {
        await using var host = await SocketHost.StartAsync();
        using var client = await host.StreamAsync("/ws/btcusdt@depth@100ms");
        await client.CloseAsync();
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
    }

    /// <summary>Random bytes after the handshake: the connection ends or waits, the exchange goes on.</summary>
    [Fact]
    public async Task Prop_random_bytes_must_not_hurt_the_exchange()
    {
        await using var host = await SocketHost.StartAsync(new SocketSettings { MessagesPerSecondMax = 1_000 });
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            using var client = await RawSocket.ConnectAsync(host.Exchange.Port, seed % 2 == 0 ? "/ws" : "/ws-api/v3");
            var bytes = new byte[random.Next(1, 2_000)];
            random.NextBytes(bytes);
            await client.SendAsync(seed % 3 == 0 ? RawSocket.Frame(0x81, bytes) : bytes);
        }

        using var last = await RawSocket.ConnectAsync(host.Exchange.Port, "/ws");
        await last.SendFrameAsync(0x81, Encoding.UTF8.GetBytes(List));
        Assert.Equal(Listed, Encoding.UTF8.GetString((await last.ReadAsync())!.Value.Payload));
    }

    [Fact]
    public async Task ping_must_come_with_a_payload_and_its_pong_keep_the_connection()
    {
        await using var host = await SocketHost.StartAsync(new SocketSettings
        {
            PingNanos = 200 * UnixNanos.PerMillisecond,
            PongNanos = 1_500 * UnixNanos.PerMillisecond,
            MessagesPerSecondMax = 100,
        });
        using var client = await RawSocket.ConnectAsync(host.Exchange.Port, "/ws");
        for (var i = 0; i < 12; i++)
        {
            var ping = (await client.ReadAsync())!.Value;
            Assert.Equal(0x89, ping.First);
            Assert.InRange(long.Parse(Encoding.ASCII.GetString(ping.Payload), System.Globalization.CultureInfo.InvariantCulture), host.NowMillis - 10_000, host.NowMillis);
            await client.SendFrameAsync(0x8a, ping.Payload);
        }
    }

    [Fact]
    public async Task pong_that_nobody_asked_for_must_not_keep_the_connection()
    {
        await using var host = await SocketHost.StartAsync(new SocketSettings
        {
            PingNanos = 100 * UnixNanos.PerMillisecond,
            PongNanos = 500 * UnixNanos.PerMillisecond,
            MessagesPerSecondMax = 100,
        });
        using var client = await RawSocket.ConnectAsync(host.Exchange.Port, "/ws");
        var pings = 0;
        while (await client.ReadAsync() is not null && pings++ < 100)
            await client.SendFrameAsync(0x8a, "1"u8);
        Assert.InRange(pings, 3, 20);
    }

    [Fact]
    public async Task connection_must_end_when_its_time_is_over()
    {
        await using var host = await SocketHost.StartAsync(new SocketSettings { LifeNanos = 300 * UnixNanos.PerMillisecond });
        using var client = await host.StreamAsync("/ws");
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await client.EndAsync());
    }

    [Fact]
    public async Task shutdown_must_be_told_before_the_connections_close()
    {
        var host = await SocketHost.StartAsync();
        using var raw = await host.StreamAsync("/ws");
        using var api = await host.ApiAsync();
        await host.RestAsync("GET", "/api/v3/ping");
        var ending = host.DisposeAsync();
        Assert.StartsWith("""{"e":"serverShutdown","E":1""", await raw.ReadTextAsync(), StringComparison.Ordinal);
        Assert.StartsWith("""{"event":{"e":"serverShutdown","E":1""", await api.Socket.ReadTextAsync(), StringComparison.Ordinal);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await raw.EndAsync());
        await raw.CloseAsync();
        await ending;
    }

    [Fact]
    public async Task slow_reader_must_be_cut_and_nobody_else_notice()
    {
        await using var host = await SocketHost.StartAsync(new SocketSettings { WaitingBytesMax = 64 * 1_024 });
        using var slow = await RawSocket.ConnectAsync(host.Exchange.Port, "/ws/btcusdt@trade", receiveBytes: 4_096);
        using var quick = await host.StreamAsync("/ws/btcusdt@aggTrade");
        var told = 0;
        while (host.Exchange.SlowReaders == 0 && told < 200_000)
        {
            for (var i = 0; i < 100; i++, told++)
                host.Print(10_000_00 + (told % 100));
            for (var i = 0; i < 100; i++)
                await quick.NextAsync<AggregateTradeMessage>();
        }

        Assert.Equal(1, host.Exchange.SlowReaders);
        host.Print(12_345_00);
        Assert.Equal(1_234_5, (await quick.NextAsync<AggregateTradeMessage>()).Trade.Price.Mantissa);
    }
}
