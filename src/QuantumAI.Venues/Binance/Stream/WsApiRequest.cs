using System.Globalization;
using System.Text;
using System.Text.Json;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Binance.Stream;

/// <summary>Requests of the WebSocket API as text.</summary>
public static class WsApiRequest
{
    public static string Ping(string id) => Text(id, "ping", []);

    /// <summary>From here on the connection's requests need no signature; Ed25519 keys only.</summary>
    public static string LogOn(string id, ApiKey key, long venueNanos, TimeSpan recvWindow) => Text(id, "session.logon", Signed(key, venueNanos, recvWindow));

    /// <summary>The account's events, on a connection that is logged on.</summary>
    public static string Subscribe(string id) => Text(id, "userDataStream.subscribe", []);

    /// <summary>The account's events, with any key.</summary>
    public static string SubscribeSigned(string id, ApiKey key, long venueNanos, TimeSpan recvWindow) =>
        Text(id, "userDataStream.subscribe.signature", Signed(key, venueNanos, recvWindow));

    private static List<KeyValuePair<string, string>> Signed(ApiKey key, long venueNanos, TimeSpan recvWindow)
    {
        List<KeyValuePair<string, string>> parameters =
        [
            KeyValuePair.Create("apiKey", Encoding.UTF8.GetString(key.Id.Reveal())),
            KeyValuePair.Create("recvWindow", ((long)recvWindow.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)),
            KeyValuePair.Create("timestamp", (venueNanos / UnixNanos.PerMillisecond).ToString(CultureInfo.InvariantCulture)),
        ];
        parameters.Add(KeyValuePair.Create(ParameterText.SignatureName, key.Signer.Sign(Encoding.UTF8.GetBytes(ParameterText.WebSocketPayload(parameters)))));
        return parameters;
    }

    private static string Text(string id, string method, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("method", method);
            if (parameters.Count > 0)
            {
                json.WriteStartObject("params");
                foreach (var (name, value) in parameters)
                {
                    if (name is "timestamp" or "recvWindow")
                        json.WriteNumber(name, long.Parse(value, CultureInfo.InvariantCulture));
                    else
                        json.WriteString(name, value);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
