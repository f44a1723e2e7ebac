namespace QuantumAI.Hocon.Settings;

/// <summary>A step in the tree of declared keys. A leaf carries a setting; an inner step carries further steps.</summary>
internal sealed class SchemaNode
{
    private readonly Dictionary<string, SchemaNode> _children = new(StringComparer.Ordinal);

    public const string Any = "*";

    public HoconSetting? Setting { get; private set; }

    public IReadOnlyDictionary<string, SchemaNode> Children => _children;

    public SchemaNode? Child(string key) => _children.GetValueOrDefault(key) ?? _children.GetValueOrDefault(Any);

    public void Add(HoconSetting setting)
    {
        var at = this;
        foreach (var key in HoconSchema.KeysOf(setting.Key))
        {
            if (at.Setting is not null) throw Refuse(setting, $"must not lie below the setting {at.Setting.Key}");
            if (!at._children.TryGetValue(key, out var next)) at._children[key] = next = new SchemaNode();
            at = next;
        }

        if (at.Setting is not null || at._children.Count > 0) throw Refuse(setting, "must be declared once and have no settings below it");
        at.Setting = setting;
    }

    private static HoconException Refuse(HoconSetting setting, string rule) =>
        new(new HoconProblem(HoconOrigin.Whole("schema"), setting.Key, rule, null));
}
