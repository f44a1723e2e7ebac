namespace QuantumAI.Hocon.Conversion;

/// <summary>Sizes in bytes. Unit names are those of the HOCON specification; single letters are powers of 1024.</summary>
internal static class SizeUnits
{
    private static readonly Dictionary<string, decimal> Bytes = Table();

    /// <summary>False for unknown units, fractions of a byte, negative or more than 63 bits, and a bare number unless allowed.</summary>
    public static bool TryRead(HoconValue value, bool bareBytes, out long bytes)
    {
        bytes = 0;
        if (value is HoconBoolean or HoconNull || value.ScalarText is not { } text) return false;
        if (value is HoconNumber number) text = number.PlainText;
        if (!UnitText.TryParse(text, out var parsed) || parsed.Number < 0) return false;
        var perUnit = 1m;
        if (parsed.Unit.Length == 0 ? !bareBytes : !Bytes.TryGetValue(parsed.Unit, out perUnit)) return false;
        return WholeNumber.TryScale(parsed.Number, perUnit, out bytes);
    }

    private static Dictionary<string, decimal> Table()
    {
        var table = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["B"] = 1, ["b"] = 1, ["byte"] = 1, ["bytes"] = 1 };
        string[] names = ["kilo kibi K", "mega mebi M", "giga gibi G", "tera tebi T", "peta pebi P", "exa exbi E", "zetta zebi Z", "yotta yobi Y"];
        var (ten, two) = (1m, 1m);
        foreach (var parts in names.Select(n => n.Split(' ')))
        {
            ten *= 1000;
            two *= 1024;
            var letter = parts[2];
            foreach (var name in new[] { letter == "K" ? "kB" : letter + "B", parts[0] + "byte", parts[0] + "bytes" }) table[name] = ten;
            foreach (var name in new[] { letter, char.ToLowerInvariant(letter[0]).ToString(), letter + "i", letter + "iB", parts[1] + "byte", parts[1] + "bytes" })
                table[name] = two;
        }

        return table;
    }
}
