namespace QuantumAI.Hocon;

/// <summary>One thing wrong with a configuration: where, which key, which rule it breaks, and the offending value.</summary>
/// <param name="Origin">File and line.</param>
/// <param name="Key">The key's path, or null where the text could not be read that far.</param>
/// <param name="Rule">The rule in words, such as <c>must be a duration such as 60s</c>.</param>
/// <param name="Value">The offending text, or null where there is none to show.</param>
public sealed record HoconProblem(HoconOrigin Origin, string? Key, string Rule, string? Value)
{
    private const int ShownMax = 80;

    /// <summary>One line: <c>risk.stale-after must be a duration such as 60s, was 60 parsecs (paper.conf:12)</c>.</summary>
    public override string ToString() =>
        $"{(Key is null ? "" : Key + " ")}{Rule}{(Value is null ? "" : ", was " + Shorten(Value))} ({Origin})";

    internal static string Shorten(string text)
    {
        var cut = text.Length > ShownMax ? string.Concat(text.AsSpan(0, ShownMax), "…") : text;
        return string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '·' : c));
    }
}
