using System.Text.Json.Serialization;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Composition;

/// <summary>What happened to a session as a whole: stream <c>session/ACCOUNT</c>. Extend-only.</summary>
internal abstract record SessionEvent;

/// <summary>What the journal's session is, from here on.</summary>
/// <param name="Venue">Where its orders go; null = the built-in venue.</param>
internal sealed record SessionConfigured(
    ulong Seed, string Market, IReadOnlyList<string> Symbols, long IntervalNanos, long StartNanos, string ConfigHash,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Venue = null) : SessionEvent;

/// <summary>Session events as JSON. Pure and thread safe.</summary>
internal static class SessionEventCodec
{
    public static JsonEventCodec<SessionEvent> Instance { get; } = new([new(SessionJson.Default.SessionConfigured)]);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SessionConfigured))]
internal sealed partial class SessionJson : JsonSerializerContext;
