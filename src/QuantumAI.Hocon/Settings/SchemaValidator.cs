using System.Globalization;
using QuantumAI.Hocon.Conversion;

namespace QuantumAI.Hocon.Settings;

/// <summary>Walks a configuration along the declared keys and collects every problem.</summary>
internal sealed class SchemaValidator(bool ignoreMissing = false)
{
    private readonly List<HoconProblem> _problems = [];

    public IReadOnlyList<HoconProblem> Problems => _problems;

    public IReadOnlyList<HoconProblem> Run(SchemaNode root, HoconObject config)
    {
        Visit(root, config, []);
        return _problems;
    }

    public void Visit(SchemaNode node, HoconValue value, IReadOnlyList<string> path)
    {
        if (node.Setting is { } setting) CheckSetting(setting, value, path);
        else if (Fields(node, value) is { } fields) VisitFields(node, value, fields, path);
        else if (value is HoconNull) ReportMissing(node, path, value.SetAt);
        else Report(value.SetAt, path, "must be an object", value.ScalarText ?? $"an {value.KindName}");
    }

    private static IReadOnlyList<KeyValuePair<string, HoconValue>>? Fields(SchemaNode node, HoconValue value) => value switch
    {
        HoconObject o => o.Fields,
        HoconArray a when node.Children.ContainsKey(SchemaNode.Any) =>
            [.. a.Items.Select((v, i) => KeyValuePair.Create(i.ToString(CultureInfo.InvariantCulture), v))],
        _ => null,
    };

    private void VisitFields(
        SchemaNode node, HoconValue parent, IReadOnlyList<KeyValuePair<string, HoconValue>> fields, IReadOnlyList<string> path)
    {
        foreach (var (key, value) in fields)
        {
            if (node.Child(key) is { } child) Visit(child, value, [.. path, key]);
            else ReportUnknown(node, key, value, path);
        }

        var present = fields.Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, child) in node.Children)
            if (key != SchemaNode.Any && !present.Contains(key)) ReportMissing(child, [.. path, key], parent.SetAt);
    }

    private void CheckSetting(HoconSetting setting, HoconValue value, IReadOnlyList<string> path)
    {
        if (value is HoconNull)
        {
            if (setting.IsRequired) Missing(setting, path, value.SetAt);
            else if (setting.Default is not null) Report(value.SetAt, path, SettingCheck.ElementRule(setting), "null");
            return;
        }

        if (SettingCheck.BrokenRule(setting, value) is not { } rule) return;
        var offender = setting.IsList && ScalarReading.Elements(value) is { } items
            ? items.First(i => SettingCheck.BrokenRule(setting, new HoconArray([i], i.Origin)) is not null)
            : value;
        var shown = setting.IsSecret ? "(secret)" : offender.ScalarText ?? $"an {offender.KindName}";
        Report(offender.SetAt, path, rule, shown);
    }

    private void ReportUnknown(SchemaNode node, string key, HoconValue value, IReadOnlyList<string> path)
    {
        var nearest = NearestName.Find(key, node.Children.Keys.Where(k => k != SchemaNode.Any));
        var hint = nearest is null ? "" : $" (nearest known: {HoconPath.Render([.. path, nearest])})";
        Report(value.SetAt, [.. path, key], "must be a known key" + hint, null);
    }

    private void ReportMissing(SchemaNode node, IReadOnlyList<string> path, HoconOrigin origin)
    {
        if (node.Setting is { IsRequired: true } setting) Missing(setting, path, origin);
        foreach (var (key, child) in node.Children)
            if (key != SchemaNode.Any) ReportMissing(child, [.. path, key], origin);
    }

    private void Missing(HoconSetting setting, IReadOnlyList<string> path, HoconOrigin origin)
    {
        if (!ignoreMissing) Report(origin, path, $"must be set: {SettingCheck.ElementRule(setting)}", null);
    }

    private void Report(HoconOrigin origin, IReadOnlyList<string> path, string rule, string? value) =>
        _problems.Add(new HoconProblem(origin, HoconPath.Render(path), rule, value));
}
