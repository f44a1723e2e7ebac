using QuantumAI.Hocon.Parsing;
using QuantumAI.Hocon.Resolution;

namespace QuantumAI.Hocon;

/// <summary>
/// A resolved configuration, or a part of one with the path that leads to it, so that messages name full keys.
/// Immutable and safe to share between threads.
/// </summary>
public sealed class HoconConfig
{
    internal HoconConfig(HoconObject root, string basePath)
    {
        Root = root;
        BasePath = basePath;
    }

    public HoconObject Root { get; }

    /// <summary>The path of <see cref="Root"/> in the whole configuration; empty for the whole.</summary>
    public string BasePath { get; }

    /// <summary>
    /// Parses the layers, lets later ones override earlier ones by the rules for duplicate keys, and resolves
    /// substitutions once over the merged whole.
    /// </summary>
    /// <exception cref="HoconException">A layer or an include cannot be read, or a substitution cannot be resolved.</exception>
    public static HoconConfig Load(IReadOnlyList<HoconSource> layers, HoconLoadOptions? options = null)
    {
        options ??= HoconLoadOptions.Default;
        var loader = new DocumentLoader(options);
        var root = new ObjectNode(HoconOrigin.Whole(layers.Count > 0 ? layers[0].Name : "no layers"));
        foreach (var layer in layers) root.MergeFrom(loader.LoadObject(layer));
        return new HoconConfig((HoconObject)new Resolver(options).Resolve(root), "");
    }

    /// <summary>Parses and resolves one text.</summary>
    /// <exception cref="HoconException">As for <see cref="Load"/>.</exception>
    public static HoconConfig Parse(string text, string name = "text", HoconLoadOptions? options = null) =>
        Load([HoconSource.FromText(name, text)], options);

    /// <summary>Parses and resolves one source whose root may be an object or an array.</summary>
    /// <exception cref="HoconException">As for <see cref="Load"/>.</exception>
    public static HoconValue ParseValue(HoconSource source, HoconLoadOptions? options = null)
    {
        options ??= HoconLoadOptions.Default;
        return new Resolver(options).Resolve(new DocumentLoader(options).LoadAny(source));
    }

    /// <summary>The value at a path expression, or null where there is none.</summary>
    /// <exception cref="HoconException">The path is malformed.</exception>
    public HoconValue? Find(string path) => Root.Find(HoconPath.Parse(path));

    /// <summary>Where the value at a path came from and what it replaced, or null where there is none.</summary>
    /// <exception cref="HoconException">The path is malformed.</exception>
    public HoconExplanation? Explain(string path) =>
        Find(path) is { } value ? new HoconExplanation(FullKey(path), value) : null;

    internal string FullKey(string path) => BasePath.Length == 0 ? path : $"{BasePath}.{path}";
}
