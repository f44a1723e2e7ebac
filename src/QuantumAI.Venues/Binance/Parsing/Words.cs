using System.Collections.Frozen;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>A word of the venue: what it means here, and its text. An unknown word keeps its text and means <c>Unknown</c>.</summary>
public readonly record struct Word<T>(T Value, string Text)
    where T : struct, Enum
{
    /// <summary>True when the venue used a word that this program does not know.</summary>
    public bool IsUnknown => Value.ToString() == Words<T>.UnknownName;

    public override string ToString() => Text;
}

/// <summary>The venue's words of one list: <c>PARTIALLY_FILLED</c> is <c>PartiallyFilled</c>, in both directions.</summary>
/// <remarks>Every such enum has <c>Unspecified</c> = 0, which no word means, and <c>Unknown</c>.</remarks>
public static class Words<T>
    where T : struct, Enum
{
    internal const string UnknownName = "Unknown";

    private const int TextCharsMax = 64;

    private static readonly T Unknown = Enum.Parse<T>(UnknownName);

    private static readonly FrozenDictionary<string, T> ByText = Enum.GetValues<T>()
        .Where(value => value.ToString() is not ("Unspecified" or UnknownName)).ToFrozenDictionary(value => WireNames.Of(value.ToString()), StringComparer.Ordinal);

    private static readonly FrozenDictionary<T, string> ByValue = ByText.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>All words, in no order.</summary>
    public static IEnumerable<string> All => ByText.Keys;

    /// <summary>What a text means; never throws, never a default.</summary>
    public static Word<T> Of(string text) => ByText.TryGetValue(text, out var value) ? new Word<T>(value, text) : new Word<T>(Unknown, text.Length <= TextCharsMax ? text : text[..TextCharsMax]);

    /// <summary>The venue's text of a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is <c>Unspecified</c> or <c>Unknown</c>: there is no such word.</exception>
    public static string Text(T value) =>
        ByValue.TryGetValue(value, out var text) ? text : throw new ArgumentOutOfRangeException(nameof(value), value, "the venue has no word for it");
}
