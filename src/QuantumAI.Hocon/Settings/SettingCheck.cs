using System.Globalization;
using QuantumAI.Hocon.Conversion;

namespace QuantumAI.Hocon.Settings;

/// <summary>Checks values against one declaration and words its rule.</summary>
internal static class SettingCheck
{
    /// <summary>The rule a value breaks, or null when it breaks none.</summary>
    public static string? BrokenRule(HoconSetting setting, HoconValue value)
    {
        if (!setting.IsList) return BrokenElementRule(setting, value);
        var good = ScalarReading.Elements(value) is { } items && items.All(i => BrokenElementRule(setting, i) is null);
        return good ? null : $"must be an array, each element of which {ElementRule(setting)}";
    }

    public static string ElementRule(HoconSetting setting) => "must be " + Noun(setting) + Range(setting);

    /// <summary>The number a value stands for in the kind's base unit; null when it does not convert.</summary>
    public static decimal? Measure(HoconSetting setting, HoconValue value) => setting.Kind switch
    {
        HoconSettingKind.Integer => ScalarReading.TryInt64(value, out var n) ? n : null,
        HoconSettingKind.Decimal => ScalarReading.TryDecimal(value, out var d) ? d : null,
        HoconSettingKind.Duration => DurationUnits.TryRead(value, setting.AcceptsPlainNumber, out var nanos) ? nanos : null,
        HoconSettingKind.Size => SizeUnits.TryRead(value, setting.AcceptsPlainNumber, out var bytes) ? bytes : null,
        HoconSettingKind.Fraction => ScalarReading.TryFraction(value, setting.AcceptsPlainNumber, out var f) ? f : null,
        _ => null,
    };

    public static HoconValue ParseText(string text, string name) =>
        HoconConfig.Parse("v = " + text, name).Find("v")
        ?? throw new HoconException(new HoconProblem(HoconOrigin.Whole(name), null, "a default or bound must be a value", text));

    private static string? BrokenElementRule(HoconSetting setting, HoconValue value)
    {
        var good = setting.Kind switch
        {
            HoconSettingKind.Text => ScalarReading.TryText(value, out _),
            HoconSettingKind.Boolean => ScalarReading.TryBoolean(value, out _),
            HoconSettingKind.Choice => value is HoconString s && setting.Choices.Contains(s.Value, StringComparer.Ordinal),
            HoconSettingKind.Section => value is HoconObject,
            _ => Measure(setting, value) is { } number && InRange(setting, number),
        };
        return good ? null : ElementRule(setting);
    }

    private static bool InRange(HoconSetting setting, decimal number) =>
        (Bound(setting, setting.Min) is not { } min || number >= min) && (Bound(setting, setting.Max) is not { } max || number <= max);

    private static decimal? Bound(HoconSetting setting, string? text) =>
        text is null ? null : Measure(setting, ParseText(text, "schema"))
            ?? throw new HoconException(new HoconProblem(HoconOrigin.Whole("schema"), setting.Key, $"must have bounds that are {Noun(setting)}", text));

    private static string Noun(HoconSetting setting) => setting.Kind switch
    {
        HoconSettingKind.Text => "a string",
        HoconSettingKind.Integer => "a whole number",
        HoconSettingKind.Decimal => "a number",
        HoconSettingKind.Boolean => "true or false",
        HoconSettingKind.Duration => "a duration such as 60s",
        HoconSettingKind.Size => "a size such as 64 MiB",
        HoconSettingKind.Fraction => "a percentage such as 20%",
        HoconSettingKind.Choice => "one of " + string.Join(", ", setting.Choices),
        HoconSettingKind.Section => "an object",
        _ => setting.Kind.ToString(),
    };

    private static string Range(HoconSetting setting) => (setting.Min, setting.Max) switch
    {
        (null, null) => "",
        (null, var max) => string.Create(CultureInfo.InvariantCulture, $" of at most {max}"),
        (var min, null) => string.Create(CultureInfo.InvariantCulture, $" of at least {min}"),
        var (min, max) => string.Create(CultureInfo.InvariantCulture, $" from {min} to {max}"),
    };
}
