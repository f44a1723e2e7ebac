using System.Globalization;

namespace QuantumAI.Hocon;

/// <summary>Fields by key, in order of first appearance. Keys are compared ordinally; equality ignores field order.</summary>
public sealed class HoconObject : HoconValue
{
    private readonly Dictionary<string, HoconValue> _byKey;
    private readonly IReadOnlyList<KeyValuePair<string, HoconValue>> _fields;

    internal HoconObject(
        IReadOnlyList<KeyValuePair<string, HoconValue>> fields, HoconOrigin origin, HoconHistory? history = null)
        : base(origin, history)
    {
        _fields = fields;
        _byKey = new Dictionary<string, HoconValue>(fields, StringComparer.Ordinal);
        Depth = 1 + fields.Select(f => f.Value.Depth).DefaultIfEmpty().Max();
        ValueCount = 1 + fields.Sum(f => f.Value.ValueCount);
        TextChars = fields.Sum(f => f.Key.Length + f.Value.TextChars);
    }

    public IReadOnlyList<KeyValuePair<string, HoconValue>> Fields => _fields;

    /// <inheritdoc/>
    public override string KindName => "object";

    /// <inheritdoc/>
    public override string? ScalarText => null;

    internal override int Depth { get; }

    internal override long ValueCount { get; }

    internal override long TextChars { get; }

    /// <summary>The field's value, or null where the key is absent. A present <c>null</c> is a <see cref="HoconNull"/>.</summary>
    public HoconValue? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Follows a path through nested objects, and by index through arrays; null where a step leads nowhere.</summary>
    public HoconValue? Find(HoconPath path)
    {
        HoconValue? at = this;
        foreach (var key in path.Keys)
        {
            at = at switch
            {
                HoconObject o => o.Find(key),
                HoconArray a when IsIndex(key) && Index(key) < a.Items.Count => a.Items[Index(key)],
                _ => null,
            };
        }

        return at;
    }

    /// <summary>
    /// The values of the integer keys in the order of those integers, as an array; null when no key is a non-negative integer.
    /// Other keys are ignored and gaps close, as the HOCON specification says.
    /// </summary>
    public HoconArray? ToIndexedArray()
    {
        var items = _fields.Where(f => IsIndex(f.Key)).OrderBy(f => Index(f.Key)).Select(f => f.Value).ToList();
        return items.Count == 0 ? null : new HoconArray(items, Origin, History);
    }

    internal static bool IsIndex(string key) =>
        key.Length > 0 && key.All(char.IsAsciiDigit) && int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    internal static int Index(string key) => int.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture);

    internal override HoconValue WithHistory(HoconHistory history) => new HoconObject(_fields, Origin, history);

    /// <inheritdoc/>
    public override bool Equals(HoconValue? other) =>
        ReferenceEquals(this, other)
        || (other is HoconObject o && o._fields.Count == _fields.Count
            && _fields.All(f => o._byKey.TryGetValue(f.Key, out var v) && v.Equals(f.Value)));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var sum = _fields.Count;
        foreach (var (key, value) in _fields) sum += HashCode.Combine(key, value);
        return sum;
    }
}
