using QuantumAI.Hocon.Parsing;

namespace QuantumAI.Hocon;

/// <summary>A path of at least one key, written <c>a.b."c.d"</c>. Immutable.</summary>
public sealed class HoconPath
{
    private HoconPath(IReadOnlyList<string> keys) => Keys = keys;

    public IReadOnlyList<string> Keys { get; }

    /// <summary>Reads a path expression.</summary>
    /// <exception cref="HoconException">The text is not a path, for example <c>a..b</c>.</exception>
    public static HoconPath Parse(string text)
    {
        var cursor = new SourceCursor("path", text);
        var keys = PathReader.Read(cursor, HoconLimits.Default.MaxDepth);
        if (!cursor.AtEnd) throw cursor.Refuse($"path '{HoconProblem.Shorten(text)}' must hold keys and dots only", cursor.Shown());
        return new HoconPath(keys);
    }

    /// <summary>A path of keys taken literally, dots included.</summary>
    public static HoconPath Of(params IReadOnlyList<string> keys) => new(keys);

    /// <summary>The path as text that <see cref="Parse"/> reads back: keys quoted where they must be.</summary>
    public override string ToString() => Render(Keys);

    internal static string Render(IEnumerable<string> keys) => string.Join('.', keys.Select(RenderKey));

    internal static string RenderKey(string key) =>
        IsPlain(key) ? key : Rendering.JsonText.Quote(key);

    private static bool IsPlain(string key) =>
        key.Length > 0 && key != "include" && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
