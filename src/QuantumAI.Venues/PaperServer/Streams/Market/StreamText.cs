using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QuantumAI.Venues.PaperServer.Streams.Market;

/// <summary>Pieces of JSON that several writers need.</summary>
internal static class StreamText
{
    public static readonly JsonWriterOptions Writing = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The beginning of a combined message; a brace ends it.</summary>
    public static byte[] HeadOf(string stream) => [.. "{\"stream\":"u8, .. Quoted(stream), .. ",\"data\":"u8];

    /// <summary>A text as JSON.</summary>
    public static byte[] Quoted(string text)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Writing))
            json.WriteStringValue(text);
        return bytes.WrittenSpan.ToArray();
    }

    public static string Of(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
