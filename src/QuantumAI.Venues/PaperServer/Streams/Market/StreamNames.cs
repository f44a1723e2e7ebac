using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Streams.Market;

/// <summary>Names of market streams and what they stand for. Immutable, thread safe.</summary>
/// <param name="symbols">The exchange's symbols, in their order.</param>
internal sealed class StreamNames(IReadOnlyList<string> symbols)
{
    public const int Fast = 100;
    public const int Slow = 1_000;
    private const string ZoneSuffix = "@+08:00";

    private readonly Dictionary<string, int> _symbols = symbols.Index().ToDictionary(pair => pair.Item.ToLowerInvariant(), pair => pair.Index, StringComparer.Ordinal);

    /// <summary>Hours that the zoned bars are ahead of UTC.</summary>
    public static long ZoneNanos => 8 * UnixNanos.PerHour;

    /// <summary>What a name stands for; null for one that the exchange does not have. Names are in lower case, as the venue's are.</summary>
    public StreamTopic? Find(string name)
    {
        switch (name)
        {
            case "!miniTicker@arr": return new StreamTopic(StreamKind.AllMiniTickers, -1);
            case "!ticker@arr": return new StreamTopic(StreamKind.AllTickers, -1);
            case ['!', .. var rest] when rest.EndsWith("@arr", StringComparison.Ordinal) && WindowOf(rest[..^4]) is { } hours:
                return new StreamTopic(StreamKind.AllWindowTickers, -1, hours);
        }

        var at = name.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && _symbols.TryGetValue(name[..at], out var symbol) ? Find(symbol, name[(at + 1)..]) : null;
    }

    private static StreamTopic? Find(int symbol, string kind) => kind switch
    {
        "trade" => new StreamTopic(StreamKind.Trade, symbol),
        "aggTrade" => new StreamTopic(StreamKind.AggregateTrade, symbol),
        "miniTicker" => new StreamTopic(StreamKind.MiniTicker, symbol),
        "ticker" => new StreamTopic(StreamKind.Ticker, symbol),
        "bookTicker" => new StreamTopic(StreamKind.BookTicker, symbol),
        "avgPrice" => new StreamTopic(StreamKind.AveragePrice, symbol),
        _ when kind.StartsWith("kline_", StringComparison.Ordinal) => KlineOf(symbol, kind[6..]),
        _ when kind.StartsWith("depth", StringComparison.Ordinal) => DepthOf(symbol, kind[5..]),
        _ when WindowOf(kind) is { } hours => new StreamTopic(StreamKind.WindowTicker, symbol, hours),
        _ => null,
    };

    private static StreamTopic? KlineOf(int symbol, string text)
    {
        var isZoned = text.EndsWith(ZoneSuffix, StringComparison.Ordinal);
        var interval = KlineInterval.Find(isZoned ? text[..^ZoneSuffix.Length] : text);
        if (interval is null)
            return null;
        var place = KlineInterval.All.Index().First(pair => pair.Item == interval).Index;

        // Bars whose length divides the zone's distance begin at the same moments in both.
        return new StreamTopic(isZoned && ZoneNanos % interval.Nanos != 0 ? StreamKind.ZonedKline : StreamKind.Kline, symbol, place);
    }

    private static StreamTopic? DepthOf(int symbol, string text)
    {
        var (levels, speed) = text.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[at..]) : (text, "");
        var millis = speed switch { "" or "@1000ms" => Slow, "@100ms" => Fast, _ => 0 };
        if (millis == 0)
            return null;
        return levels switch
        {
            "" => new StreamTopic(StreamKind.Depth, symbol, 0, millis),
            "5" or "10" or "20" => new StreamTopic(StreamKind.PartialDepth, symbol, int.Parse(levels, CultureInfo.InvariantCulture), millis),
            _ => null,
        };
    }

    private static int? WindowOf(string text) => text switch { "ticker_1h" => 1, "ticker_4h" => 4, "ticker_1d" => 24, _ => null };
}
