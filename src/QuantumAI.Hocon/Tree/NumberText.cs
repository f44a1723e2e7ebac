using System.Globalization;
using System.Numerics;

namespace QuantumAI.Hocon;

/// <summary>A JSON number split into sign, significant digits without outer zeros, and the power of ten of the last digit.</summary>
internal readonly record struct NumberText(string Text, bool Negative, string Digits, BigInteger Exponent)
{
    private const int PlainTextMax = 400;

    /// <summary>Reads text that must match the JSON number grammar in full; false otherwise.</summary>
    public static bool TryParse(string text, out NumberText number)
    {
        number = default;
        var at = 0;
        var negative = text.StartsWith('-');
        if (negative) at++;
        var whole = TakeDigits(text, ref at);
        if (whole.Length == 0 || (whole.Length > 1 && whole[0] == '0')) return false;
        var fraction = "";
        if (at < text.Length && text[at] == '.')
        {
            at++;
            fraction = TakeDigits(text, ref at);
            if (fraction.Length == 0) return false;
        }

        var exponent = BigInteger.Zero;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            var minus = at < text.Length && text[at] == '-';
            if (at < text.Length && text[at] is '+' or '-') at++;
            var power = TakeDigits(text, ref at);
            // More digits than this name no number anyone can mean, and would cost quadratic time to read.
            if (power.Length is 0 or > 18) return false;
            exponent = BigInteger.Parse(power, CultureInfo.InvariantCulture);
            if (minus) exponent = -exponent;
        }

        if (at != text.Length) return false;
        number = Canonical(text, negative, whole + fraction, exponent - fraction.Length);
        return true;
    }

    public bool SameValue(NumberText other) =>
        Negative == other.Negative && Digits == other.Digits && Exponent == other.Exponent;

    public int ValueHash() => HashCode.Combine(Negative, Digits, Exponent);

    public string ToPlainText()
    {
        if (Digits.Length == 0) return "0";
        var sign = Negative ? "-" : "";
        if (BigInteger.Abs(Exponent) + Digits.Length > PlainTextMax)
            return sign + Digits + (Exponent.IsZero ? "" : "e" + Exponent.ToString(CultureInfo.InvariantCulture));
        var power = (int)Exponent;
        if (power >= 0) return sign + Digits + new string('0', power);
        var point = Digits.Length + power;
        return point > 0
            ? $"{sign}{Digits[..point]}.{Digits[point..]}"
            : $"{sign}0.{new string('0', -point)}{Digits}";
    }

    private static NumberText Canonical(string text, bool negative, string digits, BigInteger exponent)
    {
        var trimmed = digits.TrimEnd('0');
        var significant = trimmed.TrimStart('0');
        return significant.Length == 0
            ? new NumberText(text, false, "", BigInteger.Zero)
            : new NumberText(text, negative, significant, exponent + (digits.Length - trimmed.Length));
    }

    private static string TakeDigits(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return text[start..at];
    }
}
