using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Tests.Binance;

public sealed class MarketEventReaderTests
{
    private static readonly Instrument[] Instruments = [Instrument.FromFile("ETHUSDT", 2), Instrument.FromFile("BTCUSDT", 2)];

    private const string Ticker = """{"stream":"btcusdt@bookTicker","data":{"u":1,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"}}""";
    private const string Trade = """{"e":"trade","E":1672515782136,"s":"ETHUSDT","t":12345,"p":"2500.10","q":"0.5","T":1672515782136,"m":true,"M":true}""";
    private const string Depth = """{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1672515782136,"s":"BTCUSDT","U":157,"u":160,"b":[["61837.63","10"]],"a":[["61838.00","0"]]}}""";

    [Fact]
    public void message_must_become_an_event_of_its_instrument()
    {
        var reader = new MarketEventReader(Instruments);
        Assert.Equal(MarketReading.Event, Read(reader, Ticker, out var quote));
        Assert.Equal((MarketEventKind.Quote, 1, 9L, 0L), (quote.Kind, quote.InstrumentId, quote.ReceivedNanos, quote.VenueNanos));
        Assert.Equal((6_183_763L, 6_183_764L, 378_826_000L, 154_698_000L), (quote.BidUnits, quote.AskUnits, quote.BidSizeUnits, quote.AskSizeUnits));
        Assert.Equal(MarketReading.Event, Read(reader, Trade, out var trade));
        Assert.Equal((0, 250_010L, 50_000_000L, 12_345L, true), (trade.InstrumentId, trade.PriceUnits, trade.QuantityUnits, trade.TradeId, trade.BuyerIsMaker));
        Assert.Equal(MarketReading.Event, Read(reader, Depth, out var depth));
        Assert.Equal((157L, 160L), (depth.Depth.FirstUpdateId, depth.Depth.LastUpdateId));
        Assert.Equal([new DepthLevel(6_183_800, 0)], depth.Depth.Asks);
    }

    [Fact]
    public void bare_book_ticker_must_be_read_when_its_stream_is_known()
    {
        var reader = new MarketEventReader(Instruments);
        const string Bare = """{"u":1,"s":"ETHUSDT","b":"1.00","B":"1","a":"2.00","A":"1"}""";
        Assert.Equal(MarketReading.Other, Read(reader, Bare, out _));
        Assert.Equal(MarketReading.Event, reader.Read(Encoding.UTF8.GetBytes(Bare), 1, out var quote, MarketMessageKind.BookTicker));
        Assert.Equal(200, quote.AskUnits);
    }

    [Fact]
    public void snapshot_must_be_of_the_instrument_that_was_asked_for()
    {
        var reader = new MarketEventReader(Instruments);
        var answer = """{"lastUpdateId":160,"bids":[["0.24","10"]],"asks":[["0.26","100"]]}"""u8;
        Assert.Equal(MarketReading.Refused, reader.Read(answer, 1, out _));
        Assert.Equal(MarketReading.Event, reader.Read(answer, 1, out var snapshot, instrumentId: 0));
        Assert.Equal((MarketEventKind.DepthSnapshot, 160L), (snapshot.Kind, snapshot.Depth.LastUpdateId));
    }

    [Theory]
    [InlineData("\"b\":\"61837.63000000\"", "\"b\":61837.63", "bid must be a number in quotes")]
    [InlineData("\"b\":\"61837.63000000\"", "\"b\":\"61837.631\"", "numbers must fit the instrument BTCUSDT")]
    [InlineData("\"b\":\"61837.63000000\"", "\"b\":\"1e3\"", "bid must be a plain decimal number, was 1e3")]
    [InlineData("\"b\":\"61837.63000000\"", "\"b\":\"1\",\"b\":\"2\"", "a message must name Bid once")]
    [InlineData("\"BTCUSDT\"", "\"XRPUSDT\"", "a message must be of a symbol that was asked for, was XRPUSDT")]
    [InlineData("\"BTCUSDT\"", "7", "a message must be of a symbol that was asked for")]
    [InlineData("\"s\":\"BTCUSDT\",", "", "a message must name its symbol")]
    [InlineData(",\"A\":\"1.54698000\"", "", "a BookTicker message must have all its fields")]
    [InlineData("}}", "}", "a message must be whole JSON")]
    [InlineData("{\"stream\"", "[\"stream\"", "a message must be whole JSON")]
    public void message_must_be_refused_when_it_breaks_a_rule(string part, string broken, string rule)
    {
        var reader = new MarketEventReader(Instruments);
        Assert.Equal(MarketReading.Refused, Read(reader, Ticker.Replace(part, broken, StringComparison.Ordinal), out _));
        Assert.StartsWith(rule, reader.Refusal, StringComparison.Ordinal);
        Assert.True(reader.Problems > 0);
        Assert.Equal(MarketReading.Event, Read(reader, Ticker, out _));
    }

