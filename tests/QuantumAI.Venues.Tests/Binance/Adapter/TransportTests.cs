using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using QuantumAI.Venues.Signing;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

/// <summary>The real sockets, against a server of a few lines on this machine.</summary>
public sealed class TransportTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new(TimeSpan.FromSeconds(60));

    public TransportTests() => _server.Start();

    private int Port => ((IPEndPoint)_server.LocalEndpoint).Port;

    [Fact]
    public async Task request_must_arrive_whole_and_its_answer_come_back()
    {
        var serving = ServeAsync(static _ => "HTTP/1.1 400 Bad Request\r\nX-MBX-USED-WEIGHT-1M: 12\r\nContent-Length: 4\r\n\r\nbody");
        var reply = await SendAsync(new RestCall("POST", "/api/v3/order", "symbol=BTCUSDT&signature=a%2Bb", new Secret("key-of-the-account"), Patience));
        Assert.Equal((400, "body", "12"), (reply.Status, Encoding.UTF8.GetString(reply.Body), reply.Headers["x-mbx-used-weight-1m"]));
        var request = await serving;
        Assert.StartsWith("POST /api/v3/order HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("X-MBX-APIKEY: key-of-the-account\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nsymbol=BTCUSDT&signature=a%2Bb", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task redirect_must_not_be_followed()
    {
        var serving = ServeAsync(_ => $"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{Port}/elsewhere\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(302, (await SendAsync(new RestCall("GET", "/api/v3/time", "", null, Patience))).Status);
        await serving;
        Assert.False(_server.Pending());
    }

    [Fact]
    public async Task order_whose_connection_drops_must_be_no_answer_and_never_be_sent_again()
    {
        var serving = ServeAsync(static _ => "");
        var reply = await SendAsync(new RestCall("POST", "/api/v3/order", "symbol=BTCUSDT", null, Patience));
        Assert.Equal(0, reply.Status);
        Assert.NotNull(reply.Failure);
        await serving;
        Assert.False(_server.Pending());
    }

    [Fact]
    public void order_without_a_body_must_be_refused_since_the_framework_might_send_it_again()
    {
        using var transport = new HttpRestTransport(new Uri($"http://127.0.0.1:{Port}"), "X-MBX-APIKEY");
        Assert.Throws<ArgumentException>(() => transport.Send(new RestCall("POST", "/api/v3/order?symbol=BTCUSDT", "", null, Patience), static _ => { }));
    }

    [Fact]
    public async Task order_on_a_kept_connection_that_has_ended_must_never_be_sent_twice()
    {
        using var transport = new HttpRestTransport(new Uri($"http://127.0.0.1:{Port}"), "X-MBX-APIKEY");
        var (requests, orders) = (0, 0);
        var serving = Task.Run(async () =>
        {
            while (!_end.IsCancellationRequested)
            {
                using var client = await _server.AcceptTcpClientAsync(_end.Token);
                while (await ReadRequestAsync(client.GetStream()) is { Length: > 0 } request)
                {
                    requests++;
                    if (request.StartsWith("POST", StringComparison.Ordinal))
                    {
                        orders++;
                        break; // taken, and the connection ends without an answer
                    }

                    await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray(), _end.Token);
                }
            }
        });
        Assert.Equal(200, (await SendAsync(transport, new RestCall("GET", "/api/v3/time", "", null, Patience))).Status);
        Assert.Equal(0, (await SendAsync(transport, new RestCall("POST", "/api/v3/order", "symbol=BTCUSDT", null, Patience))).Status);
        Assert.Equal(200, (await SendAsync(transport, new RestCall("GET", "/api/v3/time", "", null, Patience))).Status);
        Assert.Equal((3, 1), (requests, orders));
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
    }

    [Fact]
    public async Task answer_that_does_not_come_must_end_with_the_calls_patience()
    {
        var reply = await SendAsync(new RestCall("GET", "/api/v3/time", "", null, TimeSpan.FromMilliseconds(50))); // nobody accepts
        Assert.Equal(0, reply.Status);
    }

    [Theory]
    [InlineData("http://192.0.2.1/")]
    [InlineData("https://user:word@localhost/")]
    public void unsafe_address_must_be_refused(string address) => Assert.Throws<ArgumentException>(() => new HttpRestTransport(new Uri(address), "X"));

    [Fact]
    public async Task socket_must_bring_messages_whole_send_texts_and_answer_pings_with_their_payload()
    {
        var serving = AcceptSocketAsync();
        var listener = new Heard();
        var link = new SocketTransport().Open(new Uri($"ws://127.0.0.1:{Port}/stream"), listener);
        using var client = await serving;
        var stream = client.GetStream();
        await stream.WriteAsync((byte[])[0x01, 3, (byte)'o', (byte)'n', (byte)'e', 0x89, 2, (byte)'h', (byte)'i', 0x80, 1, (byte)'!'], _end.Token); // one text in two parts, a ping between them
        Assert.Equal("opened", await listener.NextAsync(_end.Token));
        Assert.Equal("one!", await listener.NextAsync(_end.Token));
        Assert.Equal((0x8a, "hi"), await ReadFrameAsync(stream));
        link.Send("hello");
        Assert.Equal((0x81, "hello"), await ReadFrameAsync(stream));
        client.Close();
        Assert.StartsWith("closed", await listener.NextAsync(_end.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task socket_that_cannot_connect_must_say_so_once()
    {
        _server.Stop();
        var listener = new Heard();
        new SocketTransport().Open(new Uri("ws://127.0.0.1:1/stream"), listener);
        Assert.StartsWith("closed", await listener.NextAsync(_end.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task socket_that_is_closed_here_must_end()
    {
        var serving = AcceptSocketAsync();
        var listener = new Heard();
        var link = new SocketTransport().Open(new Uri($"ws://127.0.0.1:{Port}/stream"), listener);
        using var client = await serving;
        Assert.Equal("opened", await listener.NextAsync(_end.Token));
        link.Close();
        link.Close();
        Assert.Equal("closed: closed here", await listener.NextAsync(_end.Token));
    }

    public void Dispose()
    {
        _server.Dispose();
        _end.Dispose();
    }

    private async Task<RestReply> SendAsync(RestCall call)
    {
        using var transport = new HttpRestTransport(new Uri($"http://127.0.0.1:{Port}"), "X-MBX-APIKEY");
        return await SendAsync(transport, call);
    }

    private async Task<RestReply> SendAsync(HttpRestTransport transport, RestCall call)
    {
        var done = new TaskCompletionSource<RestReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.Send(call, done.SetResult);
        return await done.Task.WaitAsync(_end.Token);
    }

    /// <summary>Takes one request, answers, and closes.</summary>
    private async Task<string> ServeAsync(Func<string, string> answer)
    {
        using var client = await _server.AcceptTcpClientAsync(_end.Token);
        var request = await ReadRequestAsync(client.GetStream());
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer(request)), _end.Token);
        return request;
    }

    /// <summary>Empty when the connection has ended.</summary>
    private async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        var (request, buffer) = (new StringBuilder(), new byte[4096]);
        do
        {
            var length = await stream.ReadAsync(buffer, _end.Token);
            if (length == 0)
                return "";
            request.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }
        while (!IsWhole($"{request}"));
        return $"{request}";
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var length = request.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))?[16..] ?? "0";
        return request.Length - end - 4 >= int.Parse(length, System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<TcpClient> AcceptSocketAsync()
    {
        var client = await _server.AcceptTcpClientAsync(_end.Token);
        var (request, buffer) = ("", new byte[4096]);
        while (!request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            request += Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, _end.Token));
        var key = request.Split("\r\n").First(line => line.StartsWith("Sec-WebSocket-Key: ", StringComparison.OrdinalIgnoreCase))[19..];
#pragma warning disable CA5350 // RFC 6455 wants SHA-1 here.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"), _end.Token);
        return client;
    }

    private async Task<(int Head, string Text)> ReadFrameAsync(NetworkStream stream)
    {
        var frame = new byte[6];
        await stream.ReadExactlyAsync(frame, _end.Token);
        var payload = new byte[frame[1] & 0x7f];
        await stream.ReadExactlyAsync(payload, _end.Token);
        for (var i = 0; i < payload.Length; i++)
            payload[i] ^= frame[2 + (i % 4)];
        return (frame[0], Encoding.UTF8.GetString(payload));
    }

    private sealed class Heard : IStreamListener
    {
        private readonly BlockingCollection<string> _heard = [];

        public Task<string> NextAsync(CancellationToken cancellation) => Task.Run(() => _heard.Take(cancellation), cancellation);

        public void OnOpened() => _heard.Add("opened");

        public ValueTask OnMessageAsync(ReadOnlyMemory<byte> utf8)
        {
            _heard.Add(Encoding.UTF8.GetString(utf8.Span));
            return ValueTask.CompletedTask;
        }

        public void OnClosed(string reason) => _heard.Add($"closed: {reason}");
    }
}
