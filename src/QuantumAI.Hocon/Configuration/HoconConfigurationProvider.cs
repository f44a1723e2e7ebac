using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace QuantumAI.Hocon.Configuration;

/// <summary>Flattens a resolved tree. .NET keys ignore case, so keys that differ only in case are refused.</summary>
public sealed class HoconConfigurationProvider(HoconConfig config) : ConfigurationProvider
{
    /// <exception cref="HoconException">Two keys differ only in case, or a key holds the separator ':'.</exception>
    public override void Load()
    {
        Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in config.Root.Fields) Flatten(Checked(key, value), value);
    }

    private void Flatten(string path, HoconValue value)
    {
        switch (value)
        {
            case HoconObject { Fields.Count: > 0 } o:
                foreach (var (key, field) in o.Fields) Flatten(ConfigurationPath.Combine(path, Checked(key, field)), field);
                break;
            case HoconArray { Items.Count: > 0 } a:
                for (var i = 0; i < a.Items.Count; i++)
                    Flatten(ConfigurationPath.Combine(path, i.ToString(CultureInfo.InvariantCulture)), a.Items[i]);
                break;
            case HoconArray:
                Put(path, "", value);
                break;
            default:
                Put(path, value is HoconNull ? null : value.ScalarText, value);
                break;
        }
    }

    private void Put(string path, string? text, HoconValue value)
    {
        if (!Data.TryAdd(path, text))
            throw new HoconException(new HoconProblem(value.SetAt, path, "must differ from other keys in more than case", null));
    }

    private static string Checked(string key, HoconValue value) => key.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)
        ? throw new HoconException(new HoconProblem(value.SetAt, HoconPath.RenderKey(key), "must not hold the separator ':'", null))
        : key;
}
