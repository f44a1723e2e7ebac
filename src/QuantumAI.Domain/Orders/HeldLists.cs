using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Orders;

/// <summary>What an order held here owes to the orders that it depends on.</summary>
public enum HeldStand : byte
{
    Unspecified = 0,

    /// <summary>Prices count for it.</summary>
    Awake = 1,

    /// <summary>Its parent is not finished.</summary>
    Asleep = 2,

    /// <summary>It is to be made smaller first: its parent brought less than it would give away.</summary>
    Shrink = 3,

    /// <summary>It has nothing to do any more.</summary>
    Cancel = 4,
}

/// <summary>The stand with what belongs to it.</summary>
/// <param name="Stand">Where it stands.</param>
/// <param name="Reason">Why it is to be canceled, for people.</param>
/// <param name="Quantity">What it is to be made smaller to.</param>
public readonly record struct HeldDuty(HeldStand Stand, string Reason = "", Quantity Quantity = default);

/// <summary>Contingencies of orders that are held here. A function of where the orders stand, so that it is right again after any restart. Pure.</summary>
/// <remarks>
/// Of two orders that cancel each other at most one ever leaves: the other is canceled as soon as one is anything but held. An
/// order that the books have forgotten ended long ago; a forgotten parent was filled, since children of an unfilled one end with it.
/// What a fill brings that is told after a parent's end gets exits of its own (<see cref="LateEntries"/>).
/// </remarks>
public static class HeldLists
{
    /// <summary>Where a held order of a list stands.</summary>
    /// <param name="order">The order; status Emulated.</param>
    /// <param name="others">What the books have of the list's other orders.</param>
    /// <param name="brought">What the parent brought into the position, net of fees, in whole lots; looked at when there is a parent.</param>
    /// <param name="instrument">The instrument.</param>
    public static HeldDuty Of(Order order, IReadOnlyList<Order> others, Quantity brought, Instrument instrument)
    {
        if (order.List is not { } place)
            return new HeldDuty(HeldStand.Awake);
        if (Rival(place, others) is { } reason)
            return new HeldDuty(HeldStand.Cancel, reason);
        if (!place.IsChild() || Parent(others) is not { } parent)
            return new HeldDuty(HeldStand.Awake);
        if (parent.IsOpen)
            return new HeldDuty(HeldStand.Asleep);
        if (instrument.IsDust(brought))
            return new HeldDuty(HeldStand.Cancel, $"its parent {parent.ClientOrderId} ended as {parent.Status} and brought nothing that can be traded");
        return brought < order.Quantity ? new HeldDuty(HeldStand.Shrink, Quantity: brought) : new HeldDuty(HeldStand.Awake);
    }

    /// <summary>True when a price may let the order go: nothing that it depends on forbids it.</summary>
    public static bool IsAwake(Order order, IReadOnlyList<Order> others) =>
        order.List is not { } place || (Rival(place, others) is null && (!place.IsChild() || Parent(others) is not { IsOpen: true }));

    /// <summary>World time since when the order is awake: its intent, or its parent's last event.</summary>
    public static long AwakeNanos(Order order, IReadOnlyList<Order> others) =>
        order.List is { } place && place.IsChild() && Parent(others) is { } parent ? Math.Max(order.IntendedNanos, parent.UpdatedNanos) : order.IntendedNanos;

    /// <summary>Why the order's rival ends it; null while every rival is held too, or it has none.</summary>
    private static string? Rival(OrderListPlace place, IReadOnlyList<Order> others)
    {
        var rivals = 0;
        for (var i = 0; i < others.Count; i++)
        {
            if (others[i].List is not { } other || !place.Cancels(other))
                continue;
            rivals++;
            if (others[i].Status != OrderStatus.Emulated)
                return $"one cancels the other: {others[i].ClientOrderId} is {others[i].Status}";
        }

        var hasRival = place.Kind == ContingencyKind.OneCancelsOther || (place.Kind == ContingencyKind.OneTriggersOneCancelsOther && place.IsChild());
        return hasRival && rivals == 0 ? "one cancels the other: the other has ended" : null;
    }

    private static Order? Parent(IReadOnlyList<Order> others)
    {
        for (var i = 0; i < others.Count; i++)
        {
            if (others[i].List is { Place: 0 })
                return others[i];
        }

        return null;
    }
}
