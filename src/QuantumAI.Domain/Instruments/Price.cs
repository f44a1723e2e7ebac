namespace QuantumAI.Domain.Instruments;

/// <summary>An exact price: <see cref="Units"/> × 10^−<see cref="Scale"/> of the quote asset for one unit of the base asset.</summary>
/// <remarks>Comparisons require equal scales: a price of another instrument is a defect, not a number.</remarks>
public readonly record struct Price(long Units, byte Scale) : IComparable<Price>
{
    /// <summary>The nearest double; for indicators and display only, never for money.</summary>
    public double ToDouble() => (double)Units / FixedPoint.PowerOfTen(Scale);

    /// <summary>Parses decimal text whose digits behind the point give the scale: <c>61837.63</c> has scale 2.</summary>
    /// <exception cref="FormatException">The text is not a plain decimal number.</exception>
    public static Price Parse(string text) => new(Quantity.ParseUnits(text, "price", out var scale), scale);

    public int CompareTo(Price other)
    {
        Guard.That(Scale == other.Scale, "prices are compared at one scale");
        return Units.CompareTo(other.Units);
    }

    public static bool operator <(Price left, Price right) => left.CompareTo(right) < 0;

    public static bool operator >(Price left, Price right) => left.CompareTo(right) > 0;

    public static bool operator <=(Price left, Price right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Price left, Price right) => left.CompareTo(right) >= 0;

    public override string ToString() => FixedPoint.Format(Units, Scale);
}
