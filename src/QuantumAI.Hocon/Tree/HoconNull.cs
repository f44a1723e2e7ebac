namespace QuantumAI.Hocon;

/// <summary>The value <c>null</c>: present in the tree, but refused wherever a typed value is asked for.</summary>
public sealed class HoconNull : HoconValue
{
    internal HoconNull(HoconOrigin origin, HoconHistory? history = null)
        : base(origin, history)
    {
    }

    /// <inheritdoc/>
    public override string KindName => "null";

    /// <inheritdoc/>
    public override string ScalarText => "null";

    internal override HoconValue WithHistory(HoconHistory history) => new HoconNull(Origin, history);

    /// <inheritdoc/>
    public override bool Equals(HoconValue? other) => other is HoconNull;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;
}
