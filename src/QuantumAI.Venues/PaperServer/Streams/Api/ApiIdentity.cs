using System.Text;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Calls;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Rest;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.PaperServer.Streams.Api;

/// <summary>Whose a request of the WebSocket API is: its own key and signature, or the session's. Pure, thread safe.</summary>
internal static class ApiIdentity
{
    private const string KeyName = "apiKey";

    /// <summary>Checks who asks.</summary>
    /// <param name="security">What must be proved.</param>
    /// <param name="message">The request.</param>
    /// <param name="given">Its parameters.</param>
    /// <param name="keys">All keys.</param>
    /// <param name="session">The key that the session is logged on with; null = none.</param>
    /// <param name="nowNanos">The exchange's time.</param>
    /// <exception cref="RequestRefusedException">With the venue's documented code.</exception>
    public static (ApiKey? Key, RequestWindow? Window) Check(
        CallSecurity security, ApiMessage message, RequestParameters given, ApiKeys keys, ApiKey? session, long nowNanos)
    {
        if (security == CallSecurity.None)
            return (null, null);
        var isAdHoc = given.Has(KeyName) || given.Has(ParameterText.SignatureName) || session is null;
        var key = isAdHoc ? SignedRequest.FindKey(keys, given.Need(KeyName)) : session!;
        if (security == CallSecurity.Key)
            return (key, null);
        given.Need("timestamp");
        if (isAdHoc)
            given.Need(ParameterText.SignatureName);
        var window = SignedRequest.ReadWindow(given);
        if (isAdHoc && !Verifies(key, message))
            throw RequestParameters.Refuse(SpotErrorCode.InvalidSignature);
        SignedRequest.Check(window, nowNanos);
        if (security == CallSecurity.Trade && !key.MayTrade)
            throw RequestParameters.Refuse(SpotErrorCode.RejectedApiKey);
        return (key, window);
    }

    private static bool Verifies(ApiKey key, ApiMessage message)
    {
        var payload = ParameterText.WebSocketPayload(message.Parameters.Where(pair => pair.Key != ParameterText.SignatureName));
        return key.Verifier.Verifies(Encoding.UTF8.GetBytes(payload), message.Parameters.First(pair => pair.Key == ParameterText.SignatureName).Value);
    }
}
