namespace QuantumAI.Domain.Instruments;

/// <summary>An exact amount of one asset in units of 10^−8 (a satoshi, a micro-cent), 128 bits wide.</summary>
/// <remarks>Every asset has the same scale, so that balances of any two instruments that share a quote asset add up exactly.</remarks>
public readonly record struct Money(Int128 Units) : IComparable<Money>
{
    /// <summary>Decimals of every amount.</summary>
    public const int Scale = 8;

    private static Int128 MostBookable => Int128.MaxValue / FixedPoint.PowerOfTen(Scale);

    public static Money Zero => default;

    public bool IsNegative => Units < 0;

    /// <summary>False for an amount so large that sums of such amounts would overflow: 1.7 × 10^22 whole units and beyond.</summary>
    public bool IsBookable => Units < MostBookable && Units > -MostBookable;

    /// <summary>Price × quantity, rounded half-even to 10^−8: the one place where a notional loses digits.</summary>
    public static Money Notional(Price price, Quantity quantity) => new(FixedPoint.Rescale(
        checked((Int128)price.Units * quantity.Units), price.Scale + quantity.Scale, Scale, Rounding.HalfEven));

    /// <summary>A quantity of an asset as an amount of that asset; exact up to 8 decimals, half-even beyond.</summary>
    public static Money Of(Quantity quantity) => new(FixedPoint.Rescale(quantity.Units, quantity.Scale, Scale, Rounding.HalfEven));

    /// <summary>An amount from whole units of the asset.</summary>
    public static Money Whole(long amount) => new((Int128)amount * FixedPoint.PowerOfTen(Scale));

    /// <summary>Parses decimal text of at most 8 significant decimals.</summary>
    /// <exception cref="FormatException">The text is not such a number.</exception>
    public static Money Parse(string text)
    {
        var negative = text.StartsWith('-');
        var body = negative ? text[1..] : text;
        var point = body.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? body : body[..point];
        var fraction = point < 0 ? "" : body[(point + 1)..];
        if (!FixedPoint.TryParse("0." + (fraction.Length == 0 && point < 0 ? "0" : fraction), Scale, out var fractionUnits)
            || whole.Length == 0
            || !whole.All(char.IsAsciiDigit)
            || whole.Length > 28)
            throw new FormatException($"an amount must be a decimal number of at most {Scale} decimals, was “{text}”");
        var units = (Int128.Parse(whole, System.Globalization.CultureInfo.InvariantCulture) * FixedPoint.PowerOfTen(Scale)) + fractionUnits;
        return new Money(negative ? -units : units);
    }

    /// <summary>The nearest double; for ratios, statistics and display only.</summary>
    public double ToDouble() => (double)Units / 1e8;

    /// <summary>This amount × <paramref name="partsPerMillion"/> / 1,000,000 with a named rounding.</summary>
    public Money Share(long partsPerMillion, Rounding rounding) => new(FixedPoint.Divide(checked(Units * partsPerMillion), 1_000_000, rounding));

    public static Money operator +(Money left, Money right) => new(checked(left.Units + right.Units));

    public static Money operator -(Money left, Money right) => new(checked(left.Units - right.Units));

    public static Money operator -(Money value) => new(checked(-value.Units));

    public int CompareTo(Money other) => Units.CompareTo(other.Units);

    public static bool operator <(Money left, Money right) => left.Units < right.Units;

    public static bool operator >(Money left, Money right) => left.Units > right.Units;

    public static bool operator <=(Money left, Money right) => left.Units <= right.Units;

    public static bool operator >=(Money left, Money right) => left.Units >= right.Units;

    public static Money Abs(Money value) => value.IsNegative ? -value : value;

    public static Money Max(Money left, Money right) => left >= right ? left : right;

    public static Money Min(Money left, Money right) => left <= right ? left : right;

    public override string ToString() => FixedPoint.Format(Units, Scale);
}
