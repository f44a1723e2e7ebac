using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Amounts as the venue writes them: plain decimals, wider than 64 bits where volumes are.</summary>
internal static class WireAmount
{
    private const int WholeDigitsMax = 28;

    /// <summary>Reads an optional minus, digits, and at most 8 decimals that are not zero.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Money amount)
    {
        amount = default;
        var isNegative = !text.IsEmpty && text[0] == (byte)'-';
        var body = isNegative ? text[1..] : text;
        var point = body.IndexOf((byte)'.');
        var whole = point < 0 ? body : body[..point];
        var fraction = point < 0 ? default : body[(point + 1)..];
        if (whole.IsEmpty || whole.Length > WholeDigitsMax || (point >= 0 && fraction.IsEmpty))
            return false;
        Int128 units = 0;
        for (var i = 0; i < whole.Length + Math.Max(fraction.Length, Money.Scale); i++)
        {
            var place = i - whole.Length;
            var digit = (place < 0 ? whole[i] : place < fraction.Length ? fraction[place] : (byte)'0') - '0';
            if (digit is < 0 or > 9 || (place >= Money.Scale && digit != 0))
                return false;
            if (place < Money.Scale)
                units = (units * 10) + digit;
        }

        amount = new Money(isNegative ? -units : units);
        return true;
    }
}
