namespace QuantumAI.Venues.PaperServer.Streams.Market;

/// <summary>Kinds of market streams.</summary>
internal enum StreamKind : byte
{
    Unspecified = 0,
    Trade = 1,
    AggregateTrade = 2,
    Kline = 3,

    /// <summary>Bars of the day of a zone.</summary>
    ZonedKline = 4,
    MiniTicker = 5,
    Ticker = 6,
    WindowTicker = 7,
    BookTicker = 8,
    AveragePrice = 9,
    Depth = 10,
    PartialDepth = 11,
    AllMiniTickers = 12,
    AllTickers = 13,
    AllWindowTickers = 14,
}

/// <summary>What a stream carries.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Symbol">Index of the symbol; −1 for streams of all.</param>
/// <param name="Detail">Of bars: place of the interval; of partial books: levels; of windows: hours; else 0.</param>
/// <param name="SpeedMillis">Of books: how often it comes.</param>
/// <param name="IsMicros">Times are told in microseconds.</param>
internal readonly record struct StreamTopic(StreamKind Kind, int Symbol, int Detail = 0, int SpeedMillis = 0, bool IsMicros = false);
