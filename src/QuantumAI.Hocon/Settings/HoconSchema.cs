namespace QuantumAI.Hocon.Settings;

/// <summary>
/// All keys a program knows. Immutable, safe to share. <see cref="Validate"/> reports every problem at once.
/// </summary>
public sealed class HoconSchema
{
    private readonly SchemaNode _root = new();

    /// <exception cref="HoconException">A key is declared twice or below another, or a default or bound breaks its own rule.</exception>
    public HoconSchema(params IReadOnlyList<HoconSetting> settings)
    {
        Settings = settings;
        foreach (var setting in settings)
        {
            _root.Add(setting);
            var value = setting.Default is null ? null : SettingCheck.ParseText(setting.Default, "schema");
            if (value is not null && SettingCheck.BrokenRule(setting, value) is { } rule)
                throw new HoconException(new HoconProblem(HoconOrigin.Whole("schema"), setting.Key, rule, setting.Default));
        }
    }

    public IReadOnlyList<HoconSetting> Settings { get; }

    /// <summary>Unknown keys with the nearest known name, wrong kinds and units, values out of range, missing keys. Empty means valid.</summary>
    public HoconProblems Validate(HoconConfig config)
    {
        var validator = new SchemaValidator();
        validator.Visit(_root, config.Root, []);
        return new HoconProblems(validator.Problems);
    }

    /// <summary>
    /// Compares with a reference configuration: every key there is declared and follows its rule, every declared key without
    /// a * is there, and defaults are equal. A key without default stands there as null.
    /// </summary>
    public HoconProblems CompareWithReference(HoconConfig reference) =>
        new([.. new SchemaValidator(ignoreMissing: true).Run(_root, reference.Root), .. ReferenceComparison.Find(this, reference)]);

    /// <summary>Whether the value at a full key path is secret; for <see cref="Rendering.HoconRenderOptions.IsSecret"/>.</summary>
    public bool IsSecret(string path)
    {
        SchemaNode? at = _root;
        foreach (var key in HoconPath.Parse(path).Keys)
        {
            at = at?.Child(key);
            if (at?.Setting is { } setting) return setting.IsSecret;
        }

        return false;
    }

    internal static IReadOnlyList<string> KeysOf(string key) => key.Contains('*') ? key.Split('.') : HoconPath.Parse(key).Keys;
}
