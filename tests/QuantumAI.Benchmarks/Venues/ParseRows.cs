using System.Globalization;
using System.Text;
using System.Text.Json;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Benchmarks.Venues;

/// <summary>Market-data messages from their bytes to events in the instrument's units, against the framework's document and decimals.</summary>
internal static class ParseRows
{
    private const int Messages = 400_000;
    private const int Distinct = 4_000;
    private const int PriceScale = 2;
    private const int QuantityScale = 8;
    private const string Mix = "book tickers 68 %, trades 24 %, depth updates of 20 levels 8 %, as in the recording of 2024-08-08; one core; depth levels are what is allocated";

    public static Row[] Of(RunSize size)
    {
        var messages = Make();
        var count = size.Of(Messages);
        if (Sum(messages, Reader(messages)) != Sum(messages, Document))
            throw new InvalidOperationException("reader and baseline must read the same numbers");
        return
        [
            new Row(
                "venues.parse", "messages/s", Better.Higher, Rate("market-event-reader", messages, count, Reader(messages)), Rate("json-document", messages, count, Document),
                Target.Rate(2e5, 1e6), Mix),
        ];
    }

    private static Workload Rate(string name, byte[][] messages, int count, Func<byte[], long> read) => new(name, () =>
    {
        var sum = 0L;
        var sample = Sample.Rate(count, () =>
        {
            for (var i = 0; i < count; i++)
                sum += read(messages[i % messages.Length]);
        });
        return sum != 0 ? sample : throw new InvalidOperationException("nothing was read");
    });

    private static long Sum(byte[][] messages, Func<byte[], long> read) => messages.Sum(read);

    private static Func<byte[], long> Reader(byte[][] messages)
    {
        var reader = new MarketEventReader([Instrument.FromFile("BTCUSDT", PriceScale)]);
        return message => reader.Read(message, 1, out var read) != MarketReading.Event
            ? throw new InvalidOperationException($"{reader.Refusal} in one of {messages.Length} messages")
            : read.Kind switch
            {
                MarketEventKind.Quote => read.BidUnits + read.AskSizeUnits,
                MarketEventKind.Trade => read.PriceUnits + read.QuantityUnits,
                _ => read.Depth.Bids[^1].PriceUnits + read.Depth.Asks[^1].SizeUnits,
            };
    }

    /// <summary>What one writes without thinking of speed; the numbers are as exact.</summary>
    private static long Document(byte[] message)
    {
        using var document = JsonDocument.Parse(message);
        var data = document.RootElement.GetProperty("data");
        if (!data.TryGetProperty("e", out var kind))
            return Units(data.GetProperty("b"), PriceScale) + Units(data.GetProperty("A"), QuantityScale) + (0 * (Units(data.GetProperty("a"), PriceScale) + Units(data.GetProperty("B"), QuantityScale)));
        if (kind.ValueEquals("trade"u8))
            return Units(data.GetProperty("p"), PriceScale) + Units(data.GetProperty("q"), QuantityScale) + (0 * data.GetProperty("t").GetInt64());
        var bids = data.GetProperty("b").EnumerateArray().Select(Level).ToArray();
        var asks = data.GetProperty("a").EnumerateArray().Select(Level).ToArray();
        return bids[^1].PriceUnits + asks[^1].SizeUnits;
    }

    private static DepthLevel Level(JsonElement level) => new(Units(level[0], PriceScale), Units(level[1], QuantityScale));

    private static long Units(JsonElement text, int scale) =>
        (long)(decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture) * FixedPoint.PowerOfTen(scale));

    private static byte[][] Make()
    {
        var messages = new byte[Distinct][];
        var price = 6_183_763L;
        for (var i = 0; i < Distinct; i++)
        {
            price += ((i * 7) % 11) - 5;
            messages[i] = Encoding.UTF8.GetBytes((i % 25) switch
            {
                < 17 => $$$"""{"stream":"btcusdt@bookTicker","data":{"u":{{{50093239212 + i}}},"s":"BTCUSDT","b":"{{{Price(price)}}}","B":"{{{Size(i)}}}","a":"{{{Price(price + 1)}}}","A":"{{{Size(i + 3)}}}"}}""",
                < 23 => $$$"""{"stream":"btcusdt@trade","data":{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":{{{3735683259 + i}}},"p":"{{{Price(price)}}}","q":"{{{Size(i)}}}","T":1723161255342,"m":true,"M":true}}""",
                _ => $$$"""{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":{{{50093239189 + i}}},"u":{{{50093239202 + i}}},"b":[{{{Levels(price, -1)}}}],"a":[{{{Levels(price, 1)}}}]}}""",
            });
        }

        return messages;
    }

    private static string Levels(long price, int step) =>
        string.Join(',', Enumerable.Range(1, 10).Select(level => $"""["{Price(price + (step * level))}","{Size(level)}"]"""));

    private static string Price(long units) => WireText.Of(units, PriceScale);

    private static string Size(int seed) => WireText.Of((1 + (seed % 97)) * 154_698L, QuantityScale);
}
