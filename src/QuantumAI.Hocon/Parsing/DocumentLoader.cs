namespace QuantumAI.Hocon.Parsing;

/// <summary>
/// Parses sources by format and follows includes, within the limits. One instance serves one load; not thread-safe.
/// </summary>
internal sealed class DocumentLoader(HoconLoadOptions options)
{
    private readonly Stack<string> _open = new();
    private int _includes;
    private long _totalChars;

    public HoconLimits Limits => options.Limits;

    public ObjectNode LoadObject(HoconSource source) => AsObject(LoadAny(source), source, "a configuration layer");

    public Node LoadAny(HoconSource source) => Parse(source, scope: null, depth: 0);

    /// <summary>The roots an include statement stands for, in merge order; none when an optional file is missing.</summary>
    public IEnumerable<(ObjectNode Root, IncludeScope Scope)> Include(
        IncludeTarget target, string including, HoconOrigin at, IncludeScope? outer, int depth)
    {
        var name = target.IsFile ? SourceNames.Normal(target.Name) : SourceNames.Beside(including, target.Name);
        var roots = new List<(ObjectNode, IncludeScope)>();
        foreach (var candidate in SourceNames.Candidates(name))
        {
            if (_open.Contains(candidate))
                throw Refuse(at, "includes must not be circular", string.Join(" <- ", _open.Prepend(candidate)));
            if (options.Includes.Load(candidate) is not { } source) continue;
            if (++_includes > Limits.MaxIncludes) throw Refuse(at, $"a configuration must include at most {Limits.MaxIncludes} files", null);
            var scope = new IncludeScope(outer);
            roots.Add((AsObject(Parse(source with { Name = candidate }, scope, depth), source, "an included file"), scope));
        }

        return roots.Count == 0 && target.Required ? throw Refuse(at, "a required include must exist", name) : roots;
    }

    private Node Parse(HoconSource source, IncludeScope? scope, int depth)
    {
        var whole = HoconOrigin.Whole(source.Name);
        if (source.Text.Length > Limits.MaxSourceChars)
            throw Refuse(whole, $"a source must have at most {Limits.MaxSourceChars} characters", $"{source.Text.Length}");
        _totalChars += source.Text.Length;
        if (_totalChars > Limits.MaxTotalChars)
            throw Refuse(whole, $"all sources together must have at most {Limits.MaxTotalChars} characters", $"{_totalChars}");
        if (_open.Count >= Limits.MaxIncludeDepth)
            throw Refuse(whole, $"includes must be nested at most {Limits.MaxIncludeDepth} deep", null);
        _open.Push(SourceNames.Normal(source.Name));
        var cursor = new SourceCursor(source.Name, source.Text);
        Node root = source.Format switch
        {
            HoconFormat.Hocon => new HoconTextParser(cursor, this, scope, depth).ParseRoot(),
            HoconFormat.Json => new JsonTextParser(cursor, Limits.MaxDepth - depth).ParseRoot(),
            HoconFormat.Properties => new PropertiesParser(cursor, Limits.MaxDepth - depth).ParseRoot(),
            _ => throw Refuse(whole, "a source must say its format", source.Format.ToString()),
        };
        _open.Pop();
        return root;
    }

    private static ObjectNode AsObject(Node node, HoconSource source, string what) =>
        node as ObjectNode ?? throw Refuse(node.Origin with { Source = source.Name }, $"{what} must hold an object", "an array");

    private static HoconException Refuse(HoconOrigin at, string rule, string? value) =>
        new(new HoconProblem(at, null, rule, value));
}
