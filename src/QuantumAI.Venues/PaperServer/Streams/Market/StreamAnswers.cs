using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace QuantumAI.Venues.PaperServer.Streams.Market;

/// <summary>Answers to requests on a connection of market streams, in the venue's documented words.</summary>
internal static class StreamAnswers
{
    private const int IdCharsMax = 36;

    public static byte[] Done(string? id) => Write(id, static json => json.WriteNull("result"));

    public static byte[] Property(bool value, string? id) => Write(id, json => json.WriteBoolean("result", value));

    public static byte[] Invalid(string what, string? id) => Error(2, "Invalid request: " + what, id);

    public static byte[] List(IReadOnlyList<string> names, string? id) => Write(id, json =>
    {
        json.WriteStartArray("result");
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    });

    public static byte[] Error(int code, string message, string? id) => Write(id, json =>
    {
        json.WriteNumber("code", code);
        json.WriteString("msg", message);
    });

    /// <summary>The id as the JSON that goes back; null where it was null. False where it is missing or of another kind.</summary>
    public static bool TryReadId(JsonElement root, out string? id)
    {
        id = null;
        if (!root.TryGetProperty("id", out var given))
            return false;
        switch (given.ValueKind)
        {
            case JsonValueKind.Null:
                return true;
            case JsonValueKind.Number when given.TryGetInt64(out var number):
                id = number.ToString(CultureInfo.InvariantCulture);
                return true;
            case JsonValueKind.String when given.GetString() is { Length: <= IdCharsMax }:
                id = given.GetRawText();
                return true;
            default:
                return false;
        }
    }

    private static byte[] Write(string? id, Action<Utf8JsonWriter> body)
    {
        var bytes = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(bytes, StreamText.Writing))
        {
            json.WriteStartObject();
            body(json);
            json.WritePropertyName("id");
            json.WriteRawValue(id ?? "null", skipInputValidation: true);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }
}
