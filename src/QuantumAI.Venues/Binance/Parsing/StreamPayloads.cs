using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>A message of a market stream; the frequent ones are read without allocation by <see cref="MarketEventReader"/>.</summary>
/// <param name="Stream">Name of the stream; null when the connection carries one only.</param>
public abstract record StreamMessage(string? Stream);

public sealed record TradeMessage(string? Stream, long EventNanos, string Symbol, long TradeId, DecimalNumber Price, DecimalNumber Quantity, long TradeNanos, bool IsBuyerMaker)
    : StreamMessage(Stream);

public sealed record AggregateTradeMessage(string? Stream, long EventNanos, string Symbol, AggregateTrade Trade) : StreamMessage(Stream);

/// <summary>A bar that is growing or, with <see cref="IsClosed"/>, done.</summary>
public sealed record KlineMessage(string? Stream, long EventNanos, string Symbol, string Interval, Kline Kline, long FirstTradeId, long LastTradeId, bool IsClosed)
    : StreamMessage(Stream);

public sealed record MiniTickerMessage(
    string? Stream, long EventNanos, string Symbol, DecimalNumber Close, DecimalNumber Open, DecimalNumber High, DecimalNumber Low, Money Volume, Money QuoteVolume)
    : StreamMessage(Stream);

/// <summary>A rolling ticker; the event's name tells its window (<c>24hrTicker</c>, <c>1hTicker</c>).</summary>
public sealed record TickerMessage(string? Stream, long EventNanos, string Window, Ticker Ticker) : StreamMessage(Stream);

/// <summary>Several tickers in one message (<c>!miniTicker@arr</c>).</summary>
public sealed record TickerListMessage(string? Stream, IReadOnlyList<StreamMessage> Tickers) : StreamMessage(Stream);

public sealed record BookTickerMessage(string? Stream, long UpdateId, BestPrices Prices) : StreamMessage(Stream);

public sealed record DepthUpdateMessage(
    string? Stream, long EventNanos, string Symbol, long FirstUpdateId, long LastUpdateId, IReadOnlyList<MessageLevel> Bids, IReadOnlyList<MessageLevel> Asks)
    : StreamMessage(Stream);

/// <summary>The best levels as they are now; the symbol is in the stream's name only.</summary>
public sealed record PartialBookMessage(string? Stream, BookSnapshot Book) : StreamMessage(Stream);

public sealed record AveragePriceMessage(string? Stream, long EventNanos, string Symbol, string Interval, DecimalNumber Price, long TradeNanos) : StreamMessage(Stream);

public sealed record ReferencePriceMessage(string? Stream, string Symbol, DecimalNumber? Price, long TimeNanos) : StreamMessage(Stream);

/// <summary>The server goes away soon: connect elsewhere now.</summary>
public sealed record ServerShutdownMessage(string? Stream, long EventNanos) : StreamMessage(Stream);

/// <summary>The answer to a request such as SUBSCRIBE.</summary>
/// <param name="Id">The request's id as text; null when the request had none.</param>
/// <param name="Error">Null when it succeeded.</param>
/// <param name="Streams">Of LIST_SUBSCRIPTIONS; empty for others.</param>
public sealed record StreamAnswer(string? Id, VenueError? Error, IReadOnlyList<string> Streams) : StreamMessage((string?)null);

/// <summary>A message of a name that this program does not know.</summary>
public sealed record UnknownStreamMessage(string? Stream, string Name) : StreamMessage(Stream);
