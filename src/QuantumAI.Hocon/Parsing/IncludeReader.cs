namespace QuantumAI.Hocon.Parsing;

/// <summary>Reads an include statement. Only files are supported; url and classpath are refused by name.</summary>
internal static class IncludeReader
{
    private const string Keyword = "include";

    /// <summary>Whether the unquoted word <c>include</c>, and not just a key that starts with it, stands here.</summary>
    public static bool IsNext(SourceCursor cursor)
    {
        if (!cursor.Looking(Keyword)) return false;
        var next = cursor.Ahead(Keyword.Length);
        return Characters.IsReserved(next) || Characters.IsWhitespace(next) || next == '\0'
            || (next == '/' && cursor.Ahead(Keyword.Length + 1) == '/');
    }

    public static IncludeTarget Read(SourceCursor cursor)
    {
        cursor.TryTake(Keyword);
        cursor.SkipBlank();
        var required = cursor.TryTake("required(");
        if (required) cursor.SkipBlank();
        var target = ReadResource(cursor) with { Required = required };
        if (required) Close(cursor);
        return target;
    }

    private static IncludeTarget ReadResource(SourceCursor cursor)
    {
        if (cursor.Looking("url(") || cursor.Looking("classpath("))
            throw cursor.Refuse("include must name a file: url(...) and classpath(...) are not supported");
        if (cursor.TryTake("file("))
        {
            cursor.SkipBlank();
            var file = ReadName(cursor);
            Close(cursor);
            return new IncludeTarget(file, IsFile: true, Required: false);
        }

        var name = ReadName(cursor);
        if (name.Contains("://", StringComparison.Ordinal) || name.StartsWith("file:", StringComparison.Ordinal))
            throw cursor.Refuse("include must name a file: URLs are not supported", name);
        return new IncludeTarget(name, IsFile: false, Required: false);
    }

    private static string ReadName(SourceCursor cursor)
    {
        if (cursor.Current != '"')
            throw cursor.Refuse("include must be followed by one quoted name, file(\"…\") or required(…); quote a key named include", cursor.Shown());
        var name = QuotedText.Read(cursor);
        return name.Length > 0 ? name : throw cursor.Refuse("include must name a file", "\"\"");
    }

    private static void Close(SourceCursor cursor)
    {
        cursor.SkipBlank();
        if (!cursor.TryTake(')')) throw cursor.Refuse("an include must close its parenthesis after one quoted name", cursor.Shown());
    }
}
