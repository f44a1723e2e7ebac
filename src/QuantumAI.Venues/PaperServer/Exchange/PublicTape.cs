using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>A trade as everybody sees it: the market's own or a client's.</summary>
public readonly record struct TapeTrade(long TradeId, Price Price, Quantity Quantity, Money Quote, long TimeNanos, bool BuyerIsMaker);

/// <summary>Trades of one taker at one price, put together.</summary>
public readonly record struct TapeAggregate(
    long AggregateId, Price Price, Quantity Quantity, long FirstTradeId, long LastTradeId, long TimeNanos, bool BuyerIsMaker);

/// <summary>The public trades of a symbol and what they add up to; bounded. Not thread safe.</summary>
public sealed class PublicTape(long firstAggregateId)
{
    private const int MostTrades = 100_000;
    private long _nextAggregate = firstAggregateId;

    public BoundedHistory<TapeTrade> Trades { get; } = new(MostTrades);

    public BoundedHistory<TapeAggregate> Aggregates { get; } = new(MostTrades);

    public Price? LastPrice => Trades.Count == 0 ? null : Trades.Last.Price;

    /// <summary>Takes a trade; ids rise.</summary>
    /// <param name="trade">It.</param>
    /// <param name="goesOn">It is one of the taker who made the trade before.</param>
    /// <returns>True when it begins an aggregate; false when the last aggregate grew by it.</returns>
    public bool Add(in TapeTrade trade, bool goesOn)
    {
        Trades.Add(trade);
        if (goesOn && Aggregates.Count > 0 && Aggregates.Last is var last && last.Price == trade.Price && last.BuyerIsMaker == trade.BuyerIsMaker)
        {
            Aggregates.Last = last with { Quantity = last.Quantity + trade.Quantity, LastTradeId = trade.TradeId };
            return false;
        }

        Aggregates.Add(new TapeAggregate(
            _nextAggregate++, trade.Price, trade.Quantity, trade.TradeId, trade.TradeId, trade.TimeNanos, trade.BuyerIsMaker));
        return true;
    }
}
