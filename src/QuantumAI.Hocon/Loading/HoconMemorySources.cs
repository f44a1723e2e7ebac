namespace QuantumAI.Hocon;

/// <summary>Includes answered from texts held in memory. Immutable, thread-safe.</summary>
public sealed class HoconMemorySources : IHoconSources
{
    /// <summary>No include exists.</summary>
    public static readonly HoconMemorySources Empty = new([]);

    private readonly Dictionary<string, HoconSource> _byName;

    public HoconMemorySources(IEnumerable<HoconSource> sources) =>
        _byName = sources.ToDictionary(s => s.Name, StringComparer.Ordinal);

    public HoconSource? Load(string name) => _byName.GetValueOrDefault(name);
}
