using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Orders;

/// <summary>What is ordered: everything that a venue is told about an order except whose it is. Immutable.</summary>
/// <remarks>A price that the type does not use is null. <see cref="OrderShape"/> says which combinations make sense.</remarks>
/// <param name="Side">Buy or sell.</param>
/// <param name="Type">Order type.</param>
/// <param name="Quantity">In the base asset, in the instrument's scale.</param>
/// <param name="Limit">Worst price that is accepted; of the limit types.</param>
/// <param name="Trigger">Last-trade price at which a waiting order becomes live; of the stop and take-profit types. For a trailing stop: price from which trailing begins, null = at once.</param>
/// <param name="TrailingPpm">Distance of a trailing stop from the best price since it trails, in parts per million; 0 for other types.</param>
/// <param name="TimeInForce">How long it lives.</param>
/// <param name="ExpiresNanos">World time at which a good-till-date order ends, UTC; 0 for others.</param>
/// <param name="IsPostOnly">It is refused rather than matched at once.</param>
/// <param name="IsReduceOnly">It may only make a position smaller.</param>
/// <param name="Display">What an iceberg shows at a time; null = everything.</param>
/// <param name="SelfTrade">What happens when it would match an order of the same account.</param>
public sealed record OrderTerms(
    OrderSide Side,
    OrderType Type,
    Quantity Quantity,
    Price? Limit = null,
    Price? Trigger = null,
    long TrailingPpm = 0,
    TimeInForce TimeInForce = TimeInForce.GoodTilCanceled,
    long ExpiresNanos = 0,
    bool IsPostOnly = false,
    bool IsReduceOnly = false,
    Quantity? Display = null,
    SelfTradePrevention SelfTrade = SelfTradePrevention.ExpireMaker)
{
    /// <summary>A market order, the simplest of all.</summary>
    public static OrderTerms Market(OrderSide side, Quantity quantity, bool isReduceOnly = false) =>
        new(side, OrderType.Market, quantity, IsReduceOnly: isReduceOnly);
}
