using System.Text;

namespace QuantumAI.Hocon;

/// <summary>Why a key has its value: where it is written, where it was assigned and what it replaced.</summary>
/// <param name="Key">The key's path.</param>
/// <param name="Value">Its resolved value.</param>
public sealed record HoconExplanation(string Key, HoconValue Value)
{
    /// <summary>Several lines for an operator.</summary>
    /// <param name="secret">No value is shown, only places.</param>
    /// <param name="options">What of an object or array is secret, by full key; the defaults when null.</param>
    public string ToText(bool secret = false, Rendering.HoconRenderOptions? options = null)
    {
        options ??= Rendering.HoconRenderOptions.Default;
        var shown = options with { Indented = false, IsSecret = path => options.IsSecret($"{Key}.{path}") };
        var text = new StringBuilder();
        text.Append(Key).Append(" = ").Append(secret ? "(secret)" : HoconProblem.Shorten(Rendering.HoconRenderer.ToJson(Value, shown))).Append('\n');
        text.Append("  from ").Append(Value.Origin).Append('\n');
        if (Value.SetAt != Value.Origin) text.Append("  through ").Append(Value.SetAt).Append('\n');
        foreach (var (origin, was) in Value.Overridden)
        {
            text.Append("  overrides ").Append(origin);
            if (!secret && !options.IsSecretText(was)) text.Append(" (").Append(HoconProblem.Shorten(was)).Append(')');
            text.Append('\n');
        }

        return text.ToString();
    }
}
