using System.Globalization;

namespace QuantumAI.Hocon.Conversion;

/// <summary>A number followed by an optional unit of letters (or %), with optional spaces around both.</summary>
internal readonly record struct UnitText(decimal Number, string Unit)
{
    public static bool TryParse(string text, out UnitText parsed)
    {
        parsed = default;
        var trimmed = text.AsSpan().Trim();
        var end = trimmed.Length;
        while (end > 0 && (char.IsLetter(trimmed[end - 1]) || trimmed[end - 1] == '%')) end--;
        var number = trimmed[..end].TrimEnd();
        if (number.Length is 0 or > 30 || !char.IsAsciiDigit(number[^1])) return false;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(number, style, CultureInfo.InvariantCulture, out var value)) return false;
        parsed = new UnitText(value, trimmed[end..].ToString());
        return true;
    }
}
