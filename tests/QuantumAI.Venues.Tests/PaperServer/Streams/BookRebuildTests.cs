using QuantumAI.Domain.Instruments;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Tests.PaperServer.Streams;

/// <summary>The venue's documented recipe: a snapshot by REST, then the messages that follow it.</summary>
public sealed class BookRebuildTests
{
    [Theory]
    [InlineData("btcusdt@depth@100ms", 1)]
    [InlineData("btcusdt@depth@100ms", 2)]
    [InlineData("btcusdt@depth@100ms", 3)]
    [InlineData("btcusdt@depth", 4)]
    [InlineData("btcusdt@depth", 5)]
    public async Task Prop_stream_and_snapshot_must_rebuild_the_exchanges_own_book(string stream, int seed)
    {
        await using var host = await SocketHost.StartAsync();
        using var client = await host.StreamAsync("/ws/" + stream);
        var random = new Random(seed);
        for (var i = 0; i < 30; i++)
            await TradeAsync(host, random);
        var mirror = new Mirror(SpotMarket.Book(Payload.Open("book", await DepthAsync(host))));
        for (var i = 0; i < 120; i++)
            await TradeAsync(host, random);
        var end = SpotMarket.Book(Payload.Open("book", await DepthAsync(host)));

        // Later messages may go beyond the snapshot in number; nothing trades any more, so the levels are the same.
        while (mirror.LastUpdateId < end.LastUpdateId)
        {
            if (mirror.LastUpdateId + 1 == end.LastUpdateId && mirror.Equals(end))
                break;
            mirror.Apply(await client.NextAsync<DepthUpdateMessage>());
        }

        Assert.Equal(end.Bids.Select(Pair), mirror.Bids);
        Assert.Equal(end.Asks.Select(Pair), mirror.Asks);
        Assert.True(mirror.Applied > 0);
    }

    private static async Task TradeAsync(SocketHost host, Random random)
    {
        var key = random.Next(2) == 0 ? SocketHost.Hmac : SocketHost.OtherHmac;
        switch (random.Next(8))
        {
            case 0:
                await host.RestAsync("DELETE", "/api/v3/openOrders", key, ("symbol", "BTCUSDT"));
                break;
            case 1:
                host.Book(9_990_00 + random.Next(900), 10_001_00 + random.Next(900));
                break;
            default:
                await host.OrderAsync(key, random.Next(2) == 0 ? "BUY" : "SELL", $"{9_990 + random.Next(21)}.{random.Next(10)}", $"0.0{random.Next(1, 9)}");
                break;
        }
    }

    private static async Task<byte[]> DepthAsync(SocketHost host) => (await host.RestAsync("GET", "/api/v3/depth", null, ("symbol", "BTCUSDT"), ("limit", 5_000))).Body;

    private static (DecimalNumber, DecimalNumber) Pair(MessageLevel level) => (level.Price, level.Size);

    private sealed class Mirror
    {
        private readonly Dictionary<DecimalNumber, DecimalNumber> _bids;
        private readonly Dictionary<DecimalNumber, DecimalNumber> _asks;

        public Mirror(BookSnapshot book)
        {
            LastUpdateId = book.LastUpdateId;
            _bids = book.Bids.ToDictionary(level => level.Price, level => level.Size);
            _asks = book.Asks.ToDictionary(level => level.Price, level => level.Size);
        }

        public long LastUpdateId { get; private set; }

        public int Applied { get; private set; }

        public IEnumerable<(DecimalNumber, DecimalNumber)> Bids => _bids.OrderByDescending(pair => Value(pair.Key)).Select(pair => (pair.Key, pair.Value));

        public IEnumerable<(DecimalNumber, DecimalNumber)> Asks => _asks.OrderBy(pair => Value(pair.Key)).Select(pair => (pair.Key, pair.Value));

        public void Apply(DepthUpdateMessage message)
        {
            if (message.LastUpdateId <= LastUpdateId)
                return;
            Assert.InRange(message.FirstUpdateId, Applied == 0 ? 0 : LastUpdateId + 1, LastUpdateId + 1);
            Put(_bids, message.Bids);
            Put(_asks, message.Asks);
            LastUpdateId = message.LastUpdateId;
            Applied++;
        }

        public bool Equals(BookSnapshot book) => book.Bids.Select(Pair).SequenceEqual(Bids) && book.Asks.Select(Pair).SequenceEqual(Asks);

        private static decimal Value(DecimalNumber number) => number.Mantissa / (decimal)Math.Pow(10, number.Scale);

        private static void Put(Dictionary<DecimalNumber, DecimalNumber> side, IReadOnlyList<MessageLevel> levels)
        {
            foreach (var level in levels)
            {
                if (level.Size.Mantissa == 0)
                    side.Remove(level.Price);
                else
                    side[level.Price] = level.Size;
            }
        }
    }
}
