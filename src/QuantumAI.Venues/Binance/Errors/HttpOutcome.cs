namespace QuantumAI.Venues.Binance.Errors;

/// <summary>What an HTTP status, or that of the WebSocket API, says about the request.</summary>
public static class HttpOutcome
{
    public const int WebFirewall = 403;
    public const int Conflict = 409;
    public const int Banned = 418;
    public const int TooManyRequests = 429;

    /// <summary>The outcome of a request that did not succeed.</summary>
    /// <param name="status">As received; not 200.</param>
    /// <param name="code">The error code of the body; null when the body has none, as a firewall's page or a half-read answer.</param>
    /// <remarks>
    /// The status goes first where it is a fact about sending (429, 418, 5xx): a body may name any code. A 4xx without a code proves nothing
    /// about an order, since whatever wrote it was not the venue's API; 403 without a code is its firewall, before which nothing passes.
    /// </remarks>
    public static VenueOutcome Of(int status, int? code) => status switch
    {
        TooManyRequests or Banned => VenueOutcome.RateLimited,
        >= 500 => VenueOutcome.OutcomeUnknown,
        Conflict => VenueOutcome.Split,
        WebFirewall when code is null => VenueOutcome.RateLimited,
        >= 400 when code is { } told => SpotErrors.OutcomeOf(told),
        _ => VenueOutcome.OutcomeUnknown,
    };

    /// <summary>The status with which the venue sends an error.</summary>
    public static int StatusOf(SpotErrorCode code) => code switch
    {
        SpotErrorCode.TooManyRequests or SpotErrorCode.TooManyOrders => TooManyRequests,
        SpotErrorCode.Unauthorized or SpotErrorCode.RejectedApiKey or SpotErrorCode.BadApiKeyFormat => 401,
        SpotErrorCode.CancelReplacePartly => Conflict,
        SpotErrorCode.Unknown or SpotErrorCode.Disconnected or SpotErrorCode.UnexpectedResponse or SpotErrorCode.Timeout => 500,
        SpotErrorCode.ServerBusy or SpotErrorCode.ServiceShuttingDown => 503,
        _ => 400,
    };

    /// <summary>True when retrying the same read may help; an order is never sent again for this.</summary>
    public static bool MayRetryRead(int status, int? code) => status >= 500
        || code is (int)SpotErrorCode.Unknown or (int)SpotErrorCode.Disconnected or (int)SpotErrorCode.ServerBusy or (int)SpotErrorCode.Timeout;
}
