using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Errors;

/// <summary>A broken filter as the venue's error, and back.</summary>
public static class FilterFailures
{
    private const string Prefix = "Filter failure: ";

    /// <summary>The error with which the venue refuses an order that breaks a filter.</summary>
    public static VenueError Of(FilterFault fault, OrderTerms terms) => fault.Kind switch
    {
        FilterKind.Form => SpotErrors.Make(SpotErrorCode.UnknownOrderComposition),
        FilterKind.SymbolStatus => new((int)SpotErrorCode.InvalidMessage, EngineMessages.MarketClosed),
        FilterKind.OrderType => new((int)SpotErrorCode.InvalidMessage, EngineMessages.TypeNotSupported(terms)),
        FilterKind.UnknownFilter => new((int)SpotErrorCode.InvalidMessage, Prefix + "UNKNOWN"),
        FilterKind.AmountRange => Of(FilterKind.Notional),
        FilterKind.MaxNumOrderAmends => new((int)SpotErrorCode.AmendRejected, Prefix + Name(fault.Kind)),
        _ => Of(fault.Kind),
    };

    /// <summary>The error for a filter by its kind.</summary>
    public static VenueError Of(FilterKind kind) => SpotErrors.Make(SpotErrorCode.InvalidMessage, 0, Name(kind));

    /// <summary>Which filter an error's message names; null when it names none that we know.</summary>
    public static FilterKind? Read(string message)
    {
        if (!message.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var name = message[Prefix.Length..].Trim();
        foreach (var kind in Enum.GetValues<FilterKind>())
        {
            if (IsVenues(kind) && Name(kind) == name)
                return kind;
        }

        return null;
    }

    /// <summary>True for the filters that the venue has under the same name.</summary>
    public static bool IsVenues(FilterKind kind) => kind >= FilterKind.PriceFilter && kind != FilterKind.AmountRange;

    /// <summary><c>PriceFilter</c> is <c>PRICE_FILTER</c>.</summary>
    public static string Name(FilterKind kind) => WireNames.Of(kind.ToString());
}
