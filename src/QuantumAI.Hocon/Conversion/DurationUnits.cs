namespace QuantumAI.Hocon.Conversion;

/// <summary>Durations in nanoseconds. Unit names are those of the HOCON specification, case-sensitive.</summary>
internal static class DurationUnits
{
    private const long NanosPerMilli = 1_000_000;

    private static readonly Dictionary<string, long> Nanos = Table(
        (1, "ns nano nanos nanosecond nanoseconds"),
        (1_000, "us micro micros microsecond microseconds"),
        (NanosPerMilli, "ms milli millis millisecond milliseconds"),
        (1_000_000_000, "s second seconds"),
        (60_000_000_000, "m minute minutes"),
        (3_600_000_000_000, "h hour hours"),
        (86_400_000_000_000, "d day days"));

    /// <summary>False for unknown units, fractions of a nanosecond, more than 64 bits, and a bare number unless allowed: then it is milliseconds.</summary>
    public static bool TryRead(HoconValue value, bool bareMillis, out long nanos)
    {
        nanos = 0;
        if (value is HoconBoolean or HoconNull || value.ScalarText is not { } text) return false;
        if (value is HoconNumber) text = ((HoconNumber)value).PlainText;
        if (!UnitText.TryParse(text, out var parsed)) return false;
        var perUnit = NanosPerMilli;
        if (parsed.Unit.Length == 0 ? !bareMillis : !Nanos.TryGetValue(parsed.Unit, out perUnit)) return false;
        return WholeNumber.TryScale(parsed.Number, perUnit, out nanos);
    }

    internal static Dictionary<string, long> Table(params (long Factor, string Names)[] rows) =>
        rows.SelectMany(r => r.Names.Split(' ').Select(n => (n, r.Factor)))
            .ToDictionary(p => p.n, p => p.Factor, StringComparer.Ordinal);
}
