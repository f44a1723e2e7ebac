using System.Text;

namespace QuantumAI.Hocon;

/// <summary>Why a key has its value: where it is written, where it was assigned and what it replaced.</summary>
/// <param name="Key">The key's path.</param>
/// <param name="Value">Its resolved value.</param>
public sealed record HoconExplanation(string Key, HoconValue Value)
{
    /// <summary>Several lines for an operator; with <paramref name="secret"/> no value is shown, only places.</summary>
    public string ToText(bool secret = false)
    {
        var text = new StringBuilder();
        text.Append(Key).Append(" = ").Append(secret ? "(secret)" : HoconProblem.Shorten(Value.ToString())).Append('\n');
        text.Append("  from ").Append(Value.Origin).Append('\n');
        if (Value.SetAt != Value.Origin) text.Append("  through ").Append(Value.SetAt).Append('\n');
        foreach (var (origin, was) in Value.Overridden)
        {
            text.Append("  overrides ").Append(origin);
            if (!secret) text.Append(" (").Append(HoconProblem.Shorten(was)).Append(')');
            text.Append('\n');
        }

        return text.ToString();
    }
}
