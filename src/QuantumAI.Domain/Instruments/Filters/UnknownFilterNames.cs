using System.Collections.Immutable;

namespace QuantumAI.Domain.Instruments.Filters;

/// <summary>Names of filters that a venue sent and this program does not know. Sorted, each once, equal when the names are equal.</summary>
/// <remarks>The names come from outside: what is neither a letter, a digit nor an underscore becomes '?', and a long name is cut,
/// so that one can stand in a log line or a message.</remarks>
public readonly struct UnknownFilterNames : IEquatable<UnknownFilterNames>
{
    /// <summary>Characters of a name that are kept.</summary>
    public const int MaxNameLength = 64;

    private readonly ImmutableArray<string> _names;

    public UnknownFilterNames(IEnumerable<string> names) =>
        _names = [.. names.Select(Clean).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public bool IsEmpty => _names.IsDefaultOrEmpty;

    public bool Equals(UnknownFilterNames other) => IsEmpty ? other.IsEmpty : !other.IsEmpty && _names.SequenceEqual(other._names);

    public override bool Equals(object? obj) => obj is UnknownFilterNames other && Equals(other);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public static bool operator ==(UnknownFilterNames left, UnknownFilterNames right) => left.Equals(right);

    public static bool operator !=(UnknownFilterNames left, UnknownFilterNames right) => !left.Equals(right);

    public override string ToString() => IsEmpty ? "" : string.Join(", ", _names);

    private static string Clean(string name) =>
        string.Concat(name.Take(MaxNameLength).Select(character => char.IsAsciiLetterOrDigit(character) || character == '_' ? character : '?'));
}
