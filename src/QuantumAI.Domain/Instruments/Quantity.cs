namespace QuantumAI.Domain.Instruments;

/// <summary>An exact quantity of a base asset: <see cref="Units"/> × 10^−<see cref="Scale"/>. Never negative in an order; signed in a position.</summary>
public readonly record struct Quantity(long Units, byte Scale) : IComparable<Quantity>
{
    public bool IsZero => Units == 0;

    /// <summary>The nearest double; for display and sizing models only.</summary>
    public double ToDouble() => (double)Units / FixedPoint.PowerOfTen(Scale);

    /// <summary>Parses decimal text whose digits behind the point give the scale.</summary>
    /// <exception cref="FormatException">The text is not a plain decimal number.</exception>
    public static Quantity Parse(string text) => new(ParseUnits(text, "quantity", out var scale), scale);

    public static Quantity operator +(Quantity left, Quantity right) => new(checked(left.Units + SameScale(left, right)), left.Scale);

    public static Quantity operator -(Quantity left, Quantity right) => new(checked(left.Units - SameScale(left, right)), left.Scale);

    public static Quantity operator -(Quantity value) => new(checked(-value.Units), value.Scale);

    public int CompareTo(Quantity other) => Units.CompareTo(SameScale(this, other));

    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    public override string ToString() => FixedPoint.Format(Units, Scale);

    internal static long ParseUnits(string text, string what, out byte scale)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        if (decimals > FixedPoint.MaxScale || !FixedPoint.TryParse(text, decimals, out var units))
            throw new FormatException($"{what} must be a decimal number of at most {FixedPoint.MaxScale} decimals, was “{text}”");
        scale = (byte)decimals;
        return units;
    }

    private static long SameScale(Quantity left, Quantity right)
    {
        Guard.That(left.Scale == right.Scale, "quantities are combined at one scale");
        return right.Units;
    }
}
