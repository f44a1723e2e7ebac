using QuantumAI.Hocon;
using QuantumAI.Hocon.Rendering;
using QuantumAI.Node.Configuration;
using QuantumAI.Trading.Divergence;

namespace QuantumAI.Node.Replay;

/// <summary>Which keys of two configurations differ.</summary>
internal static class ConfigurationDifference
{
    public static IReadOnlyList<ConfigurationChange> Of(QuantumSettings recorded, QuantumSettings other)
    {
        var (before, after) = (Flat(recorded), Flat(other));
        return
        [
            .. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
                .Select(key => new ConfigurationChange(key, before.GetValueOrDefault(key), after.GetValueOrDefault(key)))
                .Where(change => change.Recorded != change.Other),
        ];
    }

    private static Dictionary<string, string> Flat(QuantumSettings settings)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(values, "", HoconConfig.Parse(settings.Deciding).Root);
        return values;
    }

    private static void Add(Dictionary<string, string> values, string path, HoconValue value)
    {
        if (value is not HoconObject section)
        {
            values[path] = value.ScalarText ?? HoconRenderer.ToJson(value, HoconRenderOptions.Canonical);
            return;
        }

        foreach (var (key, field) in section.Fields)
            Add(values, path.Length == 0 ? key : $"{path}.{key}", field);
    }
}
