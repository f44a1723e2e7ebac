using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Orders;

/// <summary>One order as the account's history tells it. Immutable.</summary>
/// <param name="ClientOrderId">Our id, used once.</param>
/// <param name="AgentId">Whose book it belongs to.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Terms">What is ordered, with its present quantity.</param>
/// <param name="Reserved">What is still set aside for it: quote asset of a buy, base asset of a sell.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Filled">Sum of its fills.</param>
/// <param name="QuoteFilled">Sum of price × quantity of its fills, in the quote asset.</param>
/// <param name="IntendedNanos">World time of the intent.</param>
/// <param name="UpdatedNanos">World time of the last event.</param>
/// <param name="Reason">Why it was intended, or why it was refused.</param>
/// <param name="Reference">The price on which the decision rested.</param>
/// <param name="Before">Where it stands but for the cancel or amendment that is pending; equal to <paramref name="Status"/> when none is.</param>
/// <param name="List">Its place among orders that depend on each other; null when it depends on none.</param>
/// <param name="TrailingBest">Best price since a held trailing stop began to trail; null before.</param>
/// <param name="WasReleased">It was held here and went without its trigger.</param>
public sealed record Order(
    string ClientOrderId,
    string AgentId,
    string Symbol,
    OrderTerms Terms,
    Money Reserved,
    OrderStatus Status,
    Quantity Filled,
    Money QuoteFilled,
    long IntendedNanos,
    long UpdatedNanos,
    string Reason,
    Price Reference,
    OrderStatus Before,
    OrderListPlace? List = null,
    Price? TrailingBest = null,
    bool WasReleased = false)
{
    public OrderSide Side => Terms.Side;

    public OrderType Type => Terms.Type;

    public Quantity Quantity => Terms.Quantity;

    public bool ReduceOnly => Terms.IsReduceOnly;

    public bool IsOpen => OrderTransitions.IsOpen(Status);

    public Quantity Remaining => Quantity - Filled;

    /// <summary>True when it may rest in the venue's book at its limit: a plain limit order, or one whose trigger has done its work.</summary>
    public bool IsLiveLimit => IsOpen && Status != OrderStatus.Emulated && OrderShape.HasLimit(Type)
        && (Type == OrderType.Limit || WasReleased || !Filled.IsZero || Before == OrderStatus.Triggered || Status == OrderStatus.Triggered);

    /// <summary>Average fill price in the quote asset as a double, for display; 0 without a fill.</summary>
    public double AveragePrice => Filled.IsZero ? 0 : QuoteFilled.ToDouble() / Filled.ToDouble();

    /// <summary>The same order after something happened to it.</summary>
    /// <exception cref="InvariantViolationException">It may not happen to it (<see cref="OrderTransitions"/>).</exception>
    public Order After(OrderMove move, long timeNanos)
    {
        var from = Status == OrderStatus.PendingUpdate && move == OrderMove.Amend ? Before : Status; // what answers a request says where the order is, too
        var next = OrderTransitions.Next(from, Before, move);
        if (next is OrderStatus.Accepted or OrderStatus.Triggered && !Filled.IsZero)
            next = OrderStatus.PartiallyFilled; // told late that it is live
        var before = (OrderTransitions.IsPending(Status), OrderTransitions.IsPending(next)) switch
        {
            (_, false) => next,
            (false, true) => Status,
            _ => OrderTransitions.IsLegal(Before, move) && move != OrderMove.RequestCancel ? OrderTransitions.Next(Before, Before, move) : Before,
        };
        return this with { Status = next, Before = before, UpdatedNanos = timeNanos };
    }
}
