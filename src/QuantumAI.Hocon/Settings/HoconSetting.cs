namespace QuantumAI.Hocon.Settings;

/// <summary>
/// The declaration of one key: kind, unit, range, default or required, and a line of help. Immutable; each method gives a changed copy.
/// In <see cref="Key"/> a step <c>*</c> stands for any key of an object or any index of an array: <c>venues.*.rate-limit</c>.
/// </summary>
public sealed record HoconSetting
{
    private HoconSetting(string key, HoconSettingKind kind, string help)
    {
        Key = key;
        Kind = kind;
        Help = help;
    }

    public string Key { get; }

    public HoconSettingKind Kind { get; }

    /// <summary>One line for reference.conf and the command's help.</summary>
    public string Help { get; }

    /// <summary>The least value as written, such as <c>1s</c>, or null.</summary>
    public string? Min { get; private init; }

    /// <summary>The greatest value as written, or null.</summary>
    public string? Max { get; private init; }

    /// <summary>Whether some layer must set the key to something other than null.</summary>
    public bool IsRequired { get; private init; }

    /// <summary>The default as HOCON text, as reference.conf has it; null for none.</summary>
    public string? Default { get; private init; }

    /// <summary>Whether the value is an array whose elements are of this kind.</summary>
    public bool IsList { get; private init; }

    /// <summary>Whether a number without unit is accepted: milliseconds, bytes, or a fraction.</summary>
    public bool AcceptsPlainNumber { get; private init; }

    /// <summary>Whether the value is kept out of messages and renderings.</summary>
    public bool IsSecret { get; private init; }

    /// <summary>The names a <see cref="HoconSettingKind.Choice"/> allows.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    public static HoconSetting Text(string key, string help) => new(key, HoconSettingKind.Text, help);

    public static HoconSetting Integer(string key, string help) => new(key, HoconSettingKind.Integer, help);

    public static HoconSetting Decimal(string key, string help) => new(key, HoconSettingKind.Decimal, help);

    public static HoconSetting Boolean(string key, string help) => new(key, HoconSettingKind.Boolean, help);

    public static HoconSetting Duration(string key, string help) => new(key, HoconSettingKind.Duration, help);

    public static HoconSetting Size(string key, string help) => new(key, HoconSettingKind.Size, help);

    public static HoconSetting Fraction(string key, string help) => new(key, HoconSettingKind.Fraction, help);

    public static HoconSetting Section(string key, string help) => new(key, HoconSettingKind.Section, help);

    public static HoconSetting Choice(string key, string help, params IReadOnlyList<string> choices) =>
        new(key, HoconSettingKind.Choice, help) { Choices = choices };

    /// <summary>The range, inclusive, in the setting's own syntax; null leaves a side open.</summary>
    public HoconSetting Between(string? min, string? max) => this with { Min = min, Max = max };

    public HoconSetting Required() => this with { IsRequired = true };

    public HoconSetting WithDefault(string hoconText) => this with { Default = hoconText };

    public HoconSetting ListOf() => this with { IsList = true };

    public HoconSetting PlainNumber() => this with { AcceptsPlainNumber = true };

    public HoconSetting Secret() => this with { IsSecret = true };
}
