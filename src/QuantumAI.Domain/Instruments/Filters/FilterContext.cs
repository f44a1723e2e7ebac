using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Instruments.Filters;

/// <summary>What a filter must know beside the order: the market, the account and the order's own history.</summary>
/// <remarks>A price that is unknown, not positive or of more decimals than <see cref="FixedPoint.MaxScale"/> counts as unknown. Prices may have
/// another scale than the instrument: averages often have more decimals.</remarks>
public readonly record struct FilterContext
{
    /// <summary>The last trade's.</summary>
    public Price? Market { get; init; }

    /// <summary>The venue's average over the minutes that its filters name.</summary>
    public Price? Average { get; init; }

    /// <summary>The venue's reference price, where it publishes one: it replaces the other two.</summary>
    public Price? Reference { get; init; }

    public Price? Bid { get; init; }

    public Price? Ask { get; init; }

    /// <summary>The order makes a position smaller, whether or not its terms say so.</summary>
    public bool IsReducing { get; init; }

    /// <summary>Open now on the symbol, this order not counted.</summary>
    public OpenOrderCounts Symbol { get; init; }

    /// <summary>Open now in the whole account, this order not counted.</summary>
    public OpenOrderCounts Account { get; init; }

    /// <summary>The order is the first of a new order list.</summary>
    public bool OpensOrderList { get; init; }

    /// <summary>How often this open order was amended before; null for a new order. An amended order is open already and adds to no count.</summary>
    public int? Amends { get; init; }

    /// <summary>Base asset free, locked and being bought by open orders; of an amended order without what it buys itself. Null = unknown.</summary>
    public Money? BaseTotal { get; init; }

    /// <summary>The price that stands for the market: reference, else average or last trade's as the filter wants, else the other, else what the order would take.</summary>
    public Price? PriceFor(OrderSide side, int averageMinutes) =>
        Usable(Reference)
        ?? (averageMinutes > 0 ? Usable(Average) ?? Usable(Market) : Usable(Market) ?? Usable(Average))
        ?? Usable(side == OrderSide.Buy ? Ask : Bid);

    private static Price? Usable(Price? price) => price is { Units: > 0, Scale: <= FixedPoint.MaxScale } ? price : null;
}

/// <summary>Orders that are open at a moment.</summary>
public readonly record struct OpenOrderCounts(int Orders, int AlgoOrders, int IcebergOrders, int OrderLists)
{
    public static OpenOrderCounts operator +(OpenOrderCounts left, OpenOrderCounts right) => new(
        left.Orders + right.Orders, left.AlgoOrders + right.AlgoOrders, left.IcebergOrders + right.IcebergOrders, left.OrderLists + right.OrderLists);

    public static OpenOrderCounts operator -(OpenOrderCounts left, OpenOrderCounts right) => new(
        left.Orders - right.Orders, left.AlgoOrders - right.AlgoOrders, left.IcebergOrders - right.IcebergOrders, left.OrderLists - right.OrderLists);

    /// <summary>What one order counts; none, and one that is held here, count nothing.</summary>
    public static OpenOrderCounts Of(Order? order) => order is null || order.Status == OrderStatus.Emulated ? default : new(
        1, OrderShape.IsConditional(order.Type) ? 1 : 0, order.Terms.Display is null ? 0 : 1, order.List is { Place: 0 } ? 1 : 0);
}
