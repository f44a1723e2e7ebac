using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Something that the venue tells an account's owner unasked.</summary>
/// <param name="EventNanos">The venue's clock.</param>
public abstract record UserEvent(long EventNanos);

/// <summary>Something happened to an order.</summary>
/// <param name="ClientOrderId">The order's id; when it is canceled, the cancel's own (see <paramref name="OriginalClientOrderId"/>).</param>
/// <param name="OriginalClientOrderId">The order's id when it is canceled or amended; null otherwise (the venue writes an empty text).</param>
/// <param name="TradeId">Null when there is no trade (the venue writes −1).</param>
/// <param name="Commission">Of this trade.</param>
/// <param name="CommissionAsset">Base, quote or a third asset; null without a trade.</param>
/// <param name="QuoteFilled">Null where the venue does not know (a negative number).</param>
/// <param name="WorkingNanos">Since when it is on the book; null while it is not.</param>
public sealed record ExecutionReport(
    long EventNanos,
    string Symbol,
    string ClientOrderId,
    string? OriginalClientOrderId,
    Word<SpotSide> Side,
    Word<SpotOrderType> Type,
    Word<SpotTimeInForce> TimeInForce,
    DecimalNumber Quantity,
    DecimalNumber Price,
    DecimalNumber Stop,
    DecimalNumber Iceberg,
    long? ListId,
    Word<SpotExecution> Execution,
    Word<SpotOrderStatus> Status,
    string RejectReason,
    long OrderId,
    DecimalNumber LastQuantity,
    DecimalNumber Filled,
    DecimalNumber LastPrice,
    Money Commission,
    string? CommissionAsset,
    long TransactionNanos,
    long? TradeId,
    long ExecutionId,
    bool IsOnBook,
    bool IsMaker,
    long CreatedNanos,
    Money? QuoteFilled,
    Money LastQuote,
    Money QuoteQuantity,
    long? WorkingNanos,
    Word<SpotSelfTrade> SelfTrade,
    PreventionDetail? Prevention,
    long? TrailingBps,
    long? TrailingNanos,
    long? StrategyId,
    long? StrategyType,
    string? ExpiryReason)
    : UserEvent(EventNanos);

/// <summary>What self-trade prevention took from an order.</summary>
public sealed record PreventionDetail(
    long? MatchId, DecimalNumber? Prevented, DecimalNumber? LastPrevented, long? TradeGroupId, long? CounterOrderId, string? CounterSymbol);

/// <summary>Something happened to an order list.</summary>
public sealed record ListStatusReport(
    long EventNanos,
    string Symbol,
    long ListId,
    Word<SpotContingency> Contingency,
    Word<SpotListStatus> Status,
    Word<SpotListOrderStatus> OrderStatus,
    string RejectReason,
    string ListClientOrderId,
    long TransactionNanos,
    IReadOnlyList<OrderKey> Orders)
    : UserEvent(EventNanos);

/// <summary>Balances that changed, as they are now.</summary>
public sealed record AccountPosition(long EventNanos, long UpdatedNanos, IReadOnlyList<AssetBalance> Balances) : UserEvent(EventNanos);

/// <summary>A deposit, a withdrawal or a transfer: by how much a balance changed.</summary>
public sealed record BalanceUpdate(long EventNanos, string Asset, Money Delta, long ClearNanos) : UserEvent(EventNanos);

/// <summary>A part of a balance was locked or unlocked by something else than an order.</summary>
public sealed record ExternalLockUpdate(long EventNanos, string Asset, Money Delta, long TransactionNanos) : UserEvent(EventNanos);

/// <summary>No more events come: the owner subscribes anew and reconciles.</summary>
public sealed record EventStreamTerminated(long EventNanos) : UserEvent(EventNanos);

/// <summary>An event of a name that this program does not know. It may concern orders: the owner reconciles.</summary>
public sealed record UnknownUserEvent(long EventNanos, string Name) : UserEvent(EventNanos);

/// <summary>An event and the subscription that brought it; null where the stream is not numbered.</summary>
public sealed record DeliveredEvent(long? SubscriptionId, UserEvent Event);
