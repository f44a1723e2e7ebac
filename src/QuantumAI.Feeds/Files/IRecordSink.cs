using QuantumAI.Domain.Instruments;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Feeds.Files;

/// <summary>One bar row.</summary>
internal readonly record struct BarRecord(
    long StartNanos, DecimalNumber Open, DecimalNumber High, DecimalNumber Low, DecimalNumber Close, DecimalNumber Volume);

/// <summary>One row of bid and ask bars; the sizes are those of the end.</summary>
internal readonly record struct QuoteBarRecord(
    long StartNanos, BarRecord Bid, BarRecord Ask);

/// <summary>Best bid and ask.</summary>
internal readonly record struct QuoteRecord(
    long ReceivedNanos, long VenueNanos, DecimalNumber Bid, DecimalNumber Ask, DecimalNumber BidSize, DecimalNumber AskSize);

/// <summary>One trade.</summary>
internal readonly record struct TradeRecord(
    long ReceivedNanos, long VenueNanos, DecimalNumber Price, DecimalNumber Quantity, long TradeId, bool BuyerIsMaker);

/// <summary>A depth snapshot or update; the lists are reused for the next one.</summary>
internal readonly record struct DepthRecord(
    bool IsSnapshot,
    long ReceivedNanos,
    long VenueNanos,
    long FirstUpdateId,
    long LastUpdateId,
    long PreviousLastUpdateId,
    List<MessageLevel> Bids,
    List<MessageLevel> Asks);

/// <summary>Takes what a decoder found in a line and every rule accepts.</summary>
internal interface IRecordSink
{
    void OnBar(in BarRecord bar);

    void OnQuoteBar(in QuoteBarRecord bar);

    void OnQuote(in QuoteRecord quote);

    void OnTrade(in TradeRecord trade);

    void OnDepth(in DepthRecord depth);

    /// <summary>A message of a kind that no event exists for.</summary>
    void OnIgnored();
}
