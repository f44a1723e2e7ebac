using System.Collections.Frozen;
using static QuantumAI.Domain.Orders.OrderMove;
using static QuantumAI.Domain.Orders.OrderStatus;

namespace QuantumAI.Domain.Orders;

/// <summary>What happens to an order.</summary>
public enum OrderMove : byte
{
    Unspecified = 0,

    /// <summary>A held order's condition is met: it is on its way to the venue.</summary>
    Release = 1,

    /// <summary>A held order's condition is met and our own risk says no.</summary>
    Deny = 2,
    Accept = 3,
    Trigger = 4,

    /// <summary>A fill that leaves something open.</summary>
    Fill = 5,
    FillWhole = 6,
    Reject = 7,
    Cancel = 8,
    Expire = 9,

    /// <summary>Nobody knows whether the venue has it.</summary>
    LoseTrack = 10,

    /// <summary>The venue was asked and never had it.</summary>
    NeverArrive = 11,
    RequestCancel = 12,
    RefuseCancel = 13,
    RequestAmend = 14,
    RefuseAmend = 15,

    /// <summary>The quantity changed: as we asked, or by self-trade prevention.</summary>
    Amend = 16,
}

/// <summary>The one table of the order life cycle. What is absent is illegal.</summary>
public static class OrderTransitions
{
    /// <summary>Stands for “where it was before the request”: a refused cancel or amendment puts the order back.</summary>
    private const OrderStatus Before = OrderStatus.Unspecified;

    private static readonly (OrderMove, OrderStatus)[] InFlight =
    [
        (Accept, Accepted), (Trigger, Triggered), (Fill, PartiallyFilled), (FillWhole, Filled), (Reject, Rejected), (Cancel, Canceled),
        (Expire, Expired), (LoseTrack, OutcomeUnknown), (NeverArrive, NeverArrived), (RequestCancel, PendingCancel), (RequestAmend, PendingUpdate),
        (Amend, Accepted), // told before its acknowledgement
    ];

    private static readonly FrozenDictionary<(OrderStatus, OrderMove), OrderStatus> Table = new (OrderStatus From, (OrderMove Move, OrderStatus To)[] Row)[]
    {
        (Initialized,
        [
            (Accept, Accepted), (Trigger, Triggered), (Fill, PartiallyFilled), (FillWhole, Filled), (Reject, Rejected), (Cancel, Canceled),
            (Expire, Expired), (LoseTrack, OutcomeUnknown), (Amend, Accepted),
        ]),
        (Emulated, [(Release, Released), (Deny, Denied), (Cancel, Canceled), (Expire, Expired), (Amend, Emulated)]),
        (Released, InFlight),
        (Submitted, InFlight),
        (Accepted,
        [
            (Trigger, Triggered), (Fill, PartiallyFilled), (FillWhole, Filled), (Reject, Rejected), (Cancel, Canceled), (Expire, Expired),
            (LoseTrack, OutcomeUnknown), (RequestCancel, PendingCancel), (RequestAmend, PendingUpdate), (Amend, Accepted),
        ]),
        (Triggered,
        [
            (Fill, PartiallyFilled), (FillWhole, Filled), (Reject, Rejected), (Cancel, Canceled), (Expire, Expired),
            (LoseTrack, OutcomeUnknown), (RequestCancel, PendingCancel), (RequestAmend, PendingUpdate), (Amend, Triggered),
        ]),
        (PartiallyFilled,
        [
            (Trigger, PartiallyFilled), (Fill, PartiallyFilled), (FillWhole, Filled), (Cancel, Canceled), (Expire, Expired), (LoseTrack, OutcomeUnknown),
            (RequestCancel, PendingCancel), (RequestAmend, PendingUpdate), (Amend, PartiallyFilled),
        ]),
        (PendingCancel,
        [
            (Accept, PendingCancel), (Trigger, PendingCancel), (Fill, PendingCancel), (FillWhole, Filled), (Reject, Rejected), (Cancel, Canceled),
            (Expire, Expired), (LoseTrack, OutcomeUnknown), (NeverArrive, NeverArrived), (RefuseCancel, Before), (Amend, PendingCancel),
        ]),
        (PendingUpdate,
        [
            (Accept, PendingUpdate), (Trigger, PendingUpdate), (Fill, PendingUpdate), (FillWhole, Filled), (Reject, Rejected), (Cancel, Canceled),
            (Expire, Expired), (LoseTrack, OutcomeUnknown), (NeverArrive, NeverArrived), (RequestCancel, PendingCancel), (RefuseAmend, Before), (Amend, Before),
        ]),
        (OutcomeUnknown,
        [
            (Accept, Accepted), (Trigger, Triggered), (Fill, PartiallyFilled), (FillWhole, Filled), (Reject, Rejected), (Cancel, Canceled),
            (Expire, Expired), (NeverArrive, NeverArrived), (RequestCancel, PendingCancel), (Amend, Accepted),
        ]),
        (Canceled, [(Fill, Canceled), (FillWhole, Filled)]), // a fill that happened before the end and is told after it
        (Expired, [(Fill, Expired), (FillWhole, Filled)]),
        (Filled, []),
        (Rejected, []),
        (NeverArrived, []),
        (Denied, []),
    }.SelectMany(row => row.Row.Select(cell => (Key: (row.From, cell.Move), cell.To))).ToFrozenDictionary(cell => cell.Key, cell => cell.To);

    /// <summary>Every move that the table allows, by where the order stands.</summary>
    public static IEnumerable<(OrderStatus From, OrderMove Move)> Legal => Table.Keys;

    public static bool IsLegal(OrderStatus from, OrderMove move) => Table.ContainsKey((from, move));

    /// <summary>Where the order goes.</summary>
    /// <param name="from">Where it stands.</param>
    /// <param name="before">Where it stood before the cancel or amendment that is pending; only looked at when one is.</param>
    /// <param name="move">What happens to it.</param>
    /// <exception cref="InvariantViolationException">The table has no such transition.</exception>
    public static OrderStatus Next(OrderStatus from, OrderStatus before, OrderMove move)
    {
        Guard.That(Table.TryGetValue((from, move), out var next), $"{move} may happen to an order that is {from}");
        return next == Before ? before : next;
    }

    /// <summary>True while the order may still take or release money.</summary>
    public static bool IsOpen(OrderStatus status) => status is
        Initialized or Emulated or Released or Submitted or Accepted or Triggered or PartiallyFilled or PendingCancel or PendingUpdate or OutcomeUnknown;

    /// <summary>True while we wait for the venue's answer to something.</summary>
    public static bool IsInFlight(OrderStatus status) => status is Submitted or Released or PendingCancel or PendingUpdate or OutcomeUnknown;

    /// <summary>True while a request about a live order is unanswered.</summary>
    public static bool IsPending(OrderStatus status) => status is PendingCancel or PendingUpdate;
}
