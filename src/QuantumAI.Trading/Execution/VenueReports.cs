using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Execution;

/// <summary>What every report tells beside its news: which order it is about, and what the journal names as the cause. Pure.</summary>
internal static class VenueReports
{
    /// <summary>The order that a report is about; null when it is about the whole account.</summary>
    public static string? AboutOf(VenueReport report) => report switch
    {
        VenueAccepted accepted => accepted.ClientOrderId,
        VenueRejected rejected => rejected.ClientOrderId,
        VenueFilled filled => filled.Trade.ClientOrderId,
        VenueExpired expired => expired.ClientOrderId,
        VenueTriggered triggered => triggered.ClientOrderId,
        VenueCanceled canceled => canceled.ClientOrderId,
        VenueCancelRefused refused => refused.ClientOrderId,
        VenueAmended amended => amended.ClientOrderId,
        VenueAmendRefused refused => refused.ClientOrderId,
        VenueOrderState state => state.ClientOrderId,
        _ => null,
    };

    public static EventCause CauseOf(VenueReport report, string about) => report switch
    {
        VenueAccepted accepted => AccountCause.Venue(accepted.ClientOrderId, accepted.VenueOrderId),
        VenueFilled { Trade: var trade } => AccountCause.Trade(trade.ClientOrderId, trade.Symbol, trade.TradeId),
        VenueOrderState state => AccountCause.Query(state.ClientOrderId),
        _ => AccountCause.Venue(about, null),
    };
}
