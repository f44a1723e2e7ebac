namespace QuantumAI.Hocon;

/// <summary>A string, quoted or not, or the result of a string concatenation.</summary>
public sealed class HoconString : HoconValue
{
    internal HoconString(string value, HoconOrigin origin, HoconHistory? history = null)
        : base(origin, history) => Value = value;

    public string Value { get; }

    /// <inheritdoc/>
    public override string KindName => "string";

    /// <inheritdoc/>
    public override string ScalarText => Value;

    internal override HoconValue WithHistory(HoconHistory history) => new HoconString(Value, Origin, history);

    /// <inheritdoc/>
    public override bool Equals(HoconValue? other) =>
        other is HoconString s && string.Equals(s.Value, Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Value, StringComparison.Ordinal);
}
