using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>Something that happened at the exchange and that a stream tells. Immutable.</summary>
/// <param name="TimeNanos">When, by the exchange's clock.</param>
public abstract record ExchangeEvent(long TimeNanos);

/// <summary>Something of a symbol that everybody may know.</summary>
/// <param name="Symbol">Index of the symbol.</param>
public abstract record PublicEvent(int Symbol, long TimeNanos) : ExchangeEvent(TimeNanos);

/// <summary>A trade.</summary>
public sealed record TradeTold(int Symbol, TapeTrade Trade) : PublicEvent(Symbol, Trade.TimeNanos);

/// <summary>Trades of one taker at one price, told when the taker is done.</summary>
public sealed record AggregateTold(int Symbol, TapeAggregate Aggregate, long TimeNanos) : PublicEvent(Symbol, TimeNanos);

/// <summary>Levels that changed.</summary>
public sealed record DepthTold(int Symbol, DepthDiff Diff, long TimeNanos) : PublicEvent(Symbol, TimeNanos);

/// <summary>Best prices that changed.</summary>
public sealed record BestTold(int Symbol, long UpdateId, BestLevels Best, long TimeNanos) : PublicEvent(Symbol, TimeNanos);

/// <summary>A bar that grew or ended.</summary>
public sealed record KlineTold(int Symbol, KlineInterval Interval, KlineRow Row, bool IsClosed, long TimeNanos) : PublicEvent(Symbol, TimeNanos);

/// <summary>Something of an account.</summary>
/// <param name="Account">The account's number.</param>
public abstract record AccountEvent(int Account, long TimeNanos) : ExchangeEvent(TimeNanos);

/// <summary>Something happened to an order: an execution report.</summary>
/// <param name="Order">As it was right after that.</param>
/// <param name="Kind">What happened.</param>
/// <param name="ExecutionId">1, 2, 3 … since the exchange was started.</param>
public sealed record OrderTold(int Account, OrderPicture Order, SpotExecution Kind, long ExecutionId, long TimeNanos) : AccountEvent(Account, TimeNanos)
{
    /// <summary>Of a trade.</summary>
    public VenueTrade? Trade { get; init; }

    /// <summary>Of a cancel: the request's own client id; of an amendment: the order's former one.</summary>
    public string? ClientId { get; init; }

    /// <summary>Of a refused order: the venue's text; else null.</summary>
    public string? Rejection { get; init; }

    /// <summary>Of prevented matches.</summary>
    public VenuePrevented? Prevented { get; init; }
}

/// <summary>Where an order list stands.</summary>
public sealed record ListTold(int Account, OrderListPicture List, SpotListStatus Kind, long TimeNanos) : AccountEvent(Account, TimeNanos);

/// <summary>Balances that changed with orders and trades, as they are now.</summary>
public sealed record BalancesTold(int Account, IReadOnlyList<AccountBalance> Balances, long TimeNanos) : AccountEvent(Account, TimeNanos);

/// <summary>Money came from outside, or (negative) left.</summary>
public sealed record TransferTold(int Account, string Asset, Money Amount, Balance Balance, long TimeNanos) : AccountEvent(Account, TimeNanos);
