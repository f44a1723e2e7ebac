using QuantumAI.Venues.Binance.Rest;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>What a caller has to prove.</summary>
public enum CallSecurity : byte
{
    Unspecified = 0,

    /// <summary>Nothing.</summary>
    None = 1,

    /// <summary>A key, without a signature.</summary>
    Key = 2,

    /// <summary>A signature: the account's data.</summary>
    UserData = 3,

    /// <summary>A signature of a key that may trade.</summary>
    Trade = 4,
}

/// <summary>One call of the API, whichever way it comes: REST and the WebSocket API are made from it.</summary>
/// <param name="Verb">HTTP method.</param>
/// <param name="Path">REST path.</param>
/// <param name="Method">Method of the WebSocket API; null where REST has it alone.</param>
/// <param name="Security">What the caller has to prove.</param>
/// <param name="Weight">What it costs of the request weight.</param>
/// <param name="Handler">Answers it on the exchange's lane: writes one JSON value, or throws <see cref="RequestRefusedException"/>.</param>
public sealed record ExchangeCall(
    string Verb, string Path, string? Method, CallSecurity Security, Func<RequestParameters, int> Weight, Action<CallContext> Handler)
{
    /// <summary>It costs its weight only when it fails, as calls that place or cancel orders do.</summary>
    public bool IsFreeWhenDone { get; init; }

    public bool IsSigned => Security is CallSecurity.UserData or CallSecurity.Trade;
}
