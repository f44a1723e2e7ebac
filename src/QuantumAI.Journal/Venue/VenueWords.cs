namespace QuantumAI.Journal.Venue;

/// <summary>The words of the books for the values of an enumeration, both ways. Immutable.</summary>
/// <param name="name">What a value is, for messages: “a side”.</param>
/// <param name="words">Each value with its word.</param>
internal sealed class VenueWords<T>(string name, params (T Value, string Word)[] words)
    where T : struct, Enum
{
    /// <exception cref="ArgumentOutOfRangeException">The books have no word for it.</exception>
    public string Of(T value)
    {
        foreach (var (known, word) in words)
        {
            if (EqualityComparer<T>.Default.Equals(known, value))
                return word;
        }

        throw new ArgumentOutOfRangeException(nameof(value), value, $"{name} must be one of {All}");
    }

    /// <exception cref="FormatException">It is none of the words.</exception>
    public T Value(string text)
    {
        foreach (var (value, word) in words)
        {
            if (word == text)
                return value;
        }

        throw new FormatException($"{name} must be one of {All}, was “{text}”");
    }

    private string All => string.Join(", ", words.Select(word => word.Word));
}
