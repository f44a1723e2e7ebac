using QuantumAI.Domain.Risk;

namespace QuantumAI.Domain.Orders;

/// <summary>What a venue takes natively. What it lacks is held here until its condition is met. Pure; the one place that decides so.</summary>
/// <param name="Types">Order types that the venue knows.</param>
/// <param name="Lists">Ways in which it lets orders depend on each other.</param>
public sealed record VenueCapabilities(IReadOnlySet<OrderType> Types, IReadOnlySet<ContingencyKind> Lists)
{
    /// <summary>A venue that lacks nothing.</summary>
    public static VenueCapabilities All { get; } = new(
        new HashSet<OrderType>(Enum.GetValues<OrderType>().Where(type => type != OrderType.Unspecified)),
        new HashSet<ContingencyKind>(Enum.GetValues<ContingencyKind>().Where(kind => kind != ContingencyKind.Unspecified)));

    /// <summary>A venue that takes market and limit orders, each alone.</summary>
    public static VenueCapabilities Plain { get; } = new(new HashSet<OrderType> { OrderType.Market, OrderType.Limit }, new HashSet<ContingencyKind>());

    /// <summary>The request as it is to be approved: held when the venue lacks its type.</summary>
    public OrderRequest Marked(OrderRequest request) => Types.Contains(request.Terms.Type) ? request : request with { IsHeld = true };

    /// <summary>The requests of a list: a venue has all of it, or the list is kept here, and of it only a first order that waits for nothing goes at once.</summary>
    public IReadOnlyList<OrderRequest> Marked(ContingencyKind kind, IReadOnlyList<OrderRequest> requests)
    {
        if (Lists.Contains(kind) && requests.All(request => Types.Contains(request.Terms.Type)))
            return requests;
        return [.. requests.Select((request, place) => place == 0 && kind != ContingencyKind.OneCancelsOther ? Marked(request) : request with { IsHeld = true })];
    }
}
