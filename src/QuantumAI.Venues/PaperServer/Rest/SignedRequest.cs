using System.Buffers;
using System.Globalization;
using System.Text;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Calls;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.PaperServer.Rest;

/// <summary>Whether a request is whose it says. Pure, thread safe; refusals carry the venue's codes.</summary>
public static class SignedRequest
{
    private const decimal WindowDefaultMillis = 5_000;
    private const decimal WindowMaxMillis = 60_000;
    private const long MicrosecondsMin = 100_000_000_000_000;

    // What no encoder leaves as it is: a text with these was not percent-encoded before it was signed.
    private static readonly SearchValues<char> NeverPlain = SearchValues.Create(" \"<>[]{}|\\^`");

    /// <summary>Checks key, signature and time of a REST request.</summary>
    /// <param name="call">What is called.</param>
    /// <param name="keys">All keys.</param>
    /// <param name="keyName">As sent; null when it was not.</param>
    /// <param name="query">As received, without the question mark and not decoded.</param>
    /// <param name="body">As received, not decoded.</param>
    /// <param name="given">The same, decoded.</param>
    /// <param name="nowNanos">World time.</param>
    /// <returns>The key and the window; no key for public calls, no window without a signature.</returns>
    /// <exception cref="RequestRefusedException">With the venue's documented code.</exception>
    public static (ApiKey? Key, RequestWindow? Window) Check(
        ExchangeCall call, ApiKeys keys, string? keyName, string query, string body, RequestParameters given, long nowNanos)
    {
        if (call.Security == CallSecurity.None)
            return (null, null);
        var key = FindKey(keys, keyName);
        if (!call.IsSigned)
            return (key, null);
        given.Need("timestamp");
        given.Need(ParameterText.SignatureName);
        var window = ReadWindow(given);
        if (!ParameterText.TrySplit(query, body, out var payload, out var signature) || IsRaw(payload)
            || !key.Verifier.Verifies(Encoding.UTF8.GetBytes(payload), signature))
            throw RequestParameters.Refuse(SpotErrorCode.InvalidSignature);
        Check(window, nowNanos);
        if (call.Security == CallSecurity.Trade && !key.MayTrade)
            throw RequestParameters.Refuse(SpotErrorCode.RejectedApiKey);
        return (key, window);
    }

    /// <summary>The key of a name.</summary>
    public static ApiKey FindKey(ApiKeys keys, string? name)
    {
        if (name is null || !ApiKey.IsWellFormed(name))
            throw RequestParameters.Refuse(SpotErrorCode.BadApiKeyFormat);
        return keys.Find(name) ?? throw RequestParameters.Refuse(SpotErrorCode.RejectedApiKey);
    }

    /// <summary>Time stamp and window of a signed request.</summary>
    public static RequestWindow ReadWindow(RequestParameters given)
    {
        var timestamp = given.FindLong("timestamp")
            ?? throw RequestParameters.Refuse(SpotErrorCode.MandatoryParameter, 1, "timestamp");
        var unit = timestamp < MicrosecondsMin ? UnixNanos.PerMillisecond : UnixNanos.PerMicrosecond;
        if (timestamp > long.MaxValue / unit)
            throw RequestParameters.Refuse(SpotErrorCode.ParameterOverflow, 0, "timestamp");
        var window = WindowDefaultMillis;
        if (given.FindDecimal("recvWindow") is not null
            && (!decimal.TryParse(given.Peek("recvWindow"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out window) || window <= 0 || window > WindowMaxMillis))
            throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, "recvWindow");
        return new RequestWindow(timestamp * unit, (long)(window * UnixNanos.PerMillisecond));
    }

    /// <summary>Refuses what is from the future or too old.</summary>
    public static void Check(RequestWindow window, long nowNanos)
    {
        if (window.IsAhead(nowNanos))
            throw RequestParameters.Refuse(SpotErrorCode.InvalidTimestamp, 1);
        if (window.IsOver(nowNanos))
            throw RequestParameters.Refuse(SpotErrorCode.InvalidTimestamp);
    }

    private static bool IsRaw(string payload) => payload.AsSpan().ContainsAny(NeverPlain) || payload.AsSpan().ContainsAnyExceptInRange('!', '~');
}
