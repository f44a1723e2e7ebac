using System.Buffers.Text;
using System.Text;
using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Numbers as the venue writes them: with eight decimals, or more where the number has more.</summary>
public static class WireText
{
    /// <summary>No number is longer: a sign, 19 digits, a point and <see cref="FixedPoint.MaxScale"/> decimals.</summary>
    public const int MostBytes = 40;

    private const int Decimals = 8;

    public static string Of(Price price) => Of(price.Units, price.Scale);

    public static string Of(Quantity quantity) => Of(quantity.Units, quantity.Scale);

    public static string Of(Money amount) => amount.ToString();

    public static string Of(long units, int scale)
    {
        Span<byte> text = stackalloc byte[MostBytes];
        return Encoding.ASCII.GetString(text[..Write(units, scale, text)]);
    }

    /// <summary>Writes the text of a number, and allocates nothing.</summary>
    /// <param name="units">The number times 10^scale.</param>
    /// <param name="scale">0 to <see cref="FixedPoint.MaxScale"/>.</param>
    /// <param name="text">Takes it, ASCII; <see cref="MostBytes"/> are enough.</param>
    /// <returns>How many bytes it has.</returns>
    public static int Write(long units, int scale, Span<byte> text)
    {
        var (whole, rest) = Math.DivRem(units < 0 ? 0 - (ulong)units : (ulong)units, (ulong)FixedPoint.PowerOfTen(scale));
        var at = 0;
        if (units < 0)
            text[at++] = (byte)'-';
        Utf8Formatter.TryFormat(whole, text[at..], out var digits);
        at += digits;
        text[at++] = (byte)'.';
        for (var i = scale - 1; i >= 0; i--)
        {
            text[at + i] = (byte)('0' + (rest % 10));
            rest /= 10;
        }

        var decimals = Math.Max(scale, Decimals);
        text[(at + scale)..(at + decimals)].Fill((byte)'0');
        return at + decimals;
    }
}
