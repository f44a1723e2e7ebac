using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>An order as the venue's answers and streams tell it. Immutable.</summary>
/// <param name="Order">In the books.</param>
/// <param name="Status">In the venue's word.</param>
/// <param name="WorkingSince">When it came to the book, if later than it was made; 0 = when it was made.</param>
public sealed record OrderPicture(VenueOrder Order, SpotOrderStatus Status, long WorkingSince)
{
    private const long PpmPerBps = 100;

    public long OrderId { get; } = long.Parse(Order.VenueOrderId, CultureInfo.InvariantCulture);

    /// <summary>What the client wants back with it.</summary>
    public OrderNote Note { get; } = OrderNote.Of(Order.Tag);

    public OrderTerms Terms => Order.Terms;

    /// <summary>Null when it is in no list.</summary>
    public long? ListId => Order.ListNumber > 0 ? Order.ListNumber : null;

    /// <summary>As it was ordered, or amended.</summary>
    public Quantity Asked => Order.Asked ?? Order.Quantity;

    /// <summary>It is, or was, on the book.</summary>
    public bool IsWorking => Status != SpotOrderStatus.PendingNew && (!OrderShape.IsConditional(Terms.Type) || Order.IsTriggered);

    /// <summary>Since when; null when it never was on the book.</summary>
    public long? WorkingNanos => !IsWorking ? null : WorkingSince > 0 ? WorkingSince : Order.CreatedNanos;

    public long? TrailingBps => Terms.Type == OrderType.TrailingStop ? Terms.TrailingPpm / PpmPerBps : null;

    /// <summary>Where an order stands, in the venue's word.</summary>
    /// <param name="order">In the books.</param>
    /// <param name="listHasGoneOn">An order of its list was filled or triggered: then the others expired, else they were canceled with it.</param>
    public static SpotOrderStatus StatusOf(VenueOrder order, Func<bool> listHasGoneOn) => order.Status switch
    {
        VenueOrderStatus.Open when order.List is { Place: > 0 } place && place.IsChild() && order.Entry == 0 => SpotOrderStatus.PendingNew,
        VenueOrderStatus.Open when order.Remaining.IsZero => SpotOrderStatus.Filled, // as it is told of the fill that ends it
        VenueOrderStatus.Open => order.Filled.IsZero ? SpotOrderStatus.New : SpotOrderStatus.PartiallyFilled,
        VenueOrderStatus.Filled => SpotOrderStatus.Filled,
        VenueOrderStatus.Rejected => SpotOrderStatus.Rejected,
        _ when order.Reason == Simulation.Venue.PaperVenue.SelfTradePrevented => SpotOrderStatus.ExpiredInMatch,
        VenueOrderStatus.Canceled when order.Reason == Simulation.Venue.PaperVenue.Requested => SpotOrderStatus.Canceled,
        VenueOrderStatus.Canceled when order.Reason == Simulation.Venue.PaperVenue.OtherOfList && !listHasGoneOn() => SpotOrderStatus.Canceled,
        _ => SpotOrderStatus.Expired,
    };
}

/// <summary>An order list as the venue tells it.</summary>
/// <param name="ListId">Number of its first order.</param>
/// <param name="IsDone">All its orders have ended.</param>
/// <param name="ChangedNanos">Of the latest change of one of its orders.</param>
/// <param name="Orders">In their order in the list.</param>
public sealed record OrderListPicture(
    long ListId, ContingencyKind Kind, string ClientId, string Symbol, bool IsDone, long CreatedNanos, long ChangedNanos, IReadOnlyList<OrderPicture> Orders)
{
    /// <summary>A bracket is an OTO too, as the venue says it.</summary>
    public SpotContingency Contingency => Kind == ContingencyKind.OneCancelsOther ? SpotContingency.Oco : SpotContingency.Oto;
}
