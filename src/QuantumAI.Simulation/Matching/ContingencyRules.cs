using QuantumAI.Domain.Orders;
namespace QuantumAI.Simulation.Matching;

/// <summary>The form of an order list.</summary>
internal static class ContingencyRules
{
    public static int Orders(ContingencyKind kind) => kind == ContingencyKind.OneTriggersOneCancelsOther ? 3 : 2;

    /// <summary>How many of a list's orders, from the first, do not wait for another.</summary>
    public static int EnteringAtOnce(ContingencyKind kind) => kind == ContingencyKind.OneCancelsOther ? 2 : 1;

    /// <summary>The caller has checked the form: what is wrong here is a defect.</summary>
    public static void ThrowUnlessWellFormed(ContingencyKind kind, ReadOnlySpan<EngineOrder> orders)
    {
        if (kind is < ContingencyKind.OneCancelsOther or > ContingencyKind.OneTriggersOneCancelsOther)
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "the kind of a list must be a known one");
        if (orders.Length != Orders(kind))
            throw new ArgumentException($"a list of kind {kind} must have {Orders(kind)} orders, had {orders.Length}", nameof(orders));
        foreach (ref readonly var order in orders)
        {
            if (order.Symbol != orders[0].Symbol || order.Account != orders[0].Account)
                throw new ArgumentException("the orders of a list must have one symbol and one account", nameof(orders));
        }

        // Those that end each other stand on one side: so no order can meet its own rival in the book.
        if (kind != ContingencyKind.OneTriggersOther && orders[^1].Side != orders[^2].Side)
            throw new ArgumentException("orders that cancel each other must be on one side", nameof(orders));
    }
}
