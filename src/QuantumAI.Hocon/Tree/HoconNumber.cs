namespace QuantumAI.Hocon;

/// <summary>
/// A number in JSON syntax of any size and precision. It keeps its text as written, because concatenation and paths need it;
/// equality is by numeric value, so <c>1e2</c> equals <c>100.0</c>.
/// </summary>
public sealed class HoconNumber : HoconValue
{
    private readonly NumberText _number;

    internal HoconNumber(NumberText number, HoconOrigin origin, HoconHistory? history = null)
        : base(origin, history) => _number = number;

    /// <summary>The number as written.</summary>
    public string Text => _number.Text;

    /// <summary>The number without an exponent, except where that would exceed 400 characters.</summary>
    public string PlainText => _number.ToPlainText();

    /// <inheritdoc/>
    public override string KindName => "number";

    /// <inheritdoc/>
    public override string ScalarText => Text;

    internal NumberText Number => _number;

    internal override HoconValue WithHistory(HoconHistory history) => new HoconNumber(_number, Origin, history);

    /// <inheritdoc/>
    public override bool Equals(HoconValue? other) => other is HoconNumber n && n._number.SameValue(_number);

    /// <inheritdoc/>
    public override int GetHashCode() => _number.ValueHash();
}
