namespace QuantumAI.Feeds.Files;

/// <summary>What kind of file it is.</summary>
public enum MarketFileFormat : byte
{
    Unspecified = 0,

    /// <summary>Bars under the header <c>timestamp,open,high,low,close,volume</c>.</summary>
    Csv = 1,

    /// <summary>Bars from data.binance.vision.</summary>
    BinanceKlines = 2,

    /// <summary>Aggregated trades from data.binance.vision.</summary>
    BinanceAggTrades = 3,

    /// <summary>Trade bars in Lean's folder format.</summary>
    LeanTradeBars = 4,

    /// <summary>Quote bars in Lean's folder format.</summary>
    LeanQuoteBars = 5,

    /// <summary>Raw Binance WebSocket messages with a local receive time in front of each.</summary>
    WebSocketRecording = 6,
}

/// <summary>What a file gives.</summary>
[Flags]
public enum MarketFileContents
{
    None = 0,
    Bars = 1,
    Trades = 2,

    /// <summary>Real quotes; the opening quotes that a bar file's source makes up from its opens are not meant.</summary>
    Quotes = 4,
    Depth = 8,
}
