namespace QuantumAI.Domain.Orders;

/// <summary>Where an order stands. What may follow what is the table in <see cref="OrderTransitions"/>.</summary>
public enum OrderStatus : byte
{
    Unspecified = 0,

    /// <summary>Approved and journaled; it may or may not have reached the venue.</summary>
    Submitted = 1,

    /// <summary>The venue has it.</summary>
    Accepted = 2,

    PartiallyFilled = 3,

    /// <summary>Nobody knows whether the venue has it: neither failure nor success. Ended by a query.</summary>
    OutcomeUnknown = 4,

    Filled = 5,

    /// <summary>The venue said no, with proof.</summary>
    Rejected = 6,

    Canceled = 7,

    /// <summary>The venue ended it without our asking.</summary>
    Expired = 8,

    /// <summary>The venue was asked and never had it.</summary>
    NeverArrived = 9,

    /// <summary>Found at the venue and not of our making; the next report says where it stands.</summary>
    Initialized = 10,

    /// <summary>Held here until its condition is met: the venue lacks its type, or its parent is not filled.</summary>
    Emulated = 11,

    /// <summary>A held order on its way to the venue.</summary>
    Released = 12,

    /// <summary>A held order that our own risk refused when its condition was met.</summary>
    Denied = 13,

    /// <summary>The venue has it and its trigger price was reached.</summary>
    Triggered = 14,

    /// <summary>The venue was asked to cancel it and has not answered.</summary>
    PendingCancel = 15,

    /// <summary>The venue was asked to change it and has not answered.</summary>
    PendingUpdate = 16,
}
