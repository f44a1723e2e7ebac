using System.Collections.Frozen;
using System.Globalization;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Errors;

/// <summary>What an error code means: its class and the messages that the venue documents for it, <c>{0}</c> where it fills something in.</summary>
public sealed record SpotErrorRule(SpotErrorCode Code, VenueOutcome Outcome, IReadOnlyList<string> Messages);

/// <summary>The one table of error codes: the adapter reads it, the paper exchange writes from it.</summary>
public static class SpotErrors
{
    private static readonly SpotErrorRule[] Table =
    [
        new(SpotErrorCode.Unknown, VenueOutcome.OutcomeUnknown, ["An unknown error occurred while processing the request."]),
        new(SpotErrorCode.Disconnected, VenueOutcome.OutcomeUnknown, ["Internal error; unable to process your request. Please try again."]),
        new(SpotErrorCode.Unauthorized, VenueOutcome.NotSent, ["You are not authorized to execute this request."]),
        new(SpotErrorCode.TooManyRequests, VenueOutcome.RateLimited, ["Too many requests queued.", "Too much request weight used; current limit is {0} request weight per {1}. Please use WebSocket Streams for live updates to avoid polling the API.", "Way too much request weight used; IP banned until {0}. Please use WebSocket Streams for live updates to avoid bans."]),
        new(SpotErrorCode.UnexpectedResponse, VenueOutcome.OutcomeUnknown, ["An unexpected response was received from the message bus. Execution status unknown."]),
        new(SpotErrorCode.Timeout, VenueOutcome.OutcomeUnknown, ["Timeout waiting for response from backend server. Send status unknown; execution status unknown."]),
        new(SpotErrorCode.ServerBusy, VenueOutcome.OutcomeUnknown, ["Server is currently overloaded with other requests. Please try again in a few minutes."]),
        new(SpotErrorCode.ErrorMessageReceived, VenueOutcome.Rejected, ["Unknown order sent."]),
        new(SpotErrorCode.InvalidMessage, VenueOutcome.NotSent, ["Filter failure: {0}"]),
        new(SpotErrorCode.UnknownOrderComposition, VenueOutcome.NotSent, ["Unsupported order combination."]),
        new(SpotErrorCode.TooManyOrders, VenueOutcome.RateLimited, ["Too many new orders.", "Too many new orders; current limit is {0} orders per {1}."]),
        new(SpotErrorCode.ServiceShuttingDown, VenueOutcome.OutcomeUnknown, ["This service is no longer available."]),
        new(SpotErrorCode.UnsupportedOperation, VenueOutcome.NotSent, ["This operation is not supported."]),
        new(SpotErrorCode.InvalidTimestamp, VenueOutcome.Clock, ["Timestamp for this request is outside of the recvWindow.", "Timestamp for this request was 1000ms ahead of the server's time."]),
        new(SpotErrorCode.InvalidSignature, VenueOutcome.NotSent, ["Signature for this request is not valid."]),
        new(SpotErrorCode.TooManyConnections, VenueOutcome.RateLimited, ["Too many concurrent connections; current limit is '{0}'.", "Too many connection attempts for account; current limit is {0} per '{1}'.", "Too many connection attempts from IP; current limit is {0} per '{1}'."]),
        new(SpotErrorCode.IllegalCharacters, VenueOutcome.NotSent, ["Illegal characters found in a parameter.", "Illegal characters found in parameter '{0}'; legal range is '{1}'."]),
        new(SpotErrorCode.TooManyParameters, VenueOutcome.NotSent, ["Too many parameters sent for this endpoint.", "Too many parameters; expected '{0}' and received '{1}'.", "Duplicate values for a parameter detected."]),
        new(SpotErrorCode.MandatoryParameter, VenueOutcome.NotSent, ["A mandatory parameter was not sent, was empty/null, or malformed.", "Mandatory parameter '{0}' was not sent, was empty/null, or malformed.", "Param '{0}' or '{1}' must be sent, but both were empty/null!"]),
        new(SpotErrorCode.UnknownParameter, VenueOutcome.NotSent, ["An unknown parameter was sent."]),
        new(SpotErrorCode.UnreadParameters, VenueOutcome.NotSent, ["Not all sent parameters were read.", "Not all sent parameters were read; read '{0}' parameter(s) but was sent '{1}'."]),
        new(SpotErrorCode.EmptyParameter, VenueOutcome.NotSent, ["A parameter was empty.", "Parameter '{0}' was empty."]),
        new(SpotErrorCode.ParameterNotRequired, VenueOutcome.NotSent, ["A parameter was sent when not required.", "Parameter '{0}' sent when not required."]),
        new(SpotErrorCode.ParameterOverflow, VenueOutcome.NotSent, ["Parameter '{0}' overflowed."]),
        new(SpotErrorCode.BadPrecision, VenueOutcome.NotSent, ["Parameter '{0}' has too much precision."]),
        new(SpotErrorCode.NoDepth, VenueOutcome.NotSent, ["No orders on book for symbol."]),
        new(SpotErrorCode.TimeInForceNotRequired, VenueOutcome.NotSent, ["TimeInForce parameter sent when not required."]),
        new(SpotErrorCode.InvalidTimeInForce, VenueOutcome.NotSent, ["Invalid timeInForce."]),
        new(SpotErrorCode.InvalidOrderType, VenueOutcome.NotSent, ["Invalid orderType."]),
        new(SpotErrorCode.InvalidSide, VenueOutcome.NotSent, ["Invalid side."]),
        new(SpotErrorCode.EmptyNewClientOrderId, VenueOutcome.NotSent, ["New client order ID was empty."]),
        new(SpotErrorCode.EmptyOriginalClientOrderId, VenueOutcome.NotSent, ["Original client order ID was empty."]),
        new(SpotErrorCode.BadInterval, VenueOutcome.NotSent, ["Invalid interval."]),
        new(SpotErrorCode.BadSymbol, VenueOutcome.NotSent, ["Invalid symbol."]),
        new(SpotErrorCode.InvalidSymbolStatus, VenueOutcome.NotSent, ["Invalid symbolStatus."]),
        new(SpotErrorCode.InvalidListenKey, VenueOutcome.NotSent, ["This listenKey does not exist."]),
        new(SpotErrorCode.LookupIntervalTooBig, VenueOutcome.NotSent, ["Lookup interval is too big.", "More than {0} hours between startTime and endTime."]),
        new(SpotErrorCode.BadParameterCombination, VenueOutcome.NotSent, ["Combination of optional parameters invalid.", "Combination of optional fields invalid. Recommendation: '{0}' and '{1}' must both be sent.", "Fields [{0}] must be sent together or omitted entirely."]),
        new(SpotErrorCode.InvalidParameter, VenueOutcome.NotSent, ["Invalid data sent for a parameter.", "Data sent for parameter '{0}' is not valid."]),
        new(SpotErrorCode.BadReceiveWindow, VenueOutcome.NotSent, ["'recvWindow' must be less than 60000."]),
        new(SpotErrorCode.BadStrategyType, VenueOutcome.NotSent, ["`strategyType` was less than 1000000."]),
        new(SpotErrorCode.InvalidJson, VenueOutcome.NotSent, ["Invalid JSON Request", "JSON sent for parameter '{0}' is not valid"]),
        new(SpotErrorCode.InvalidTickerType, VenueOutcome.NotSent, ["Invalid ticker type."]),
        new(SpotErrorCode.InvalidCancelRestrictions, VenueOutcome.NotSent, ["`cancelRestrictions` has to be either `ONLY_NEW` or `ONLY_PARTIALLY_FILLED`."]),
        new(SpotErrorCode.DuplicateSymbols, VenueOutcome.NotSent, ["Symbol is present multiple times in the list."]),
        new(SpotErrorCode.InvalidSbeHeader, VenueOutcome.NotSent, ["Invalid `X-MBX-SBE` header; expected `<SCHEMA_ID>:<VERSION>`."]),
        new(SpotErrorCode.UnsupportedSchema, VenueOutcome.NotSent, ["Unsupported SBE schema ID or version specified in the `X-MBX-SBE` header."]),
        new(SpotErrorCode.SbeDisabled, VenueOutcome.NotSent, ["SBE is not enabled."]),
        new(SpotErrorCode.OcoOrderType, VenueOutcome.NotSent, ["Order type not supported in OCO."]),
        new(SpotErrorCode.OcoIcebergTimeInForce, VenueOutcome.NotSent, ["Parameter '{0}' is not supported if `aboveTimeInForce`/`belowTimeInForce` is not GTC."]),
        new(SpotErrorCode.DeprecatedSchema, VenueOutcome.NotSent, ["Unable to encode the response in SBE schema '{0}'. Please use schema '{1}' or higher."]),
        new(SpotErrorCode.BuyOcoLimitBelow, VenueOutcome.NotSent, ["A limit order in a buy OCO must be below."]),
        new(SpotErrorCode.SellOcoLimitAbove, VenueOutcome.NotSent, ["A limit order in a sell OCO must be above."]),
        new(SpotErrorCode.OcoBothLimit, VenueOutcome.NotSent, ["At least one OCO order must be contingent."]),
        new(SpotErrorCode.TooManyMessages, VenueOutcome.RateLimited, ["Too many messages; current limit is '{0}' messages per '{1}'."]),
        new(SpotErrorCode.ConflictingFields, VenueOutcome.NotSent, ["Conflicting fields: [{0}]"]),
        new(SpotErrorCode.TooManySubscriptions, VenueOutcome.NotSent, ["Too many subscriptions. Connection may create up to '{0}' subscriptions at a time."]),
        new(SpotErrorCode.InvalidTimeUnit, VenueOutcome.NotSent, ["Invalid value for time unit; expected either MICROSECOND or MILLISECOND."]),
        new(SpotErrorCode.BuyOcoStopLossAbove, VenueOutcome.NotSent, ["A stop loss order in a buy OCO must be above."]),
        new(SpotErrorCode.SellOcoStopLossBelow, VenueOutcome.NotSent, ["A stop loss order in a sell OCO must be below."]),
        new(SpotErrorCode.BuyOcoTakeProfitBelow, VenueOutcome.NotSent, ["A take profit order in a buy OCO must be below."]),
        new(SpotErrorCode.SellOcoTakeProfitAbove, VenueOutcome.NotSent, ["A take profit order in a sell OCO must be above."]),
        new(SpotErrorCode.InvalidPegPriceType, VenueOutcome.NotSent, ["Invalid pegPriceType."]),
        new(SpotErrorCode.InvalidPegOffsetType, VenueOutcome.NotSent, ["Invalid pegOffsetType."]),
        new(SpotErrorCode.SymbolStatusMismatch, VenueOutcome.NotSent, ["The symbol's status does not match the requested symbolStatus."]),
        new(SpotErrorCode.NewOrderRejected, VenueOutcome.Rejected, ["NEW_ORDER_REJECTED"]),
        new(SpotErrorCode.CancelRejected, VenueOutcome.Rejected, ["CANCEL_REJECTED"]),
        new(SpotErrorCode.NoSuchOrder, VenueOutcome.Rejected, ["Order does not exist."]),
        new(SpotErrorCode.BadApiKeyFormat, VenueOutcome.NotSent, ["API-key format invalid."]),
        new(SpotErrorCode.RejectedApiKey, VenueOutcome.NotSent, ["Invalid API-key, IP, or permissions for action."]),
        new(SpotErrorCode.NoTradingWindow, VenueOutcome.NotSent, ["No trading window could be found for the symbol. Try ticker/24hrs instead."]),
        new(SpotErrorCode.CancelReplacePartly, VenueOutcome.Split, ["Order cancel-replace partially failed."]),
        new(SpotErrorCode.CancelReplaceFailed, VenueOutcome.Split, ["Order cancel-replace failed."]),
        new(SpotErrorCode.OrderArchived, VenueOutcome.Rejected, ["Order was canceled or expired with no executed qty over 90 days ago and has been archived."]),
        new(SpotErrorCode.SubscriptionActive, VenueOutcome.NotSent, ["User Data Stream subscription already active."]),
        new(SpotErrorCode.SubscriptionInactive, VenueOutcome.NotSent, ["User Data Stream subscription not active."]),
        new(SpotErrorCode.AmendRejected, VenueOutcome.Rejected, ["ORDER_AMEND_REJECTED"]),
        new(SpotErrorCode.ClientOrderIdInvalid, VenueOutcome.Rejected, ["Client order ID is not correct for this order ID."]),
        new(SpotErrorCode.MaximumSubscriptions, VenueOutcome.NotSent, ["Maximum subscription ID reached for this connection."]),
        new(SpotErrorCode.NoReferencePrice, VenueOutcome.NotSent, ["This symbol doesn't have a reference price."]),
    ];

    private static readonly FrozenDictionary<int, SpotErrorRule> ByCode = Table.ToFrozenDictionary(rule => (int)rule.Code);

    public static IReadOnlyList<SpotErrorRule> All => Table;

    /// <summary>The rule of a code; null for one that is not documented.</summary>
    public static SpotErrorRule? Find(int code) => ByCode.GetValueOrDefault(code);

    /// <summary>What is known after an error. A code that is not documented is a structured no, and so a rejection; it is for the caller to alarm.</summary>
    public static VenueOutcome OutcomeOf(int code) => Find(code)?.Outcome ?? VenueOutcome.Rejected;

    /// <summary>An error with the code's documented message.</summary>
    /// <param name="code">The code.</param>
    /// <param name="form">Which of its messages, 0 = the first.</param>
    /// <param name="parts">What the message leaves open.</param>
    public static VenueError Make(SpotErrorCode code, int form = 0, params object[] parts) =>
        new((int)code, string.Format(CultureInfo.InvariantCulture, ByCode[(int)code].Messages[form], parts));
}
