namespace QuantumAI.Hocon.Parsing;

/// <summary>Strict JSON (RFC 8259): no comments, no trailing commas, root of any structured kind. Duplicate keys merge as in HOCON.</summary>
internal sealed class JsonTextParser(SourceCursor cursor, int depthMax)
{
    private int _depth;

    public Node ParseRoot()
    {
        cursor.TryTake('\uFEFF');
        SkipSpace();
        if (cursor.Current is not ('{' or '[')) throw cursor.Refuse("JSON must have an object or an array at its root", cursor.Shown());
        var root = ParseValue();
        SkipSpace();
        return cursor.AtEnd ? root : throw cursor.Refuse("nothing may follow the JSON root", cursor.Shown());
    }

    private Node ParseValue()
    {
        SkipSpace();
        var at = cursor.Here;
        return cursor.Current switch
        {
            '{' => ParseObject(),
            '[' => ParseArray(),
            '"' => new LiteralNode(new HoconString(QuotedText.Read(cursor, allowTriple: false), at)),
            _ => ParseWord(at),
        };
    }

    private LiteralNode ParseWord(HoconOrigin at)
    {
        if (cursor.TryTake("true")) return new LiteralNode(new HoconBoolean(true, at));
        if (cursor.TryTake("false")) return new LiteralNode(new HoconBoolean(false, at));
        if (cursor.TryTake("null")) return new LiteralNode(new HoconNull(at));
        var start = cursor.Position;
        while (Characters.IsNumberPart(cursor.Current)) cursor.Take();
        var text = cursor.From(start);
        return NumberText.TryParse(text, out var number)
            ? new LiteralNode(new HoconNumber(number, at))
            : throw cursor.Refuse("a JSON value must stand here", text.Length > 0 ? text : cursor.Shown());
    }

    private ObjectNode ParseObject()
    {
        var node = new ObjectNode(cursor.Here);
        Enter();
        if (!TryClose('}'))
        {
            do
            {
                SkipSpace();
                if (cursor.Current != '"') throw cursor.Refuse("a JSON key must be quoted", cursor.Shown());
                var key = QuotedText.Read(cursor, allowTriple: false);
                SkipSpace();
                if (!cursor.TryTake(':')) throw cursor.Refuse("a JSON key must be followed by :", cursor.Shown());
                node.Add([key], ParseValue());
            }
            while (More('}'));
        }

        _depth--;
        return node;
    }

    private ArrayNode ParseArray()
    {
        var node = new ArrayNode(cursor.Here, []);
        Enter();
        if (!TryClose(']'))
        {
            do node.Items.Add(ParseValue());
            while (More(']'));
        }

        _depth--;
        return node;
    }

    private bool More(char closer)
    {
        SkipSpace();
        if (cursor.TryTake(',')) return true;
        return cursor.TryTake(closer) ? false : throw cursor.Refuse($"JSON must continue with , or {closer}", cursor.Shown());
    }

    private bool TryClose(char closer)
    {
        SkipSpace();
        return cursor.TryTake(closer);
    }

    private void Enter()
    {
        cursor.Take();
        if (++_depth > depthMax) throw cursor.Refuse($"nesting must be at most {depthMax} levels here");
    }

    private void SkipSpace()
    {
        while (!cursor.AtEnd && cursor.Current is ' ' or '\t' or '\r' or '\n') cursor.Take();
    }
}
