using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace QuantumAI.Venues.Transport;

/// <summary>WebSockets. Pings of the venue are answered with their payload by the framework; own pings find a peer that is gone.</summary>
public sealed class SocketTransport : IStreamTransport
{
    private const int FrameBytesMost = 16 * 1024 * 1024;
    private const int SendsWaitingMost = 64;
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(20);

    public IStreamLink Open(Uri address, IStreamListener listener)
    {
        var link = new Link(listener);
        link.Run(address);
        return link;
    }

    private sealed class Link(IStreamListener listener) : IStreamLink, IDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Channel<string> _sends = Channel.CreateBounded<string>(SendsWaitingMost);

        public void Run(Uri address) => _ = RunAsync(address);

        public void Send(string text)
        {
            if (!_sends.Writer.TryWrite(text))
                Close();
        }

        public void Close()
        {
            try
            {
                _end.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // it has ended by itself
            }
        }

        public void Dispose() => _end.Dispose();

        private async Task RunAsync(Uri address)
        {
            await Task.Yield(); // the caller learns of the link before the listener learns of its end
            var reason = "closed here";
            try
            {
                using var socket = new ClientWebSocket();
                socket.Options.KeepAliveInterval = PingInterval;
                socket.Options.KeepAliveTimeout = PingInterval;
                using (var patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token))
                {
                    patience.CancelAfter(ConnectPatience);
                    await socket.ConnectAsync(address, patience.Token).ConfigureAwait(false);
                }

                listener.OnOpened();
                using var both = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
                var sending = SendAllAsync(socket, both.Token);
                reason = await ReceiveAllAsync(socket, both.Token).ConfigureAwait(false);
                await both.CancelAsync().ConfigureAwait(false);
                await sending.ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                reason = _end.IsCancellationRequested ? "closed here" : "not connected in time";
            }
            catch (Exception failure) when (failure is WebSocketException or IOException or HttpRequestException or InvalidOperationException)
            {
                reason = failure.Message;
            }

            _sends.Writer.TryComplete();
            listener.OnClosed(reason);
            Dispose();
        }

        private async Task<string> ReceiveAllAsync(ClientWebSocket socket, CancellationToken cancellation)
        {
            var buffer = new byte[64 * 1024];
            var length = 0;
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                    return $"closed by the venue: {socket.CloseStatus} {socket.CloseStatusDescription}";
                length += part.Count;
                if (part.EndOfMessage)
                {
                    await listener.OnMessageAsync(buffer.AsMemory(0, length)).ConfigureAwait(false);
                    length = 0;
                }
                else if (length == buffer.Length)
                {
                    if (length >= FrameBytesMost)
                        return $"a message of more than {FrameBytesMost} bytes";
                    Array.Resize(ref buffer, 2 * length);
                }
            }
        }

        private async Task SendAllAsync(ClientWebSocket socket, CancellationToken cancellation)
        {
            try
            {
                await foreach (var text in _sends.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                    await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellation).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is OperationCanceledException or WebSocketException or IOException)
            {
                Close(); // whoever reads hears why
            }
        }
    }
}
