using System.Text;
using System.Text.Unicode;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>What PostgreSQL keeps as text: valid UTF-8 without a NUL character.</summary>
internal static class StoredText
{
    /// <exception cref="ArgumentException">A request without events, or a text that the database cannot keep; it names stream and event.</exception>
    public static void Check(IReadOnlyList<AppendRequest> requests)
    {
        for (var i = 0; i < requests.Count; i++)
            Check(requests[i]);
    }

    /// <inheritdoc cref="Check(IReadOnlyList{AppendRequest})"/>
    public static void Check(AppendRequest request)
    {
        if (request.Events.Count == 0)
            throw new ArgumentException("an append carries at least one event", nameof(request));
        Check(request.Stream, "the stream's name", request.Stream);
        for (var at = 0; at < request.Events.Count; at++)
            Check(request.Stream, request.Events[at]);
    }

    public static void Check(string stream, string what, string? text)
    {
        if (text is null)
            return;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !IsPair(text, ref i)))
                throw new ArgumentException($"stream {stream}: {what} has a NUL or half a character, which PostgreSQL cannot keep as text");
        }
    }

    public static string Decode(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private static void Check(string stream, EventData data)
    {
        Check(stream, "an event's type", data.Type);
        Check(stream, "an event's causation", data.Cause.Causation);
        Check(stream, "an event's correlation", data.Cause.Correlation);
        if (data.Payload.Span.Contains((byte)0) || !Utf8.IsValid(data.Payload.Span))
            throw new ArgumentException($"stream {stream}: the payload of {data.Type} is not UTF-8 or has a NUL, which PostgreSQL cannot keep as text");
    }

    /// <summary>Steps over the second half.</summary>
    private static bool IsPair(string text, ref int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[++at]);
}
