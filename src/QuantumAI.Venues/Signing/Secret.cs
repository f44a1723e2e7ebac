using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QuantumAI.Venues.Signing;

/// <summary>A text that may be used and never shown: neither by <see cref="ToString"/>, nor in JSON, nor in a debugger.</summary>
/// <remarks>Immutable, thread safe. Two secrets are compared in constant time.</remarks>
[DebuggerDisplay(Hidden)]
[JsonConverter(typeof(HiddenInJson))]
public sealed class Secret : IEquatable<Secret>
{
    /// <summary>What stands in its place.</summary>
    public const string Hidden = "(secret)";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _text;

    /// <exception cref="ArgumentException">The text is empty.</exception>
    public Secret(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        _text = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The text in UTF-8; for whoever signs with it or compares it, not for keeping.</summary>
    public ReadOnlySpan<byte> Reveal() => _text;

    /// <summary>True when the texts are equal; the time taken tells nothing about where they differ.</summary>
    public bool Equals(Secret? other) => other is not null && FixedTime.Equal(_text, other._text);

    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <summary>The same for all: a hash would tell secrets apart.</summary>
    public override int GetHashCode() => 0;

    public override string ToString() => Hidden;

    private sealed class HiddenInJson : JsonConverter<Secret>
    {
        public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("a secret is not read from JSON: it comes from a file of its own or from the environment");

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue(Hidden);
    }
}
