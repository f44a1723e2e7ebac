using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>What a message is about.</summary>
public enum MarketMessageKind : byte
{
    Unknown = 0,
    BookTicker = 1,
    Trade = 2,
    DepthUpdate = 3,
    DepthSnapshot = 4,
}

/// <summary>The fields that a message may have.</summary>
[Flags]
public enum MessageFields
{
    None = 0,
    Bid = 1,
    BidSize = 2,
    Ask = 4,
    AskSize = 8,
    Price = 16,
    Quantity = 32,
    TradeId = 64,
    BuyerIsMaker = 128,
    FirstUpdateId = 256,
    LastUpdateId = 512,
    Bids = 1024,
    Asks = 2048,
    Time = 4096,
    BookTicker = Bid | BidSize | Ask | AskSize,
    Trade = Price | Quantity | TradeId | BuyerIsMaker | Time,
    DepthUpdate = FirstUpdateId | LastUpdateId | Bids | Asks | Time,
    DepthSnapshot = LastUpdateId | Bids | Asks,
}

/// <summary>One price level as the text has it.</summary>
public readonly record struct MessageLevel(DecimalNumber Price, DecimalNumber Size);

/// <summary>The fields of the current message; one object is reused for all messages of a reader.</summary>
public sealed class MarketMessage
{
    public MarketMessageKind Kind { get; set; }

    public MessageFields Seen { get; set; }

    /// <summary>Spot book tickers have none.</summary>
    public long VenueNanos { get; set; }

    /// <summary>Bid price of a book ticker, price of a trade.</summary>
    public DecimalNumber Price { get; set; }

    public DecimalNumber Ask { get; set; }

    /// <summary>Bid size of a book ticker, quantity of a trade.</summary>
    public DecimalNumber Size { get; set; }

    public DecimalNumber AskSize { get; set; }

    public long TradeId { get; set; }

    public bool BuyerIsMaker { get; set; }

    /// <summary>Futures send trades of kind NA with price 0 for things that were no trade.</summary>
    public bool IsNoTrade { get; set; }

    public long FirstUpdateId { get; set; }

    public long LastUpdateId { get; set; }

    public long PreviousLastUpdateId { get; set; }

    public List<MessageLevel> Bids { get; } = [];

    public List<MessageLevel> Asks { get; } = [];

    public MessageFields Required => Kind switch
    {
        MarketMessageKind.BookTicker => MessageFields.BookTicker,
        MarketMessageKind.Trade => MessageFields.Trade,
        MarketMessageKind.DepthUpdate => MessageFields.DepthUpdate,
        MarketMessageKind.DepthSnapshot => MessageFields.DepthSnapshot,
        _ => MessageFields.None,
    };

    public void Clear(MarketMessageKind kind)
    {
        Kind = kind;
        Seen = MessageFields.None;
        VenueNanos = 0;
        PreviousLastUpdateId = 0;
        IsNoTrade = false;
        Bids.Clear();
        Asks.Clear();
    }
}
