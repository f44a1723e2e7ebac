using QuantumAI.Hocon.Parsing;

namespace QuantumAI.Hocon.Resolution;

/// <summary>A value known to be a scalar, an array or an object, whose parts may not be resolved yet.</summary>
internal abstract class LazyValue(HoconOrigin origin)
{
    public HoconOrigin Origin => origin;

    /// <summary>The finished value, once there is one.</summary>
    public HoconValue? Finished { get; set; }

    /// <summary>True while the finished value is being built, to find values that contain themselves.</summary>
    public bool Finishing { get; set; }
}

internal sealed class LazyScalar : LazyValue
{
    public LazyScalar(HoconValue value)
        : base(value.Origin) => Finished = value;

    public string Text => Finished!.ScalarText!;
}

internal sealed class LazyArray(HoconOrigin origin, IReadOnlyList<LazySlot> elements) : LazyValue(origin)
{
    public IReadOnlyList<LazySlot> Elements => elements;
}

/// <summary>
/// An object made of contributors, lowest first: objects as written, or other lazy objects brought by substitutions.
/// The slots of its keys are made when first asked for.
/// </summary>
internal sealed class LazyObject : LazyValue
{
    private readonly IReadOnlyList<object> _contributors;
    private readonly Dictionary<string, LazySlot?> _slots = new(StringComparer.Ordinal);
    private IReadOnlyList<string>? _keys;

    public LazyObject(HoconOrigin origin, LazySlot? home, IReadOnlyList<object> contributors)
        : base(origin)
    {
        Home = home;
        _contributors = contributors;
        Height = 1 + contributors.OfType<LazyObject>().Select(o => o.Height).DefaultIfEmpty().Max();
    }

    /// <summary>The slot this object is the value of; null for the root.</summary>
    public LazySlot? Home { get; }

    /// <summary>Nested lazy contributors in a row; bounded by the resolver because slots recurse through them.</summary>
    public int Height { get; }

    public IReadOnlyList<object> Contributors => _contributors;

    public IReadOnlyList<string> Keys => _keys ??=
        [.. _contributors.SelectMany(c => c is ObjectNode n ? n.Keys : ((LazyObject)c).Keys).Distinct(StringComparer.Ordinal)];

    public bool Hosts(IncludeScope scope) => _contributors.Any(c => c is ObjectNode n && n.Hosts(scope));

    /// <summary>The slot of a key, or null when no contributor has the key.</summary>
    public LazySlot? Slot(string key)
    {
        if (_slots.TryGetValue(key, out var known)) return known;
        var items = new List<object>();
        foreach (var contributor in _contributors)
        {
            if (contributor is ObjectNode node) items.AddRange(node.Stack(key) ?? []);
            else if (((LazyObject)contributor).Slot(key) is { } slot) items.Add(slot);
        }

        return _slots[key] = items.Count > 0 ? new LazySlot(this, key, items.ToArray()) : null;
    }
}
