using System.Globalization;
using System.Text;

namespace QuantumAI.Hocon.Parsing;

/// <summary>Reads quoted strings: JSON escapes in single quotes, everything verbatim in triple quotes.</summary>
internal static class QuotedText
{
    private const string Triple = "\"\"\"";

    /// <summary>Reads the string that starts at the cursor, which stands on a quote.</summary>
    public static string Read(SourceCursor cursor, bool allowTriple = true) =>
        allowTriple && cursor.TryTake(Triple) ? ReadTriple(cursor) : ReadSingle(cursor);

    private static string ReadTriple(SourceCursor cursor)
    {
        var line = cursor.Line;
        var start = cursor.Position;
        while (!cursor.Looking(Triple))
        {
            if (cursor.AtEnd) throw cursor.Refuse("a triple-quoted string must be closed", null, line);
            cursor.Take();
        }

        // Quotes beyond the closing three belong to the string, so the last three of the run close it.
        while (cursor.Ahead(3) == '"') cursor.Take();
        var text = cursor.From(start);
        cursor.TryTake(Triple);
        return text;
    }

    private static string ReadSingle(SourceCursor cursor)
    {
        var line = cursor.Line;
        cursor.Take();
        var text = new StringBuilder();
        while (true)
        {
            if (cursor.AtEnd || cursor.Current == '\n') throw cursor.Refuse("a quoted string must be closed on its line", null, line);
            if (cursor.TryTake('"')) return text.ToString();
            if (cursor.TryTake('\\')) text.Append(ReadEscape(cursor));
            else if (cursor.Current < ' ')
                throw cursor.Refuse("a control character in a quoted string must be escaped", $"U+{(int)cursor.Current:X4}");
            else text.Append(cursor.Take());
        }
    }

    private static char ReadEscape(SourceCursor cursor)
    {
        if (cursor.AtEnd) throw cursor.Refuse("an escape must be complete");
        return cursor.Take() switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => ReadCodeUnit(cursor),
            var c => throw cursor.Refuse("an escape must be one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX", $"\\{c}"),
        };
    }

    public static char ReadCodeUnit(SourceCursor cursor)
    {
        var start = cursor.Position;
        for (var i = 0; i < 4; i++)
        {
            if (!char.IsAsciiHexDigit(cursor.Current)) throw cursor.Refuse("\\u must be followed by four hexadecimal digits", cursor.Shown());
            cursor.Take();
        }

        return (char)int.Parse(cursor.From(start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
