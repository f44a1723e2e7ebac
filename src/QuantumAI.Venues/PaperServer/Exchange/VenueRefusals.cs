using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>Why the matching engine refused something, in the venue's codes and texts. A reason begins with its rule's kind.</summary>
internal static class VenueRefusals
{
    private static readonly Dictionary<string, FilterKind> Filters =
        Enum.GetValues<FilterKind>().Where(kind => kind != FilterKind.Unspecified).ToDictionary(FilterFailures.Name, StringComparer.Ordinal);

    /// <summary>The error of an order that was refused.</summary>
    public static VenueError OfOrder(string reason, OrderTerms terms)
    {
        if (reason.StartsWith("insufficient balance", StringComparison.Ordinal))
            return Rejected(EngineMessages.InsufficientBalance);
        if (reason.StartsWith("duplicate order", StringComparison.Ordinal))
            return Rejected(EngineMessages.DuplicateOrder);
        return KindOf(reason) switch
        {
            "SYMBOL_STATUS" => new((int)SpotErrorCode.InvalidMessage, EngineMessages.MarketClosed),
            "TRIGGER" => Rejected(EngineMessages.WouldTrigger),
            "POST_ONLY" => Rejected(EngineMessages.WouldTake),
            "LIST" => Rejected(EngineMessages.UnsupportedCombination),
            var kind when Filters.TryGetValue(kind, out var filter) => FilterFailures.Of(new FilterFault(filter, default), terms),
            _ => SpotErrors.Make(SpotErrorCode.UnknownOrderComposition),
        };
    }

    /// <summary>The error of an amendment that was refused.</summary>
    public static VenueError OfAmend(string reason, OrderTerms terms, bool isLarger)
    {
        var kind = KindOf(reason);
        if (kind == "AMEND")
            return new((int)SpotErrorCode.AmendRejected, isLarger ? EngineMessages.AmendIncreases : EngineMessages.NoChange);
        return Filters.TryGetValue(kind, out var filter)
            ? FilterFailures.Of(new FilterFault(filter, default), terms)
            : new((int)SpotErrorCode.AmendRejected, EngineMessages.UnknownOrder);
    }

    public static VenueError Rejected(string message) => new((int)SpotErrorCode.NewOrderRejected, message);

    public static VenueError NotCanceled(string message) => new((int)SpotErrorCode.CancelRejected, message);

    private static string KindOf(string reason)
    {
        var colon = reason.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : reason[..colon];
    }
}
