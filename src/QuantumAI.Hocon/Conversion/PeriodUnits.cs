namespace QuantumAI.Hocon.Conversion;

/// <summary>Calendar periods: whole numbers of d, w, m or mo, y and their long names; a bare number is days.</summary>
internal static class PeriodUnits
{
    public static bool TryRead(HoconValue value, out HoconPeriod period)
    {
        period = default;
        if (value is HoconBoolean or HoconNull || value.ScalarText is not { } text) return false;
        if (!UnitText.TryParse(text, out var parsed)) return false;
        var perUnit = parsed.Unit is "w" or "week" or "weeks" ? 7 : 1;
        if (!WholeNumber.TryScale(parsed.Number, perUnit, out var whole) || whole is < int.MinValue or > int.MaxValue) return false;
        var count = (int)whole;
        HoconPeriod? read = parsed.Unit switch
        {
            "" or "d" or "day" or "days" or "w" or "week" or "weeks" => new HoconPeriod(0, 0, count),
            "m" or "mo" or "month" or "months" => new HoconPeriod(0, count, 0),
            "y" or "year" or "years" => new HoconPeriod(count, 0, 0),
            _ => null,
        };
        period = read ?? default;
        return read is not null;
    }
}
