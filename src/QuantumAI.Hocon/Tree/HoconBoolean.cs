namespace QuantumAI.Hocon;

/// <summary>The value <c>true</c> or <c>false</c>.</summary>
public sealed class HoconBoolean : HoconValue
{
    internal HoconBoolean(bool value, HoconOrigin origin, HoconHistory? history = null)
        : base(origin, history) => Value = value;

    public bool Value { get; }

    /// <inheritdoc/>
    public override string KindName => "boolean";

    /// <inheritdoc/>
    public override string ScalarText => Value ? "true" : "false";

    internal override HoconValue WithHistory(HoconHistory history) => new HoconBoolean(Value, Origin, history);

    /// <inheritdoc/>
    public override bool Equals(HoconValue? other) => other is HoconBoolean b && b.Value == Value;

    /// <inheritdoc/>
    public override int GetHashCode() => Value ? 1 : 2;
}
