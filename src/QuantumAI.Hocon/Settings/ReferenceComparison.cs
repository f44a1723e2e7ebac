namespace QuantumAI.Hocon.Settings;

/// <summary>Finds declared keys that a reference configuration lacks or gives another default.</summary>
internal static class ReferenceComparison
{
    public static IEnumerable<HoconProblem> Find(HoconSchema schema, HoconConfig reference)
    {
        foreach (var setting in schema.Settings)
        {
            if (HoconSchema.KeysOf(setting.Key).Contains(SchemaNode.Any)) continue;
            var written = reference.Root.Find(HoconPath.Parse(setting.Key));
            if (written is null) yield return Problem(reference.Root.Origin, setting, "must be in the reference", null);
            else if (setting.Default is null && written is not HoconNull)
                yield return Problem(written.SetAt, setting, "must be null in the reference, as it has no default", written.ToString());
            else if (setting.Default is { } text && !SettingCheck.ParseText(text, "schema").Equals(written))
                yield return Problem(written.SetAt, setting, $"must have the declared default {text} in the reference", written.ToString());
        }
    }

    private static HoconProblem Problem(HoconOrigin origin, HoconSetting setting, string rule, string? value) =>
        new(origin, setting.Key, rule, value);
}
