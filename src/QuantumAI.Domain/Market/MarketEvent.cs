namespace QuantumAI.Domain.Market;

/// <summary>What a <see cref="MarketEvent"/> is about.</summary>
public enum MarketEventKind : byte
{
    Unspecified = 0,

    /// <summary>Best bid and ask.</summary>
    Quote = 1,

    /// <summary>A trade that happened.</summary>
    Trade = 2,

    /// <summary>A closed bar, delivered when it became known.</summary>
    Bar = 3,

    /// <summary>A full or partial order book; levels outside it are unknown.</summary>
    DepthSnapshot = 4,

    /// <summary>Changes of price levels.</summary>
    DepthUpdate = 5,

    /// <summary>The feed says that it lost data: what was built from it is gapped until it is synchronised again.</summary>
    Gap = 6,
}

/// <summary>One thing a market feed said, as a flat value that flows through queues without allocation.</summary>
/// <remarks>
/// Numbers are in units of the instrument's scales. <see cref="ReceivedNanos"/> is the receiver's clock and orders the world;
/// <see cref="VenueNanos"/> is the venue's clock, may run ahead of it, and is 0 where the feed gives none.
/// </remarks>
public readonly struct MarketEvent
{
    private readonly long _first;
    private readonly long _second;
    private readonly long _third;
    private readonly long _fourth;
    private readonly object? _body;

    private MarketEvent(
        MarketEventKind kind, int instrumentId, long receivedNanos, long venueNanos,
        long first, long second, long third, long fourth, object? body, bool buyerIsMaker = false, long sequence = 0)
    {
        Kind = kind;
        InstrumentId = instrumentId;
        ReceivedNanos = receivedNanos;
        VenueNanos = venueNanos;
        Sequence = sequence;
        BuyerIsMaker = buyerIsMaker;
        _first = first;
        _second = second;
        _third = third;
        _fourth = fourth;
        _body = body;
    }

    public MarketEventKind Kind { get; }

    /// <summary>True when the seller was the aggressor of a trade.</summary>
    public bool BuyerIsMaker { get; }

    /// <summary>Index of the instrument in the session's list.</summary>
    public int InstrumentId { get; }

    /// <summary>Number given by the ingest flow, 1, 2, 3 … over all instruments; 0 before that.</summary>
    public long Sequence { get; }

    /// <summary>When the feed handler received it, UTC.</summary>
    public long ReceivedNanos { get; }

    /// <summary>The venue's stamp, UTC; 0 = none given.</summary>
    public long VenueNanos { get; }

    public long BidUnits => _first;

    public long AskUnits => _second;

    public long BidSizeUnits => _third;

    public long AskSizeUnits => _fourth;

    public long PriceUnits => _first;

    public long QuantityUnits => _second;

    public long TradeId => _third;

    /// <summary>The bar of a <see cref="MarketEventKind.Bar"/> event.</summary>
    public Bar Bar => (Bar)_body!;

    /// <summary>The levels of a depth event.</summary>
    public DepthLevels Depth => (DepthLevels)_body!;

    public static MarketEvent Quote(
        int instrumentId, long receivedNanos, long venueNanos, long bidUnits, long askUnits, long bidSizeUnits, long askSizeUnits) =>
        new(MarketEventKind.Quote, instrumentId, receivedNanos, venueNanos, bidUnits, askUnits, bidSizeUnits, askSizeUnits, null);

    public static MarketEvent Trade(
        int instrumentId, long receivedNanos, long venueNanos, long priceUnits, long quantityUnits, long tradeId, bool buyerIsMaker) =>
        new(MarketEventKind.Trade, instrumentId, receivedNanos, venueNanos, priceUnits, quantityUnits, tradeId, 0, null, buyerIsMaker);

    /// <summary>A closed bar, received at its end.</summary>
    public static MarketEvent Closed(int instrumentId, Bar bar) =>
        new(MarketEventKind.Bar, instrumentId, bar.EndNanos, bar.EndNanos, bar.CloseUnits, 0, 0, 0, bar);

    public static MarketEvent Snapshot(int instrumentId, long receivedNanos, long venueNanos, DepthLevels levels) =>
        new(MarketEventKind.DepthSnapshot, instrumentId, receivedNanos, venueNanos, 0, 0, 0, 0, levels);

    public static MarketEvent Update(int instrumentId, long receivedNanos, long venueNanos, DepthLevels levels) =>
        new(MarketEventKind.DepthUpdate, instrumentId, receivedNanos, venueNanos, 0, 0, 0, 0, levels);

    public static MarketEvent Gap(int instrumentId, long receivedNanos) =>
        new(MarketEventKind.Gap, instrumentId, receivedNanos, 0, 0, 0, 0, 0, null);

    /// <summary>The same event with the number and the receive time that the ingest flow gives it.</summary>
    public MarketEvent Ingested(long sequence, long receivedNanos) =>
        new(Kind, InstrumentId, receivedNanos, VenueNanos, _first, _second, _third, _fourth, _body, BuyerIsMaker, sequence);
}
