using static QuantumAI.Domain.Orders.OrderStatus;

namespace QuantumAI.Domain.Orders;

/// <summary>The one table of the order life cycle. What is absent is illegal.</summary>
public static class OrderTransitions
{
    private static readonly Dictionary<OrderStatus, OrderStatus[]> Legal = new()
    {
        [Submitted] = [Accepted, PartiallyFilled, Filled, Rejected, Canceled, Expired, OutcomeUnknown, NeverArrived],
        [OutcomeUnknown] = [Accepted, PartiallyFilled, Filled, Rejected, Canceled, Expired, NeverArrived],
        [Accepted] = [PartiallyFilled, Filled, Canceled, Expired, Rejected, OutcomeUnknown],
        [PartiallyFilled] = [PartiallyFilled, Filled, Canceled, Expired, OutcomeUnknown],
        [Canceled] = [Canceled, Filled], // a fill that happened before the cancel and is told after it; a partial one leaves it canceled
        [Expired] = [Expired, Filled],
        [Filled] = [],
        [Rejected] = [],
        [NeverArrived] = [],
    };

    public static bool IsLegal(OrderStatus from, OrderStatus to) => Legal[from].AsSpan().Contains(to);

    /// <summary>True while the order may still take or release money.</summary>
    public static bool IsOpen(OrderStatus status) => status is Submitted or Accepted or PartiallyFilled or OutcomeUnknown;
}
