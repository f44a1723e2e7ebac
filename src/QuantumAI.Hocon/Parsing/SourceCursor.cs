namespace QuantumAI.Hocon.Parsing;

/// <summary>A position in a text, with its line. Reading past the end gives NUL; <see cref="AtEnd"/> tells the difference.</summary>
internal sealed class SourceCursor(string source, string text)
{
    private int _at;

    public string Source => source;

    public int Line { get; private set; } = 1;

    public bool AtEnd => _at >= text.Length;

    public char Current => _at < text.Length ? text[_at] : '\0';

    public HoconOrigin Here => new(source, Line);

    public int Position => _at;

    public char Ahead(int by) => _at + by < text.Length ? text[_at + by] : '\0';

    public string From(int start) => text[start.._at];

    public char Take()
    {
        var c = text[_at++];
        if (c == '\n') Line++;
        return c;
    }

    public bool Looking(string word) => string.CompareOrdinal(text, _at, word, 0, word.Length) == 0;

    public bool TryTake(char c)
    {
        if (AtEnd || Current != c) return false;
        Take();
        return true;
    }

    public bool TryTake(string word)
    {
        if (!Looking(word)) return false;
        for (var i = 0; i < word.Length; i++) Take();
        return true;
    }

    public bool AtComment => !AtEnd && (Current == '#' || Looking("//"));

    /// <summary>Whether an unquoted string could go on here.</summary>
    public bool AtUnquoted =>
        !AtEnd && !Characters.IsReserved(Current) && !Characters.IsWhitespace(Current) && !Looking("//");

    /// <summary>Skips whitespace, newlines and comments; true when a newline was among them.</summary>
    public bool SkipBlank()
    {
        var line = Line;
        while (!AtEnd)
        {
            if (Characters.IsWhitespace(Current)) Take();
            else if (AtComment) SkipToLineEnd();
            else break;
        }

        return Line > line;
    }

    /// <summary>Takes whitespace up to a newline and returns it.</summary>
    public string TakeInlineWhitespace()
    {
        var start = _at;
        while (!AtEnd && Characters.IsInlineWhitespace(Current)) Take();
        return From(start);
    }

    public string TakeUnquoted()
    {
        var start = _at;
        while (AtUnquoted) Take();
        return From(start);
    }

    /// <summary>What stands here, for a message.</summary>
    public string Shown() => AtEnd ? "the end of the text" : Current == '\n' ? "the end of the line" : $"'{Current}'";

    public HoconException Refuse(string rule, string? value = null, int? line = null) =>
        new(new HoconProblem(new HoconOrigin(source, line ?? Line), null, rule, value));

    private void SkipToLineEnd()
    {
        while (!AtEnd && Current != '\n') Take();
    }
}