    [Fact]
    public void hot_path_must_not_allocate_for_quotes_and_trades()
    {
        var reader = new MarketEventReader(Instruments);
        byte[][] messages = [Encoding.UTF8.GetBytes(Ticker), Encoding.UTF8.GetBytes(Trade)];
        Run(reader, messages, 2_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(reader, messages, 10_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64);
    }

    /// <summary>A real recording, each message also read by a JSON document and <see cref="decimal"/>.</summary>
    [Fact]
    public void recorded_messages_must_become_what_an_independent_reading_says()
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(SharedData.Path("crypto/ticks/binance_spot_btcusdt_20240808_ws_raw.jsonl.gz")), CompressionMode.Decompress));
        var reader = new MarketEventReader(Instruments);
        var counts = new Dictionary<MarketEventKind, int>();
        while (lines.ReadLine() is { } line)
        {
            var json = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            Assert.Equal(MarketReading.Event, reader.Read(Encoding.UTF8.GetBytes(json), 5, out var read, instrumentId: 1));
            Check(JsonElement.Parse(json), read);
            counts[read.Kind] = counts.GetValueOrDefault(read.Kind) + 1;
        }

        Assert.True(counts[MarketEventKind.Quote] > 20_000 && counts[MarketEventKind.Trade] > 5_000 && counts[MarketEventKind.DepthUpdate] > 3_000 && counts[MarketEventKind.DepthSnapshot] > 0);
    }

    private static void Check(JsonElement json, MarketEvent read)
    {
        var data = json.TryGetProperty("data", out var inner) ? inner : json;
        switch (read.Kind)
        {
            case MarketEventKind.Quote:
                Assert.Equal(
                    (Units(data, "b", 2), Units(data, "a", 2), Units(data, "B", 8), Units(data, "A", 8)), (read.BidUnits, read.AskUnits, read.BidSizeUnits, read.AskSizeUnits));
                break;
            case MarketEventKind.Trade:
                Assert.Equal(
                    (Units(data, "p", 2), Units(data, "q", 8), data.GetProperty("t").GetInt64(), data.GetProperty("m").GetBoolean(), data.GetProperty("E").GetInt64() * 1_000_000),
                    (read.PriceUnits, read.QuantityUnits, read.TradeId, read.BuyerIsMaker, read.VenueNanos));
                break;
            default:
                var (bids, asks) = read.Kind == MarketEventKind.DepthSnapshot ? ("bids", "asks") : ("b", "a");
                Assert.Equal(data.GetProperty(bids).EnumerateArray().Select(Level), read.Depth.Bids);
                Assert.Equal(data.GetProperty(asks).EnumerateArray().Select(Level), read.Depth.Asks);
                Assert.Equal(data.GetProperty(read.Kind == MarketEventKind.DepthSnapshot ? "lastUpdateId" : "u").GetInt64(), read.Depth.LastUpdateId);
                break;
        }
    }

    private static DepthLevel Level(JsonElement level) => new(Scaled(level[0].GetString()!, 2), Scaled(level[1].GetString()!, 8));

    private static long Units(JsonElement data, string name, int scale) => Scaled(data.GetProperty(name).GetString()!, scale);

    private static long Scaled(string text, int scale) => (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * (decimal)Math.Pow(10, scale));

    private static void Run(MarketEventReader reader, byte[][] messages, int count)
    {
        for (var i = 0; i < count; i++)
            Assert.True(reader.Read(messages[i % messages.Length], i, out _) == MarketReading.Event);
    }

    private static MarketReading Read(MarketEventReader reader, string json, out MarketEvent read) => reader.Read(Encoding.UTF8.GetBytes(json), 9, out read);
}
