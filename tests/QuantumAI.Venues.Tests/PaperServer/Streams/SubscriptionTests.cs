using System.Net.WebSockets;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Streams;

namespace QuantumAI.Venues.Tests.PaperServer.Streams;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task streams_must_begin_and_end_as_asked()
    {
        await using var host = await SocketHost.StartAsync(new SocketSettings { MessagesPerSecondMax = 100 });
        using var client = await host.StreamAsync("/ws");
        Assert.Equal("1", (await client.AskAsync("""{"method":"SUBSCRIBE","params":["btcusdt@trade","nosuch@trade"],"id":1}""")).Id);
        host.Print(10_000_01);
        Assert.Null((await client.NextAsync<TradeMessage>()).Stream);
        Assert.Equal(["btcusdt@trade", "nosuch@trade"], (await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":"a-b"}""")).Streams);

        await client.SendAsync("""{"method":"SET_PROPERTY","params":["combined",true],"id":null}""");
        Assert.Equal("""{"result":null,"id":null}""", await client.ReadTextAsync());
        await client.SendAsync("""{"method":"GET_PROPERTY","params":["combined"],"id":3}""");
        Assert.Equal("""{"result":true,"id":3}""", await client.ReadTextAsync());
        host.Print(10_000_02);
        Assert.Equal("btcusdt@trade", (await client.NextAsync<TradeMessage>()).Stream);

        await client.AskAsync("""{"method":"UNSUBSCRIBE","params":["btcusdt@trade"],"id":4}""");
        host.Print(10_000_03);
        await client.AskAsync("""{"method":"SUBSCRIBE","params":["btcusdt@aggTrade"],"id":5}""");
        host.Print(10_000_04);
        var message = StreamMessages.Read(await client.ReadAsync());
        Assert.Equal("btcusdt@aggTrade", message.Stream);
    }

    [Theory]
    [InlineData("""{"method":"SET_PROPERTY","params":["color",true],"id":1}""", """{"code":0,"msg":"Unknown property","id":1}""")]
    [InlineData("""{"method":"SET_PROPERTY","params":["combined",1],"id":1}""", """{"code":1,"msg":"Invalid value type: expected Boolean","id":1}""")]
    [InlineData("""{"method":"SET_PROPERTY","params":[1],"id":1}""", """{"code":2,"msg":"Invalid request: property name must be a string","id":1}""")]
    [InlineData("""{"method":"SET_PROPERTY","id":1}""", """{"code":2,"msg":"Invalid request: property name must be a string","id":1}""")]
    [InlineData("""{"method":"GET_PROPERTY","params":["combined",true],"id":1}""", """{"code":2,"msg":"Invalid request: too many parameters","id":1}""")]
    [InlineData("""{"method":"LIST_SUBSCRIPTIONS","params":["x"],"id":1}""", """{"code":2,"msg":"Invalid request: too many parameters","id":1}""")]
    [InlineData("""{"method":"LIST_SUBSCRIPTIONS"}""", """{"code":2,"msg":"Invalid request: request ID must be an unsigned integer","id":null}""")]
    [InlineData("""{"method":"LIST_SUBSCRIPTIONS","id":1.5}""", """{"code":2,"msg":"Invalid request: request ID must be an unsigned integer","id":null}""")]
    [InlineData("""{"method":"LIST_SUBSCRIPTIONS","id":"0123456789012345678901234567890123456"}""", """{"code":2,"msg":"Invalid request: request ID must be an unsigned integer","id":null}""")]
    [InlineData("""{"id":1}""", """{"code":2,"msg":"Invalid request: missing field `method` at line 1 column 8","id":1}""")]
    [InlineData("""{"method":"subscribe","id":1}""", """{"code":2,"msg":"Invalid request: unknown variant \"subscribe\", expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY` at line 1 column 28","id":1}""")]
    [InlineData("""{"method":"SUBSCRIBE","params":[1],"id":1}""", """{"code":2,"msg":"Invalid request: stream names must be strings","id":1}""")]
    [InlineData("nonsense", """{"code":3,"msg":"Invalid JSON: expected value at line 1 column 2","id":null}""")]
    [InlineData("[]", """{"code":2,"msg":"Invalid request: expected an object","id":null}""")]
    public async Task request_that_makes_no_sense_must_be_answered_with_its_error(string request, string answer)
    {
        await using var host = await SocketHost.StartAsync();
        using var client = await host.StreamAsync("/stream");
        await client.SendAsync(request);
        Assert.Equal(answer, await client.ReadTextAsync());
    }

    [Fact]
    public async Task nested_request_must_be_answered_and_nothing_else_happen()
    {
        await using var host = await SocketHost.StartAsync();
        using var client = await host.StreamAsync("/ws");
        await client.SendAsync(new string('[', 10_000));
        Assert.StartsWith("""{"code":3,"msg":"Invalid JSON""", await client.ReadTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task connection_must_not_hear_more_streams_than_it_may()
    {
        await using var host = await SocketHost.StartAsync();
        using var client = await host.StreamAsync("/ws");
        var names = Enumerable.Range(0, 1_024).Select(number => $"\"s{number}@trade\"").ToArray();
        Assert.Null((await client.AskAsync($$"""{"method":"SUBSCRIBE","params":[{{string.Join(',', names)}}],"id":1}""")).Error);
        Assert.Equal(2, (await client.AskAsync("""{"method":"SUBSCRIBE","params":["btcusdt@trade"],"id":2}""")).Error?.Code);
        Assert.Equal(1_024, (await client.AskAsync("""{"method":"LIST_SUBSCRIPTIONS","id":3}""")).Streams.Count);
    }

    [Fact]
    public async Task sixth_message_of_a_second_must_end_the_connection()
    {
        await using var host = await SocketHost.StartAsync();
        using var client = await host.StreamAsync("/ws");
        for (var i = 0; i < 6; i++)
            await client.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await client.EndAsync());
    }

    [Fact]
    public async Task address_that_connects_too_often_must_be_refused()
    {
        await using var host = await SocketHost.StartAsync(new SocketSettings { ConnectionsPer5MinutesMax = 3 });
        for (var i = 0; i < 3; i++)
        {
            using var client = await host.StreamAsync("/ws");
        }

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => host.StreamAsync("/ws"));
        Assert.Contains("429", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<WebSocketException>(() => host.StreamAsync("/ws-api/v3"));
    }

    [Theory]
    [InlineData("/ws?timeUnit=NANOSECOND", "400")]
    [InlineData("/nothing", "404")]
    public async Task wrong_address_must_not_become_a_socket(string path, string status)
    {
        await using var host = await SocketHost.StartAsync();
        Assert.Contains(status, (await Assert.ThrowsAsync<WebSocketException>(() => host.StreamAsync(path))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task page_of_another_site_must_not_connect()
    {
        await using var host = await SocketHost.StartAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.ConnectAsync(host.Exchange.Port, "/ws", "https://example.com"));
        using var own = await SocketClient.ConnectAsync(host.Exchange.Port, "/ws", "http://localhost:3000");
    }
}
