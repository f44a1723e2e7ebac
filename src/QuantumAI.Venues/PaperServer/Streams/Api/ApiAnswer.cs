using System.Buffers;
using System.Text.Json;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Symbols;
using QuantumAI.Venues.PaperServer.Streams.Market;

namespace QuantumAI.Venues.PaperServer.Streams.Api;

/// <summary>Writes answers of the WebSocket API.</summary>
internal static class ApiAnswer
{
    private const int Success = 200;

    /// <summary>A result.</summary>
    /// <param name="id">As JSON.</param>
    /// <param name="result">As JSON.</param>
    /// <param name="limits">What is used; empty = not told.</param>
    public static byte[] Done(string id, ReadOnlyMemory<byte> result, IReadOnlyList<RateLimit> limits) => Write(id, Success, limits, json =>
    {
        json.WritePropertyName("result");
        json.WriteRawValue(result.Span, skipInputValidation: true);
    });

    /// <summary>An error.</summary>
    /// <param name="id">As JSON.</param>
    /// <param name="status">As of HTTP.</param>
    /// <param name="error">It.</param>
    /// <param name="data">What it has to show, as JSON; empty = nothing.</param>
    /// <param name="limits">What is used; empty = not told.</param>
    public static byte[] Failed(string id, int status, VenueError error, ReadOnlyMemory<byte> data, IReadOnlyList<RateLimit> limits) => Write(id, status, limits, json =>
    {
        json.WriteStartObject("error");
        json.WriteNumber("code", error.Code);
        json.WriteString("msg", error.Message);
        if (!data.IsEmpty)
        {
            json.WritePropertyName("data");
            json.WriteRawValue(data.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
    });

    /// <summary>JSON as a session or a server writes it by itself.</summary>
    public static byte[] BytesOf(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes, StreamText.Writing))
            write(json);
        return bytes.WrittenSpan.ToArray();
    }

    private static byte[] Write(string id, int status, IReadOnlyList<RateLimit> limits, Action<Utf8JsonWriter> body) => BytesOf(json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("id");
        json.WriteRawValue(id, skipInputValidation: true);
        json.WriteNumber("status", status);
        body(json);
        if (limits.Count > 0)
        {
            json.WriteStartArray("rateLimits");
            foreach (var limit in limits)
                ExchangeInfo.WriteRateLimit(json, limit);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    });
}
