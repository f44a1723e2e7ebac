namespace QuantumAI.Hocon;

/// <summary>A list of values in written order.</summary>
public sealed class HoconArray : HoconValue
{
    private readonly IReadOnlyList<HoconValue> _items;

    internal HoconArray(IReadOnlyList<HoconValue> items, HoconOrigin origin, HoconHistory? history = null)
        : base(origin, history)
    {
        _items = items;
        Depth = 1 + items.Select(i => i.Depth).DefaultIfEmpty().Max();
        ValueCount = 1 + items.Sum(i => i.ValueCount);
        TextChars = items.Sum(i => i.TextChars);
    }

    public IReadOnlyList<HoconValue> Items => _items;

    /// <inheritdoc/>
    public override string KindName => "array";

    /// <inheritdoc/>
    public override string? ScalarText => null;

    internal override int Depth { get; }

    internal override long ValueCount { get; }

    internal override long TextChars { get; }

    internal override HoconValue WithHistory(HoconHistory history) => new HoconArray(_items, Origin, history);

    /// <inheritdoc/>
    public override bool Equals(HoconValue? other) =>
        ReferenceEquals(this, other) || (other is HoconArray a && a._items.SequenceEqual(_items));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items) hash.Add(item);
        return hash.ToHashCode();
    }
}
