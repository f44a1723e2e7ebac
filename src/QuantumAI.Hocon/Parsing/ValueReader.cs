namespace QuantumAI.Hocon.Parsing;

/// <summary>Reads one field value or array element, which may be several values concatenated on a line.</summary>
internal sealed class ValueReader(SourceCursor cursor, HoconTextParser parser, IncludeScope? scope)
{
    public Node Read()
    {
        var parts = new List<Node>();
        while (true)
        {
            var spaceAt = cursor.Here;
            var space = cursor.TakeInlineWhitespace();
            if (cursor.AtEnd || cursor.AtComment || cursor.Current is '\n' or ',' or '}' or ']') break;
            if (space.Length > 0 && parts.Count > 0) parts.Add(new LiteralNode(new HoconString(space, spaceAt), isBlank: true));
            parts.Add(ReadPart());
        }

        return parts.Count switch
        {
            0 => throw cursor.Refuse("a value must stand here", cursor.Shown()),
            1 => parts[0],
            _ => Fold(parts),
        };
    }

    private Node ReadPart()
    {
        switch (cursor.Current)
        {
            case '{':
                return parser.ParseObject();
            case '[':
                return parser.ParseArray();
            case '"':
                var at = cursor.Here;
                return new LiteralNode(new HoconString(QuotedText.Read(cursor), at));
            case '$':
                return ReadSubstitution();
            case var c when Characters.IsNumberStart(c):
                return ReadNumber();
            default:
                return ReadWord();
        }
    }

    private LiteralNode ReadWord()
    {
        var at = cursor.Here;
        var word = cursor.TakeUnquoted();
        return word switch
        {
            "" => throw cursor.Refuse("an unquoted value must not hold a reserved character; quote the value", cursor.Shown()),
            "true" => new LiteralNode(new HoconBoolean(true, at)),
            "false" => new LiteralNode(new HoconBoolean(false, at)),
            "null" => new LiteralNode(new HoconNull(at)),
            _ => new LiteralNode(new HoconString(word, at)),
        };
    }

    private LiteralNode ReadNumber()
    {
        var at = cursor.Here;
        var length = 1;
        while (Characters.IsNumberPart(cursor.Ahead(length))) length++;
        var start = cursor.Position;
        for (var i = 0; i < length; i++) cursor.Take();
        var text = cursor.From(start);
        if (NumberText.TryParse(text, out var number)) return new LiteralNode(new HoconNumber(number, at));
        // Dates, addresses, lone hyphens: not a number, so the run is plain text, in which + stays reserved.
        if (text.Contains('+')) throw cursor.Refuse("an unquoted value must not hold a reserved character; quote the value", text);
        return new LiteralNode(new HoconString(text, at));
    }

    private SubstitutionNode ReadSubstitution()
    {
        var at = cursor.Here;
        if (!cursor.TryTake("${")) throw cursor.Refuse("a $ must begin a substitution such as ${key}; quote the value", "'$'");
        var optional = cursor.TryTake('?');
        var path = PathReader.Read(cursor, HoconLimits.Default.MaxDepth);
        if (!cursor.TryTake('}')) throw cursor.Refuse("a substitution must hold a path and end with }", cursor.Shown());
        return new SubstitutionNode(at, path, optional, scope);
    }

    // Concatenations of written values need no resolver; those with a substitution do.
    private static Node Fold(List<Node> parts)
    {
        var origin = parts[0].Origin;
        if (parts.All(p => p is LiteralNode))
            return new LiteralNode(new HoconString(string.Concat(parts.Select(p => p.Describe())), origin));
        if (parts.All(p => p is ObjectNode or LiteralNode { IsBlank: true }))
        {
            var merged = new ObjectNode(origin);
            foreach (var part in parts.OfType<ObjectNode>()) merged.MergeFrom(part);
            return merged;
        }

        if (parts.All(p => p is ArrayNode or LiteralNode { IsBlank: true }))
            return new ArrayNode(origin, [.. parts.OfType<ArrayNode>().SelectMany(a => a.Items)]);
        return new ConcatNode(origin, parts);
    }
}
