namespace QuantumAI.Feeds.Files;

/// <summary>Names of instruments: upper-case ASCII letters, digits and <c>- _ . /</c>, 1 to 32 characters.</summary>
/// <remarks>Venues list symbols with look-alike and CJK characters; they are refused, since a log and a console cannot tell them apart.</remarks>
public static class MarketSymbol
{
    /// <summary>The rule in words, for messages.</summary>
    public const string Rule = "a symbol must be 1 to 32 ASCII letters, digits or -_./";

    private const int LengthMax = 32;

    /// <summary>Upper-cases and checks a symbol.</summary>
    /// <returns>False when the text breaks the <see cref="Rule"/>.</returns>
    public static bool TryParse(string? text, out string symbol)
    {
        symbol = "";
        if (text is null || text.Length is 0 or > LengthMax)
            return false;
        var hasName = false;
        foreach (var character in text)
        {
            hasName |= char.IsAsciiLetterOrDigit(character);
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_' or '.' or '/'))
                return false;
        }

        symbol = text.ToUpperInvariant();
        return hasName;
    }
}
