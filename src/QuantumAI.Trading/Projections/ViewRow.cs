using System.Globalization;

namespace QuantumAI.Trading.Projections;

/// <summary>A value of a row: text, or a whole number.</summary>
public readonly record struct ViewValue
{
    private readonly string? _text;
    private readonly long _number;

    private ViewValue(string? text, long number) => (_text, _number) = (text, number);

    public bool IsNumber => _text is null;

    public string Text => _text ?? throw new InvalidOperationException($"the value {_number} is a number");

    public long Number => _text is null ? _number : throw new InvalidOperationException($"the value “{_text}” is text");

    public bool Truth => Number != 0;

    public static implicit operator ViewValue(string text) => new(text, 0);

    public static implicit operator ViewValue(long number) => new(null, number);

    public static implicit operator ViewValue(bool truth) => new(null, truth ? 1 : 0);

    public override string ToString() => _text ?? _number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A row of a read model; it replaces the one with the same key.</summary>
/// <param name="Table">Where it belongs.</param>
/// <param name="Values">One per column, of the column's kind.</param>
public sealed record ViewRow(ViewTable Table, IReadOnlyList<ViewValue> Values)
{
    /// <summary>The values of the key as one text.</summary>
    public string Key => Table.KeyColumns == 1 ? Values[0].ToString() : string.Join('\0', Values.Take(Table.KeyColumns));
}
