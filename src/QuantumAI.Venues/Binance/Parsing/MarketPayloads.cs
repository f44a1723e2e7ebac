using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>An order book's answer: best first on each side.</summary>
public sealed record BookSnapshot(long LastUpdateId, IReadOnlyList<MessageLevel> Bids, IReadOnlyList<MessageLevel> Asks);

/// <summary>A public trade.</summary>
public sealed record PublicTrade(long TradeId, DecimalNumber Price, DecimalNumber Quantity, Money QuoteQuantity, long TimeNanos, bool IsBuyerMaker, bool IsBestMatch);

/// <summary>Trades of one taker at one price, put together.</summary>
public sealed record AggregateTrade(
    long AggregateId, DecimalNumber Price, DecimalNumber Quantity, long FirstTradeId, long LastTradeId, long TimeNanos, bool IsBuyerMaker);

/// <summary>A bar; volumes are amounts, since those of a day may be wider than a quantity.</summary>
public sealed record Kline(
    long OpenNanos,
    DecimalNumber Open,
    DecimalNumber High,
    DecimalNumber Low,
    DecimalNumber Close,
    Money Volume,
    long CloseNanos,
    Money QuoteVolume,
    long Trades,
    Money TakerBuyVolume,
    Money TakerBuyQuoteVolume);

/// <summary>The average price over some minutes.</summary>
public sealed record AveragePrice(long Minutes, DecimalNumber Price, long CloseNanos);

/// <summary>The last price of a symbol.</summary>
public sealed record LastPrice(string Symbol, DecimalNumber Price);

/// <summary>Best bid and ask of a symbol; a side without orders has price and size 0.</summary>
public sealed record BestPrices(string Symbol, DecimalNumber Bid, DecimalNumber BidSize, DecimalNumber Ask, DecimalNumber AskSize);

/// <summary>What is in a ticker's long form only. <see cref="PreviousClose"/> to <see cref="AskSize"/> stand in the 24-hour ticker alone.</summary>
public sealed record TickerDetail(
    DecimalNumber Change,
    DecimalNumber ChangePercent,
    DecimalNumber WeightedAverage,
    DecimalNumber? PreviousClose,
    DecimalNumber? LastQuantity,
    DecimalNumber? Bid,
    DecimalNumber? BidSize,
    DecimalNumber? Ask,
    DecimalNumber? AskSize);

/// <summary>Statistics of a symbol over a time; <see cref="Detail"/> is null in the short form. Trade numbers are −1 when nothing was traded.</summary>
public sealed record Ticker(
    string Symbol,
    DecimalNumber Open,
    DecimalNumber High,
    DecimalNumber Low,
    DecimalNumber Last,
    Money Volume,
    Money QuoteVolume,
    long OpenNanos,
    long CloseNanos,
    long FirstTradeId,
    long LastTradeId,
    long Trades,
    TickerDetail? Detail);

/// <summary>The venue's reference price; null when there is none at present.</summary>
public sealed record ReferencePrice(string Symbol, DecimalNumber? Price, long TimeNanos);

/// <summary>A rule that holds while orders match; a rule that we do not know has no multipliers.</summary>
public sealed record ExecutionRule(
    Word<SpotExecutionRule> Rule, DecimalNumber? BidUp, DecimalNumber? BidDown, DecimalNumber? AskUp, DecimalNumber? AskDown);

/// <summary>The execution rules of a symbol.</summary>
public sealed record SymbolRules(string Symbol, IReadOnlyList<ExecutionRule> Rules);
