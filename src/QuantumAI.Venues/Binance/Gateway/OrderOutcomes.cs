using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;

namespace QuantumAI.Venues.Binance.Gateway;

/// <summary>What an answer to an order, a cancel or an amendment proves.</summary>
public enum OrderProof : byte
{
    Unspecified = 0,

    /// <summary>It was done.</summary>
    Done = 1,

    /// <summary>It was not done, and will not be.</summary>
    Refused = 2,

    /// <summary>Nothing: the venue is asked later, and until then nothing is said.</summary>
    Nothing = 3,
}

/// <summary>The one table from answers to proofs. Pure. Where it has no row, nothing is proved.</summary>
public static class OrderOutcomes
{
    /// <summary>Of a new order or list. A rejection is told only when the venue, or this process before sending, said no in so many words.</summary>
    public static OrderProof OfNew(SpotAnswer answer) => answer.Outcome switch
    {
        null => OrderProof.Done,
        VenueOutcome.NotSent when answer.Status == 0 => OrderProof.Refused, // refused here: it never left
        _ when answer.Error is null => OrderProof.Nothing,
        _ when IsDuplicate(answer) => OrderProof.Nothing, // one with this id is open: it may be this one
        VenueOutcome.NotSent or VenueOutcome.Rejected or VenueOutcome.RateLimited or VenueOutcome.Clock => OrderProof.Refused,
        _ => OrderProof.Nothing,
    };

    /// <summary>Of a cancel. Only what the engine says of the order itself ends the wish to cancel it: a refused signature or a full budget does not.</summary>
    public static OrderProof OfCancel(SpotAnswer answer) => answer.Outcome switch
    {
        null => OrderProof.Done,
        VenueOutcome.Rejected when answer.Error is { } error && SpotErrors.Find(error.Code) is not null => OrderProof.Refused,
        _ => OrderProof.Nothing,
    };

    /// <summary>Of a cancel-replace: each half has its own outcome. Where the answer is not whole, neither is known.</summary>
    public static (OrderProof Cancel, OrderProof NewOrder) OfCancelReplace(SpotAnswer answer)
    {
        if (answer.Outcome is not (null or VenueOutcome.Split))
            return (OfNew(answer), OfNew(answer)); // refused as a whole, or not known as a whole
        try
        {
            var report = SpotOrders.CancelReplace(Payload.Open("cancelReplace", answer.Body));
            return (OfCancel(Half(report.Cancel)), OfNew(Half(report.NewOrder)));
        }
        catch (PayloadException)
        {
            return (OrderProof.Nothing, OrderProof.Nothing);
        }
    }

    /// <summary>Of an amendment: as of a new order.</summary>
    public static OrderProof OfAmend(SpotAnswer answer) => OfNew(answer);

    /// <summary>The venue says that it does not have the order now: no proof that it never will.</summary>
    public static bool IsMissing(SpotAnswer answer) => answer is { Outcome: VenueOutcome.Rejected, Error.Code: (int)SpotErrorCode.NoSuchOrder };

    /// <summary>The key or its rights are gone: nothing that is signed will work until somebody has looked.</summary>
    public static bool IsKeyRefused(SpotAnswer answer) => IsKeyRefused(answer.Error?.Code);

    /// <inheritdoc cref="IsKeyRefused(SpotAnswer)"/>
    public static bool IsKeyRefused(int? code) =>
        code is (int)SpotErrorCode.RejectedApiKey or (int)SpotErrorCode.BadApiKeyFormat or (int)SpotErrorCode.Unauthorized;

    private static SpotAnswer Half(CancelReplaceHalf half) => half switch
    {
        { Result.Value: SpotHalfResult.Success } => new SpotAnswer(null, null, 200, [], ""),
        { Result.Value: SpotHalfResult.NotAttempted } => SpotAnswer.NotSent("the other half failed first"),
        _ => new SpotAnswer(half.Error is { } error ? SpotErrors.OutcomeOf(error.Code) : VenueOutcome.OutcomeUnknown, half.Error, 409, [], half.Error?.Message ?? ""),
    };

    private static bool IsDuplicate(SpotAnswer answer) => answer.Error is { Code: (int)SpotErrorCode.NewOrderRejected, Message: EngineMessages.DuplicateOrder };
}
