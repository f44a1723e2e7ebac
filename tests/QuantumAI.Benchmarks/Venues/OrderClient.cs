using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Benchmarks.Venues;

/// <summary>The least that sends signed orders over keep-alive connections: one at a time on each, buys and sales in turn.</summary>
internal static class OrderClient
{
    private const int Connections = 32;

    public static Task RunAsync(int port, int orders, ISigner signer, World world, string buyer, string seller) => Task.WhenAll(
        Enumerable.Range(0, Connections).Select(i => Task.Run(() => SendAsync(port, Math.Max(2, orders / Connections / 2 * 2), signer, world, buyer, seller))));

    private static async Task SendAsync(int port, int orders, ISigner signer, World world, string buyer, string seller)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
        var buffer = new byte[16_384];
        for (var i = 0; i < orders; i++)
        {
            var isBuy = i % 2 == 0;
            var length = Write(buffer, isBuy ? "BUY" : "SELL", isBuy ? buyer : seller, signer, world.NowNanos);
            await socket.SendAsync(buffer.AsMemory(0, length), SocketFlags.None).ConfigureAwait(false);
            await ReadAsync(socket, buffer).ConfigureAwait(false);
        }
    }

    private static int Write(byte[] buffer, string side, string key, ISigner signer, long nowNanos)
    {
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"symbol=BTCUSDT&side={side}&type=LIMIT&timeInForce=GTC&price=10000.00&quantity=0.001&recvWindow=60000&timestamp={nowNanos / UnixNanos.PerMillisecond}");
        var signature = signer.Sign(Encoding.ASCII.GetBytes(query));
        return Encoding.ASCII.GetBytes(
            $"POST /api/v3/order?{query}&signature={signature} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-MBX-APIKEY: {key}\r\nContent-Length: 0\r\n\r\n", buffer);
    }

    /// <summary>Reads one answer; it must be 200.</summary>
    private static async Task ReadAsync(Socket socket, byte[] buffer)
    {
        var read = 0;
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(read), SocketFlags.None).ConfigureAwait(false);
            if (got == 0)
                throw new InvalidOperationException("the server closed the connection");
            read += got;
            var head = buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8);
            if (head < 0)
                continue;
            var text = buffer.AsSpan(0, read);
            if (!text.StartsWith("HTTP/1.1 200"u8))
                throw new InvalidOperationException($"refused: {Encoding.ASCII.GetString(text)}");
            var at = text[..head].IndexOf("Content-Length: "u8) + 16;
            var end = at + text[at..].IndexOf((byte)'\r');
            if (read >= head + 4 + int.Parse(text[at..end], CultureInfo.InvariantCulture))
                return;
        }
    }
}
