using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace QuantumAI.Venues.Signing;

/// <summary>A request's parameters as the text that is sent and signed: <c>name=value</c> joined by <c>&amp;</c>, values percent-encoded.</summary>
/// <remarks>What is signed are the very bytes that are sent: query, then body, without a separator between them. Encoding comes before signing.</remarks>
public static class ParameterText
{
    public const string SignatureName = "signature";

    /// <summary>The text of parameters in their order.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parameters)
            text.Append(text.Length == 0 ? "" : "&").Append(PercentEncoding.Encode(name)).Append('=').Append(PercentEncoding.Encode(value));
        return text.ToString();
    }

    /// <summary>The parameters with their signature at the end, ready to be sent as a query or as a form body.</summary>
    public static string Signed(IEnumerable<KeyValuePair<string, string>> parameters, ISigner signer)
    {
        var text = Of(parameters);
        return $"{text}{(text.Length == 0 ? "" : "&")}{SignatureName}={PercentEncoding.Encode(signer.Sign(Encoding.UTF8.GetBytes(text)))}";
    }

    /// <summary>What the signature of a WebSocket request covers, in UTF-8: all parameters but the signature, sorted by name and not percent-encoded.</summary>
    public static string WebSocketPayload(IEnumerable<KeyValuePair<string, string>> parameters) => string.Join('&', parameters
        .Where(parameter => parameter.Key != SignatureName)
        .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
        .Select(parameter => $"{parameter.Key}={parameter.Value}"));

    /// <summary>Reads a query or a form body.</summary>
    /// <returns>False when a part has no <c>=</c> or is wrongly encoded. Names may repeat: that is for the caller to judge.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out List<KeyValuePair<string, string>>? parameters)
    {
        parameters = null;
        var read = new List<KeyValuePair<string, string>>();
        foreach (var range in text.Split('&'))
        {
            var part = text[range];
            if (part.IsEmpty)
                continue;
            var equals = part.IndexOf('=');
            if (equals <= 0 || !PercentEncoding.TryDecode(part[..equals], out var name) || !PercentEncoding.TryDecode(part[(equals + 1)..], out var value))
                return false;
            read.Add(KeyValuePair.Create(name, value));
        }

        parameters = read;
        return true;
    }

    /// <summary>Takes the signature out of a received query and body: what was signed is what is left, query then body.</summary>
    /// <param name="query">As received, without the question mark and not decoded.</param>
    /// <param name="body">As received, not decoded; empty when there is none.</param>
    /// <param name="payload">What the signature must cover.</param>
    /// <param name="signature">The signature, decoded.</param>
    /// <returns>False when there is no signature, or more than one.</returns>
    public static bool TrySplit(string query, string body, [NotNullWhen(true)] out string? payload, [NotNullWhen(true)] out string? signature)
    {
        payload = signature = null;
        var restOfQuery = Without(query, out var first, out var inQuery);
        var restOfBody = Without(body, out var second, out var inBody);
        if (inQuery + inBody != 1 || !PercentEncoding.TryDecode(first ?? second, out signature))
            return false;
        payload = restOfQuery + restOfBody;
        return true;
    }

    private static string Without(string text, out string? signature, out int count)
    {
        signature = null;
        count = 0;
        var kept = new List<string>();
        foreach (var part in text.Split('&'))
        {
            if (!part.StartsWith(SignatureName + "=", StringComparison.Ordinal))
            {
                kept.Add(part);
                continue;
            }

            signature = part[(SignatureName.Length + 1)..];
            count++;
        }

        return count == 0 ? text : string.Join('&', kept);
    }
}
