using System.Net.WebSockets;
using System.Text;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Tests.PaperServer.Streams;

/// <summary>A client's WebSocket of the framework: the other side's own implementation of the protocol.</summary>
internal sealed class SocketClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly byte[] _buffer = new byte[1 << 20];

    private SocketClient() => _stop.CancelAfter(Patience);

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<SocketClient> ConnectAsync(int port, string pathAndQuery, string? origin = null)
    {
        var client = new SocketClient();
        client._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        if (origin is not null)
            client._socket.Options.SetRequestHeader("Origin", origin);
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}{pathAndQuery}"), client._stop.Token).ConfigureAwait(false);
        return client;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType kind, bool isLast = true) => _socket.SendAsync(bytes, kind, isLast, _stop.Token);

    /// <summary>The next message; null when the server has closed or cut the connection.</summary>
    public async Task<byte[]?> TryReadAsync()
    {
        var length = 0;
        while (true)
        {
            WebSocketReceiveResult part;
            try
            {
                part = await _socket.ReceiveAsync(_buffer.AsMemory(length).ToArraySegment(), _stop.Token).ConfigureAwait(false);
            }
            catch (WebSocketException)
            {
                return null;
            }

            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            length += part.Count;
            if (part.EndOfMessage)
                return _buffer[..length];
        }
    }

    public async Task<byte[]> ReadAsync() => await TryReadAsync().ConfigureAwait(false) ?? throw new InvalidOperationException($"the server ended the connection ({_socket.CloseStatus})");

    public async Task<string> ReadTextAsync() => Encoding.UTF8.GetString(await ReadAsync().ConfigureAwait(false));

    /// <summary>Messages of a stream until one is of a kind and fits.</summary>
    public async Task<T> NextAsync<T>(Func<T, bool>? fits = null)
        where T : StreamMessage
    {
        while (true)
        {
            if (StreamMessages.Read(await ReadAsync().ConfigureAwait(false)) is T message && fits?.Invoke(message) != false)
                return message;
        }
    }

    /// <summary>Asks and takes the answer; messages of streams before it are dropped.</summary>
    public async Task<StreamAnswer> AskAsync(string request)
    {
        await SendAsync(request).ConfigureAwait(false);
        return await NextAsync<StreamAnswer>().ConfigureAwait(false);
    }

    /// <summary>Reads until the server ends the connection.</summary>
    public async Task<WebSocketCloseStatus?> EndAsync()
    {
        while (await TryReadAsync().ConfigureAwait(false) is not null)
        {
        }

        return _socket.CloseStatus;
    }

    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", _stop.Token);

    public void Dispose()
    {
        _socket.Dispose();
        _stop.Dispose();
    }
}

internal static class Segments
{
    public static ArraySegment<byte> ToArraySegment(this Memory<byte> memory) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(memory, out var segment) ? segment : throw new ArgumentException("memory must be an array's", nameof(memory));
}
