using System.IO.Compression;
using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Tests.PaperServer.Streams;

/// <summary>The venue's own streams of a day in August 2024, shown by the exchange as its market.</summary>
public sealed class RecordedStreamTests
{
    private const string File = "crypto/ticks/binance_spot_btcusdt_20240808_ws_raw.jsonl.gz";

    [Fact]
    public async Task recorded_trades_and_books_must_reach_a_client_complete_and_in_order()
    {
        var recorded = Read().ToArray();
        await using var host = await SocketHost.StartAsync(hasBook: false);
        using var trades = await host.StreamAsync("/ws/btcusdt@trade");
        using var depth = await host.StreamAsync("/ws/btcusdt@depth@100ms");
        var heard = HearTradesAsync(trades, recorded.Count(message => message is TradeMessage));
        var first = recorded.OfType<DepthUpdateMessage>().First(); // the recording has no snapshot: its first change stands for one
        foreach (var message in recorded)
        {
            var marketEvent = EventOf(message, message == first).Ingested(0, host.Exchange.World.NowNanos);
            while (!host.Exchange.TryHear(in marketEvent))
                await host.Exchange.WaitForRoomAsync();
        }

        Assert.Equal(
            recorded.OfType<TradeMessage>().Select(trade => (trade.Price, trade.Quantity, trade.IsBuyerMaker)),
            (await heard).Select(trade => (trade.Price, trade.Quantity, trade.IsBuyerMaker)));

        var end = SpotMarket.Book(Payload.Open("book", (await host.RestAsync("GET", "/api/v3/depth", null, ("symbol", "BTCUSDT"), ("limit", 5_000))).Body));
        var (bids, asks, last) = (new Dictionary<DecimalNumber, DecimalNumber>(), new Dictionary<DecimalNumber, DecimalNumber>(), 0L);
        while (last < end.LastUpdateId)
        {
            var told = await depth.NextAsync<DepthUpdateMessage>();
            Assert.True(last == 0 || told.FirstUpdateId == last + 1);
            (_, last) = (Put(bids, told.Bids), told.LastUpdateId);
            Put(asks, told.Asks);
        }

        Assert.True(end.Bids.Count > 100 && end.Asks.Count > 100);
        Assert.Equal(end.Bids.ToDictionary(level => level.Price, level => level.Size), bids);
        Assert.Equal(end.Asks.ToDictionary(level => level.Price, level => level.Size), asks);
    }

    private static async Task<List<TradeMessage>> HearTradesAsync(SocketClient client, int count)
    {
        var heard = new List<TradeMessage>();
        while (heard.Count < count)
            heard.Add(await client.NextAsync<TradeMessage>());
        Assert.Equal(heard.Select(trade => trade.TradeId).Order().Distinct(), heard.Select(trade => trade.TradeId));
        return heard;
    }

    private static IEnumerable<StreamMessage> Read()
    {
        using var reader = new StreamReader(new GZipStream(System.IO.File.OpenRead(SharedData.Path(File)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            if (line.IndexOf('{', StringComparison.Ordinal) is var at and > 0 && StreamMessages.Read(Encoding.UTF8.GetBytes(line[at..])) is var message
                && message is TradeMessage or DepthUpdateMessage)
                yield return message;
        }
    }

    private static MarketEvent EventOf(StreamMessage message, bool isFirst)
    {
        if (message is TradeMessage trade)
        {
            return MarketEvent.Trade(
                0, 0, trade.TradeNanos, Units(trade.Price, SocketHost.Bitcoin.PriceScale), Units(trade.Quantity, SocketHost.Bitcoin.QuantityScale), trade.TradeId, trade.IsBuyerMaker);
        }

        var depth = (DepthUpdateMessage)message;
        var levels = new DepthLevels(depth.FirstUpdateId, depth.LastUpdateId, 0, Levels(depth.Bids, isFirst), Levels(depth.Asks, isFirst));
        return isFirst ? MarketEvent.Snapshot(0, 0, depth.EventNanos, levels) : MarketEvent.Update(0, 0, depth.EventNanos, levels);
    }

    private static DepthLevel[] Levels(IReadOnlyList<MessageLevel> levels, bool isFirst) => [.. levels.Where(level => !isFirst || level.Size.Mantissa > 0).Select(level =>
        new DepthLevel(Units(level.Price, SocketHost.Bitcoin.PriceScale), Units(level.Size, SocketHost.Bitcoin.QuantityScale)))];

    private static long Units(DecimalNumber number, byte scale) => number.Mantissa * FixedPoint.PowerOfTen(scale - number.Scale);

    private static Dictionary<DecimalNumber, DecimalNumber> Put(Dictionary<DecimalNumber, DecimalNumber> side, IReadOnlyList<MessageLevel> levels)
    {
        foreach (var level in levels)
        {
            if (level.Size.Mantissa == 0)
                side.Remove(level.Price);
            else
                side[level.Price] = level.Size;
        }

        return side;
    }
}
