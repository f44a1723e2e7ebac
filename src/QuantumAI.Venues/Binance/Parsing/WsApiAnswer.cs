namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>What the WebSocket API sends: the answer to a request, or an event of a subscription. Exactly one of the two.</summary>
public sealed record WsApiMessage(WsApiAnswer? Answer, DeliveredEvent? Event)
{
    /// <summary>Reads a frame.</summary>
    /// <exception cref="PayloadException">It is neither.</exception>
    public static WsApiMessage Read(ReadOnlySpan<byte> utf8)
    {
        var root = Payload.Open("wsApi", utf8);
        return root.Names("event") || root.Names("e")
            ? new WsApiMessage(null, UserEvents.Delivered(root))
            : new WsApiMessage(WsApiAnswer.Read(root), null);
    }
}

/// <summary>The answer to a request.</summary>
/// <param name="Id">The request's id as text, whether the venue wrote it as text or as a number; null when it could not read the request.</param>
/// <param name="Status">As of HTTP: 200 is success, 4xx and 5xx mean what they mean there.</param>
/// <param name="Result">To be read by the parser of the REST answer of the same method; null with an error.</param>
/// <param name="Error">Null when it succeeded.</param>
/// <param name="ErrorData">Of a cancel-replace that failed in part: its halves.</param>
/// <param name="RateLimits">What is used; empty when not told.</param>
public sealed record WsApiAnswer(
    string? Id, int Status, WireValue? Result, VenueError? Error, WireValue? ErrorData, IReadOnlyList<RateLimit> RateLimits)
{
    private const int Success = 200;

    internal static WsApiAnswer Read(WireValue root)
    {
        var status = root.Int("status");
        var error = root.Find("error");
        if (status == Success && error is not null)
            throw root["error"].Fault("must not stand beside status 200");
        if (status != Success && error is null)
            throw root["status"].Fault("must be 200 where there is no error");
        return new WsApiAnswer(
            IdOf(root), status, root.Find("result"), error is { } told ? SpotOrders.Error(told) : null, error?.Find("data"), root.OptionalItems("rateLimits", SpotAccount.RateLimit));
    }

    internal static string? IdOf(WireValue root) => root.Find("id") is not { } id
        ? null : id.IsText ? id.Text() : id.Long().ToString(System.Globalization.CultureInfo.InvariantCulture);
}
