using QuantumAI.Domain.Instruments;

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
}

/// <summary>One order as the account's history tells it. Immutable.</summary>
/// <param name="ClientOrderId">Our id, used once.</param>
/// <param name="AgentId">Whose book it belongs to.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Type">Order type.</param>
/// <param name="Quantity">What was ordered.</param>
/// <param name="ReduceOnly">It may only make a position smaller.</param>
/// <param name="Reserved">What is still set aside for it: quote asset of a buy, base asset of a sell.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Filled">Sum of its fills.</param>
/// <param name="QuoteFilled">Sum of price × quantity of its fills, in the quote asset.</param>
/// <param name="IntendedNanos">World time of the intent.</param>
/// <param name="UpdatedNanos">World time of the last event.</param>
/// <param name="Reason">Why it was intended, or why it was refused.</param>
public sealed record Order(
    string ClientOrderId,
    string AgentId,
    string Symbol,
    OrderSide Side,
    OrderType Type,
    Quantity Quantity,
    bool ReduceOnly,
    Money Reserved,
    OrderStatus Status,
    Quantity Filled,
    Money QuoteFilled,
    long IntendedNanos,
    long UpdatedNanos,
    string Reason)
{
    public bool IsOpen => OrderTransitions.IsOpen(Status);

    public Quantity Remaining => Quantity - Filled;

    /// <summary>Average fill price in the quote asset as a double, for display; 0 without a fill.</summary>
    public double AveragePrice => Filled.IsZero ? 0 : QuoteFilled.ToDouble() / Filled.ToDouble();
}
