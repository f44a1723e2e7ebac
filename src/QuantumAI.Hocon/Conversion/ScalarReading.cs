using System.Globalization;

namespace QuantumAI.Hocon.Conversion;

/// <summary>The automatic conversions of the HOCON specification, exact or refused. Null never converts.</summary>
internal static class ScalarReading
{
    // A decimal holds 28 digits and as many decimals; more would be rounded silently.
    private const int DecimalDigitsMax = 28;

    public static bool TryText(HoconValue value, out string text)
    {
        text = value is HoconNumber n ? n.PlainText : value.ScalarText ?? "";
        return value is HoconString or HoconNumber or HoconBoolean;
    }

    public static bool TryBoolean(HoconValue value, out bool flag)
    {
        flag = value is HoconBoolean { Value: true } or HoconString { Value: "true" or "yes" or "on" };
        return flag || value is HoconBoolean or HoconString { Value: "false" or "no" or "off" };
    }

    public static bool TryDecimal(HoconValue value, out decimal number)
    {
        number = 0;
        return TryNumber(value, out var text)
            && text.Digits.Length <= DecimalDigitsMax && text.Exponent >= -DecimalDigitsMax && text.Exponent <= DecimalDigitsMax
            && decimal.TryParse(text.ToPlainText(), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The nearest double; false where that is not finite.</summary>
    public static bool TryDouble(HoconValue value, out double number)
    {
        number = 0;
        return TryNumber(value, out var text)
            && double.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    public static bool TryInt64(HoconValue value, out long number)
    {
        number = 0;
        return TryDecimal(value, out var exact) && WholeNumber.TryRead(exact, out number);
    }

    /// <summary>A percentage such as 20% as the fraction 0.20; a bare number is a fraction already, where allowed.</summary>
    public static bool TryFraction(HoconValue value, bool bareFraction, out decimal fraction)
    {
        fraction = 0;
        if (bareFraction && TryDecimal(value, out fraction)) return true;
        if (value is not HoconString { Value: var text } || !UnitText.TryParse(text, out var parsed) || parsed.Unit != "%") return false;
        fraction = parsed.Number / 100;
        return true;
    }

    /// <summary>The elements of an array, or of an object with integer keys.</summary>
    public static IReadOnlyList<HoconValue>? Elements(HoconValue value) =>
        value switch { HoconArray a => a.Items, HoconObject o => o.ToIndexedArray()?.Items, _ => null };

    /// <summary>Whether two names are the same but for case, hyphens and underscores: reduce-only and ReduceOnly.</summary>
    public static bool SameName(string left, string right) =>
        string.Equals(Bare(left), Bare(right), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    private static bool TryNumber(HoconValue value, out NumberText text)
    {
        text = value is HoconNumber n ? n.Number : default;
        return value is HoconNumber || (value is HoconString s && NumberText.TryParse(s.Value.Trim(), out text));
    }
}
