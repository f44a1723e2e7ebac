using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Trading.Explain;

/// <summary>One event of an order's life, with where the order and the books stand after it.</summary>
/// <param name="Stored">The event's place, time and cause in the journal.</param>
/// <param name="Event">What happened.</param>
/// <param name="SinceBeforeNanos">Time since the order's event before it; null for the first.</param>
/// <param name="SinceFirstNanos">Time since the order's first event: its intent, or its adoption.</param>
/// <param name="Order">The order after the event.</param>
/// <param name="Books">The books after the event.</param>
public sealed record StoryEvent(
    StoredEvent Stored, AccountEvent Event, long? SinceBeforeNanos, long SinceFirstNanos, Order Order, BooksAfter Books);

/// <summary>Another order of the same list.</summary>
public sealed record StorySibling(string ClientOrderId, int Place, OrderTerms Terms, OrderStatus Status);

/// <summary>The whole life of one order, folded from the account's events and from nothing else. Immutable.</summary>
/// <param name="Account">Name of the account.</param>
/// <param name="Order">The order in its last state.</param>
/// <param name="VenueOrderId">The venue's id; null until it has accepted.</param>
/// <param name="Approval">What risk approved; null for an order that was adopted from the venue.</param>
/// <param name="Intent">What was intended; null for an adopted order.</param>
/// <param name="Before">The books before the order's first event.</param>
/// <param name="Events">Every event of the order but its approval, oldest first; never empty.</param>
/// <param name="Realised">Profit that its fills realised, in the quote asset, fees included.</param>
/// <param name="Fees">What its fills cost, by asset.</param>
/// <param name="Siblings">The other orders of its list, by place.</param>
public sealed record OrderStory(
    string Account, Order Order, string? VenueOrderId, OrderApproved? Approval, OrderIntended? Intent, BooksAfter Before,
    IReadOnlyList<StoryEvent> Events, Money Realised, IReadOnlyDictionary<string, Money> Fees, IReadOnlyList<StorySibling> Siblings)
{
    public int FillCount => Events.Count(static told => told.Event is OrderFilled);

    /// <summary>Time from the order's first event to the first one of a kind; null when there was none.</summary>
    public long? NanosTo<TEvent>()
        where TEvent : AccountEvent => Events.FirstOrDefault(static told => told.Event is TEvent)?.SinceFirstNanos;
}

/// <summary>A decision of an agent that our own risk check refused. Immutable.</summary>
/// <param name="Stored">The event's place, time and cause in the journal.</param>
/// <param name="Denied">Rule, code and figures.</param>
/// <param name="Account">Name of the account.</param>
/// <param name="BaseCurrency">The currency that equity is counted in.</param>
/// <param name="Risk">The account's trading state then, and equity at the last mark.</param>
/// <param name="Books">The books then.</param>
/// <param name="Number">How many denials there were up to and with this one.</param>
/// <param name="SameRule">How many of those by the same rule.</param>
public sealed record DenialStory(
    StoredEvent Stored, OrderDenied Denied, string Account, string BaseCurrency, AccountRisk Risk, BooksAfter Books, long Number, long SameRule);
