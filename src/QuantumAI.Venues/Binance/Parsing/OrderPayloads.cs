using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>What the shortest answer (ACK) tells of an order; the names of all others.</summary>
/// <param name="ListId">Null when it is in no list; the venue writes −1.</param>
/// <param name="OriginalClientOrderId">Of a cancel or an amendment: the order's own id; then <paramref name="ClientOrderId"/> is the cancel's, or the new one.</param>
/// <param name="TimeNanos">Of the transaction; of a queried order its last update.</param>
public sealed record OrderKey(string Symbol, long OrderId, long? ListId, string ClientOrderId, string? OriginalClientOrderId, long? TimeNanos);

/// <summary>An order as an answer tells it.</summary>
/// <param name="Key">Which order.</param>
/// <param name="State">Null in the shortest form (ACK).</param>
/// <param name="Fills">Of the longest form (FULL).</param>
public sealed record OrderReport(OrderKey Key, OrderStanding? State, IReadOnlyList<OrderFillRow> Fills);

/// <summary>Terms and progress of an order.</summary>
/// <param name="QuoteFilled">Null for old orders: the venue writes a negative number where it does not know.</param>
/// <param name="QuoteQuantity">What a market order was to spend or to bring; null when it named a quantity.</param>
/// <param name="Stop">Trigger price; null or 0 when it has none.</param>
/// <param name="CreatedNanos">Of queried orders.</param>
/// <param name="WorkingNanos">Since when it is on the book; null while it is not.</param>
public sealed record OrderStanding(
    Word<SpotSide> Side,
    Word<SpotOrderType> Type,
    Word<SpotTimeInForce> TimeInForce,
    Word<SpotOrderStatus> Status,
    DecimalNumber Price,
    DecimalNumber Quantity,
    DecimalNumber Filled,
    Money? QuoteFilled,
    Money? QuoteQuantity,
    DecimalNumber? Stop,
    DecimalNumber? Iceberg,
    long? TrailingBps,
    long? TrailingNanos,
    long? CreatedNanos,
    long? UpdatedNanos,
    bool? IsWorking,
    long? WorkingNanos,
    Word<SpotSelfTrade> SelfTrade,
    long? PreventedMatchId,
    DecimalNumber? Prevented,
    long? StrategyId,
    long? StrategyType,
    string? ExpiryReason);

/// <summary>A fill inside an order's answer.</summary>
public sealed record OrderFillRow(DecimalNumber Price, DecimalNumber Quantity, Money Commission, string CommissionAsset, long? TradeId);

/// <summary>An error object: <c>{"code":…,"msg":…}</c>.</summary>
public sealed record VenueError(int Code, string Message);

/// <summary>One half of a cancel-replace: it is told, or refused with a code, or was not tried.</summary>
public sealed record CancelReplaceHalf(Word<SpotHalfResult> Result, OrderReport? Report, VenueError? Error);

/// <summary>A cancel-replace; with <see cref="Error"/> (−2021, −2022) when not both halves succeeded. Each half is judged alone.</summary>
public sealed record CancelReplaceReport(VenueError? Error, CancelReplaceHalf Cancel, CancelReplaceHalf NewOrder);

/// <summary>An amendment that kept its place in the queue.</summary>
public sealed record AmendReport(long TimeNanos, long ExecutionId, OrderReport Order, OrderListReport? List);

/// <summary>An order list.</summary>
/// <param name="Reports">Of placed and canceled lists; empty in queries.</param>
public sealed record OrderListReport(
    long ListId,
    Word<SpotContingency> Contingency,
    Word<SpotListStatus>? Status,
    Word<SpotListOrderStatus> OrderStatus,
    string ListClientOrderId,
    long? TimeNanos,
    string Symbol,
    IReadOnlyList<OrderKey> Orders,
    IReadOnlyList<OrderReport> Reports);

/// <summary>A cancel-all answers with orders and lists mixed: exactly one of the two is there.</summary>
public sealed record CanceledItem(OrderReport? Order, OrderListReport? List);

/// <summary>Rates of a tested order.</summary>
public sealed record OrderCommission(CommissionPair? Standard, CommissionPair? Special, CommissionPair? Tax, CommissionDiscount? Discount);

public sealed record CommissionPair(DecimalNumber Maker, DecimalNumber Taker);

public sealed record CommissionDiscount(bool EnabledForAccount, bool EnabledForSymbol, string? Asset, DecimalNumber Rate);
