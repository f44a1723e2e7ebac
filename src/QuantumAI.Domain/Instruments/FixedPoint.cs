using System.Globalization;

namespace QuantumAI.Domain.Instruments;

/// <summary>Exact decimal fixed-point arithmetic on scaled integers: parsing, formatting, rescaling, division.</summary>
/// <remarks>Pure and thread safe. Overflow throws <see cref="OverflowException"/>; nothing wraps silently.</remarks>
public static class FixedPoint
{
    /// <summary>The most decimals that a price or a quantity may carry.</summary>
    public const int MaxScale = 12;

    private static readonly long[] Powers = BuildPowers();

    /// <summary>10 to the power of <paramref name="exponent"/> (0 to 18).</summary>
    public static long PowerOfTen(int exponent) => Powers[exponent];

    /// <summary>Divides with a named rounding.</summary>
    /// <exception cref="ArithmeticException">The rounding is <see cref="Rounding.Exact"/> and a remainder is left.</exception>
    public static Int128 Divide(Int128 value, Int128 divisor, Rounding rounding)
    {
        Guard.That(divisor > 0, "a fixed-point divisor is positive");
        var (quotient, remainder) = DivRem(value, divisor);
        if (remainder == 0)
            return quotient;

        var sign = value < 0 ? -1 : 1;
        return rounding switch
        {
            Rounding.HalfEven => quotient + (RoundsAway(quotient, Int128.Abs(remainder), divisor) ? sign : 0),
            Rounding.TowardsZero => quotient,
            Rounding.AwayFromZero => quotient + sign,
            Rounding.Down => sign < 0 ? quotient - 1 : quotient,
            Rounding.Up => sign > 0 ? quotient + 1 : quotient,
            Rounding.Exact => throw new ArithmeticException($"{value} / {divisor} leaves the remainder {remainder}"),
            _ => throw new ArgumentOutOfRangeException(nameof(rounding), rounding, "a rounding must be named"),
        };
    }

    /// <summary>The share <paramref name="part"/> / <paramref name="of"/> of an amount. No overflow: the whole is divided before it is multiplied.</summary>
    /// <param name="whole">Any amount.</param>
    /// <param name="part">At most <paramref name="of"/>, not negative.</param>
    /// <param name="of">Above zero.</param>
    /// <param name="rounding">Of the one inexact step.</param>
    public static Int128 Part(Int128 whole, long part, long of, Rounding rounding)
    {
        Guard.That(part >= 0 && part <= of, "a part is not more than the whole");
        var (quotient, rest) = DivRem(whole, of);
        var times = quotient * part;
        Int128 odd = Int128.IsEvenInteger(times) ? 0 : Int128.Sign(whole); // half-even looks at the whole result, not at the rest of it
        return times - odd + Divide((rest * part) + (odd * of), of, rounding);
    }

    /// <summary>Moves <paramref name="units"/> from one scale to another.</summary>
    public static Int128 Rescale(Int128 units, int fromScale, int toScale, Rounding rounding) =>
        toScale >= fromScale
            ? checked(units * Powers[toScale - fromScale])
            : Divide(units, Powers[fromScale - toScale], rounding);

    /// <summary>Compares two numbers of different scales exactly. No overflow: the finer one is divided, not the coarser one multiplied.</summary>
    /// <returns>Below, at or above zero, as in <see cref="IComparable{T}"/>. The scales differ by at most 18.</returns>
    public static int Compare(Int128 left, int leftScale, Int128 right, int rightScale)
    {
        if (leftScale < rightScale)
            return -Compare(right, rightScale, left, leftScale);
        var (whole, rest) = DivRem(left, Powers[leftScale - rightScale]);
        return whole == right ? Int128.Sign(rest) : whole.CompareTo(right);
    }

    /// <summary>Reads plain decimal text (optional sign, digits, optional fraction; no exponent, no separators, no white space).</summary>
    /// <param name="text">For example <c>61837.63000000</c>.</param>
    /// <param name="scale">The scale of the result; trailing zeros beyond it are dropped, other digits beyond it are refused.</param>
    /// <param name="units">The value times 10^scale.</param>
    /// <returns>False when the text is no such number, is finer than the scale, or does not fit.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, int scale, out long units)
    {
        units = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var position = negative ? 1 : 0;
        long value = 0;
        var decimals = -1;
        var digits = 0;
        for (; position < text.Length; position++)
        {
            var character = text[position];
            if (character == '.' && decimals < 0 && digits > 0)
            {
                decimals = 0;
                continue;
            }

            if (!char.IsAsciiDigit(character))
                return false;
            digits++;
            if (decimals >= scale)
            {
                if (character != '0')
                    return false;
                continue;
            }

            var digit = character - '0';
            if (value > (long.MaxValue - digit) / 10)
                return false;
            value = (value * 10) + digit;
            if (decimals >= 0)
                decimals++;
        }

        var missing = scale - Math.Max(decimals, 0);
        if (digits == 0 || text[^1] == '.' || value > long.MaxValue / Powers[missing])
            return false;
        units = value * Powers[missing] * (negative ? -1 : 1);
        return true;
    }

    /// <summary>How many decimals <paramref name="text"/> needs: digits behind the point, trailing zeros not counted.</summary>
    public static int DecimalsOf(ReadOnlySpan<char> text)
    {
        var point = text.IndexOf('.');
        return point < 0 ? 0 : text[(point + 1)..].TrimEnd('0').Length;
    }

    /// <summary>Writes all decimals of the scale: (6183763, 2) is <c>61837.63</c>.</summary>
    public static string Format(Int128 units, int scale)
    {
        var magnitude = units < 0 ? (UInt128)(-(units + 1)) + 1 : (UInt128)units; // the smallest number has no positive twin
        var digits = magnitude.ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var whole = digits[..^scale];
        var sign = units < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{whole}.{digits[^scale..]}";
    }

    /// <summary>Division in 64 bits where both fit: the machine has an instruction for that and none for 128.</summary>
    private static (Int128 Quotient, Int128 Remainder) DivRem(Int128 value, Int128 divisor) =>
        value == (long)value && divisor == (long)divisor ? Math.DivRem((long)value, (long)divisor) : Int128.DivRem(value, divisor);

    private static bool RoundsAway(Int128 quotient, Int128 remainder, Int128 divisor)
    {
        var rest = divisor - remainder; // compared with the remainder itself: twice the remainder may not fit
        return remainder > rest || (remainder == rest && !Int128.IsEvenInteger(quotient));
    }

    private static long[] BuildPowers()
    {
        var powers = new long[19];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }

    /// <summary>Whether a price × quantity, brought to an amount, is within what amounts hold.</summary>
    internal static bool TryMultiply(long price, long quantity) => Int128.Abs((Int128)price * quantity) < Int128.MaxValue / PowerOfTen(Money.Scale);
}
