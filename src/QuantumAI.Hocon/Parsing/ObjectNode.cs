namespace QuantumAI.Hocon.Parsing;

/// <summary>
/// An object as written: per key the stack of its assignments, oldest first. Neighbouring plain objects in a stack are merged
/// at once, which is the same as merging them later and keeps stacks short.
/// </summary>
internal sealed class ObjectNode(HoconOrigin origin) : Node(origin)
{
    private readonly Dictionary<string, List<Node>> _stacks = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];
    private HashSet<IncludeScope>? _hosted;

    /// <summary>Keys in order of first appearance.</summary>
    public IReadOnlyList<string> Keys => _keys;

    public List<Node>? Stack(string key) => _stacks.GetValueOrDefault(key);

    public bool Hosts(IncludeScope scope) => _hosted?.Contains(scope) == true;

    public override string Describe() => $"{{{_keys.Count} fields}}";

    /// <summary>Assigns a value at a path, making objects on the way.</summary>
    public void Add(IReadOnlyList<string> path, Node value)
    {
        for (var i = path.Count - 1; i > 0; i--)
        {
            var wrapper = new ObjectNode(value.Origin);
            wrapper.Push(path[i], value);
            value = wrapper;
        }

        Push(path[0], value);
    }

    /// <summary>Replays the other object's assignments on top of this one's. The other object is used up.</summary>
    public void MergeFrom(ObjectNode other)
    {
        foreach (var key in other._keys)
            foreach (var node in other._stacks[key]) Push(key, node);
        if (other._hosted is not null) (_hosted ??= []).UnionWith(other._hosted);
        Origin = other.Origin;
    }

    /// <summary>Takes the fields of an included root, whose substitutions look here first.</summary>
    public void Include(ObjectNode included, IncludeScope scope)
    {
        var origin = Origin;
        MergeFrom(included);
        Origin = origin;
        (_hosted ??= []).Add(scope);
    }

    private void Push(string key, Node node)
    {
        if (!_stacks.TryGetValue(key, out var stack))
        {
            _stacks[key] = stack = [];
            _keys.Add(key);
        }

        switch (stack.Count > 0 ? stack[^1] : null, node)
        {
            case (ObjectNode top, ObjectNode more):
                top.MergeFrom(more);
                break;
            // Only within one source: across sources each assignment stays, so that an explanation can name it.
            case (ArrayNode top, AppendNode more) when top.Origin.Source == more.Origin.Source:
                top.Items.AddRange(more.Items);
                break;
            case (AppendNode top, AppendNode more) when top.Origin.Source == more.Origin.Source:
                top.Items.AddRange(more.Items);
                break;
            default:
                stack.Add(node);
                break;
        }
    }
}
