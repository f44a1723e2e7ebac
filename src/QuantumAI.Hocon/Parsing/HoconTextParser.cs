namespace QuantumAI.Hocon.Parsing;

/// <summary>Parses HOCON text into nodes: the root, objects and their fields, arrays. Values are read by <see cref="ValueReader"/>.</summary>
internal sealed class HoconTextParser
{
    private readonly SourceCursor _cursor;
    private readonly DocumentLoader _loader;
    private readonly IncludeScope? _scope;
    private readonly ValueReader _values;
    private int _depth;

    public HoconTextParser(SourceCursor cursor, DocumentLoader loader, IncludeScope? scope, int depth)
    {
        _cursor = cursor;
        _loader = loader;
        _scope = scope;
        _depth = depth;
        _values = new ValueReader(cursor, this, scope);
    }

    public int DepthLeft => _loader.Limits.MaxDepth - _depth;

    public Node ParseRoot()
    {
        _cursor.SkipBlank();
        Node root;
        if (_cursor.Current == '[')
        {
            root = ParseArray();
        }
        else if (_cursor.Current == '{')
        {
            root = ParseObject();
        }
        else
        {
            var bare = new ObjectNode(_cursor.Here);
            ParseFields(bare, openedAt: null);
            root = bare;
        }

        _cursor.SkipBlank();
        return _cursor.AtEnd ? root : throw _cursor.Refuse("nothing may follow the root value", _cursor.Shown());
    }

    public ObjectNode ParseObject()
    {
        var node = new ObjectNode(_cursor.Here);
        _cursor.Take();
        Enter();
        ParseFields(node, node.Origin.Line);
        _depth--;
        return node;
    }

    public ArrayNode ParseArray()
    {
        var node = new ArrayNode(_cursor.Here, []);
        _cursor.Take();
        Enter();
        while (true)
        {
            _cursor.SkipBlank();
            if (_cursor.AtEnd) throw _cursor.Refuse("a [ must be closed by a ]", null, node.Origin.Line);
            if (_cursor.TryTake(']')) break;
            node.Items.Add(_values.Read());
            EndEntry("array elements", ']');
        }

        _depth--;
        return node;
    }

    private void ParseFields(ObjectNode node, int? openedAt)
    {
        while (true)
        {
            _cursor.SkipBlank();
            if (_cursor.AtEnd)
            {
                if (openedAt is null) return;
                throw _cursor.Refuse("a { must be closed by a }", null, openedAt);
            }

            if (_cursor.Current == '}')
            {
                if (openedAt is null) throw _cursor.Refuse("a } must close a {");
                _cursor.Take();
                return;
            }

            if (IncludeReader.IsNext(_cursor)) ReadInclude(node);
            else ParseField(node);
            EndEntry("fields", openedAt is null ? '\0' : '}');
        }
    }

    private void ReadInclude(ObjectNode node)
    {
        var at = _cursor.Here;
        var target = IncludeReader.Read(_cursor);
        foreach (var (root, scope) in _loader.Include(target, _cursor.Source, at, _scope, _depth)) node.Include(root, scope);
    }

    private void ParseField(ObjectNode node)
    {
        var origin = _cursor.Here;
        var path = PathReader.Read(_cursor, Math.Max(1, DepthLeft));
        _cursor.SkipBlank();
        var append = false;
        if (_cursor.TryTake("+=")) append = true;
        else if (!_cursor.TryTake(':') && !_cursor.TryTake('=') && _cursor.Current != '{')
            throw _cursor.Refuse($"key {HoconProblem.Shorten(HoconPath.Render(path))} must be followed by : = += or {{", _cursor.Shown());

        _cursor.SkipBlank();
        _depth += path.Count - 1;
        var value = _values.Read();
        _depth -= path.Count - 1;
        node.Add(path, append ? new AppendNode(origin, [value]) : value);
    }

    private void EndEntry(string what, char closer)
    {
        var newline = _cursor.SkipBlank();
        if (_cursor.TryTake(','))
        {
            _cursor.SkipBlank();
            if (_cursor.Current == ',') throw _cursor.Refuse($"{what} must be separated by one comma only", "','");
            return;
        }

        if (!newline && !_cursor.AtEnd && _cursor.Current != closer)
            throw _cursor.Refuse($"{what} must be separated by a comma or a newline (quote text that holds reserved characters)", _cursor.Shown());
    }

    private void Enter()
    {
        if (++_depth > _loader.Limits.MaxDepth) throw _cursor.Refuse($"nesting must be at most {_loader.Limits.MaxDepth} levels");
    }
}
