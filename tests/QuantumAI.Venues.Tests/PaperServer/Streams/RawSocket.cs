using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QuantumAI.Venues.Tests.PaperServer.Streams;

/// <summary>A client that writes frames by hand, right or wrong, and sees every frame of the server.</summary>
internal sealed class RawSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private RawSocket() => _stop.CancelAfter(TimeSpan.FromSeconds(30));

    public static async Task<RawSocket> ConnectAsync(int port, string path, int receiveBytes = 0)
    {
        var raw = new RawSocket();
        if (receiveBytes > 0)
            raw._socket.ReceiveBufferSize = receiveBytes;
        await raw._socket.ConnectAsync(IPAddress.Loopback, port, raw._stop.Token);
        var request = $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await raw.SendAsync(Encoding.ASCII.GetBytes(request));
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head.Append((char)(await raw.TakeAsync(1))![0]);
        Assert.StartsWith("HTTP/1.1 101", head.ToString(), StringComparison.Ordinal);

        // The documented example of RFC 6455, section 1.3.
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", head.ToString(), StringComparison.Ordinal);
        return raw;
    }

    public async Task SendAsync(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
            sent += await _socket.SendAsync(bytes.AsMemory(sent), _stop.Token);
    }

    /// <summary>A frame as a client must send it.</summary>
    public static byte[] Frame(int first, ReadOnlySpan<byte> payload, bool isMasked = true)
    {
        var mask = isMasked ? 0x80 : 0;
        byte[] length = payload.Length switch
        {
            < 126 => [(byte)(mask | payload.Length)],
            <= ushort.MaxValue => [(byte)(mask | 126), (byte)(payload.Length >> 8), (byte)payload.Length],
            _ => [(byte)(mask | 127), 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length],
        };
        byte[] key = isMasked ? [0x37, 0xfa, 0x21, 0x3d] : [];
        var body = payload.ToArray();
        for (var i = 0; isMasked && i < body.Length; i++)
            body[i] ^= key[i & 3];
        return [(byte)first, .. length, .. key, .. body];
    }

    public Task SendFrameAsync(int first, ReadOnlySpan<byte> payload) => SendAsync(Frame(first, payload));

    /// <summary>The server's next frame; null when the connection has ended.</summary>
    public async Task<(int First, byte[] Payload)?> ReadAsync()
    {
        if (await TakeAsync(2) is not { } head)
            return null;
        var length = head[1] & 0x7f;
        Assert.Equal(0, head[1] & 0x80); // a server's frame is not masked
        if (length == 126)
            length = BinaryPrimitives.ReadUInt16BigEndian(await TakeAsync(2));
        else if (length == 127)
            length = (int)BinaryPrimitives.ReadUInt64BigEndian(await TakeAsync(8));
        return await TakeAsync(length) is { } payload ? (head[0], payload) : null;
    }

    /// <summary>Reads until the server says goodbye: its code; 0 when it said nothing.</summary>
    public async Task<int> EndAsync()
    {
        while (await ReadAsync() is { } frame)
        {
            if (frame.First == 0x88)
                return frame.Payload.Length < 2 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(frame.Payload);
        }

        return 0;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task<byte[]?> TakeAsync(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            int more;
            try
            {
                more = await _socket.ReceiveAsync(bytes.AsMemory(read), _stop.Token);
            }
            catch (SocketException)
            {
                return null;
            }

            if (more == 0)
                return null;
            read += more;
        }

        return bytes;
    }
}
