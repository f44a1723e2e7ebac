using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Benchmarks.Journal;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer;
using QuantumAI.Venues.PaperServer.Calls;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Benchmarks.Venues;

/// <summary>From a change of the exchange's book to the same change in a client's book, over a WebSocket.</summary>
internal static class WireToBookRows
{
    private const double Quantile = 0.99;
    private const int Levels = 40;
    private static readonly ExchangeCall Depth = CallCatalogue.FindMethod("depth") ?? throw new InvalidOperationException("the catalogue has no depth");

    public static Row[] Of(RunSize size)
    {
        var messages = size.Of(20_000);
        return
        [
            new Row(
                "venues.wire-to-book", "µs", Better.Lower, new Workload("paper-exchange", () => AtExchange(messages)),
                new Workload("bare-websocket", () => AtBareServer(messages)), Target.Fixed(500, 250),
                "p99 from the market's move (80 levels) over engine, stream and client's parser to the client's book, one after the other; the bare server sends 4 KiB"),
        ];
    }

    /// <summary>The engine takes a book, tells what changed, a client parses the message and applies it.</summary>
    private static Sample AtExchange(int messages) => OrderRun.WithExchange((exchange, world) =>
    {
        using var socket = Connect(new Uri($"ws://127.0.0.1:{exchange.Port}/ws/btcusdt@depth@100ms"));
        using var client = new BookClient(socket);
        var next = 0L;
        Change(exchange, next);
        client.Read();
        return Latencies.Measure(messages, Quantile, _ =>
        {
            Change(exchange, ++next);
            client.Read();
        });
    });

    /// <summary>The framework's own server sends the same bytes; a client receives them.</summary>
    private static Sample AtBareServer(int messages)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        WebSocket? served = null;
        using var isServed = new SemaphoreSlim(0);
        var end = new TaskCompletionSource();
        application.UseWebSockets();
        application.Run(async http =>
        {
            served = await http.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
            isServed.Release();
            await end.Task.ConfigureAwait(false);
        });
        application.StartAsync().GetAwaiter().GetResult();
        var port = new Uri(application.Urls.First()).Port;
        using var socket = Connect(new Uri($"ws://127.0.0.1:{port}/"));
        if (!isServed.Wait(TimeSpan.FromSeconds(30))) // the client is connected; its server's handler runs on another thread
            throw new TimeoutException("the bare server did not take the connection");
        var (message, buffer) = (new byte[4_096], new byte[64 * 1_024]);
        var sample = Latencies.Measure(messages, Quantile, _ =>
        {
            served!.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None).GetAwaiter().GetResult();
            socket.ReceiveAsync(buffer, CancellationToken.None).GetAwaiter().GetResult();
        });
        end.SetResult();
        application.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return sample;
    }

    /// <summary>Moves every level of the market's book, and asks for a snapshot: that makes the exchange tell the change at once.</summary>
    private static void Change(PaperExchange exchange, long number)
    {
        var size = 5_00000000 + (number * 1_000);
        var bids = Enumerable.Range(0, Levels).Select(level => new DepthLevel(9_999_00 - level, size)).ToArray();
        var asks = Enumerable.Range(0, Levels).Select(level => new DepthLevel(10_001_00 + level, size)).ToArray();
        var changed = MarketEvent.Snapshot(0, 0, 0, new DepthLevels(number + 2, number + 2, 0, bids, asks));
        if (!exchange.TryHear(in changed))
            throw new InvalidOperationException("the exchange has no room");
        _ = exchange.Door.SendAsync(new ExchangeRequest(Depth, new RequestParameters([new("symbol", "BTCUSDT"), new("limit", "5")])));
    }

    private static ClientWebSocket Connect(Uri url)
    {
        var socket = new ClientWebSocket();
        socket.ConnectAsync(url, CancellationToken.None).GetAwaiter().GetResult();
        return socket;
    }

    private sealed class BookClient(ClientWebSocket socket) : IMarketMessageWatch, IDisposable
    {
        private readonly byte[] _buffer = new byte[64 * 1_024];
        private readonly SortedDictionary<long, long> _levels = [];
        private MarketMessageReader? _reader;

        public long Problems { get; private set; }

        public void OnProblem(string rule, ReadOnlySpan<byte> value) => throw new InvalidOperationException(rule);

        public void OnProblem(string rule, string value) => throw new InvalidOperationException(rule);

        public void OnSymbol(bool isText, ReadOnlySpan<byte> symbol)
        {
        }

        /// <summary>Takes the next message into the book.</summary>
        public void Read()
        {
            _reader ??= new MarketMessageReader(this, isStrict: true);
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().GetAwaiter().GetResult();
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (!_reader.TryRead(_buffer.AsSpan(0, length)) || _reader.Message.Bids.Count == 0)
                throw new InvalidOperationException("a message must tell the change");
            foreach (var level in _reader.Message.Bids)
                _levels[level.Price.Mantissa] = level.Size.Mantissa;
            foreach (var level in _reader.Message.Asks)
                _levels[level.Price.Mantissa] = level.Size.Mantissa;
        }

        public void Dispose() => _levels.Clear();
    }
}
