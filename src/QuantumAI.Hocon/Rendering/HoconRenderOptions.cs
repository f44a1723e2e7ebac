namespace QuantumAI.Hocon.Rendering;

/// <summary>How to render a tree. The default is indented, in written order, nothing hidden.</summary>
public sealed record HoconRenderOptions
{
    public static readonly HoconRenderOptions Default = new();

    /// <summary>One line, no spaces.</summary>
    public static readonly HoconRenderOptions Compact = new() { Indented = false };

    /// <summary>One line with sorted keys: the text to hash, the same for equal trees.</summary>
    public static readonly HoconRenderOptions Canonical = new() { Indented = false, SortKeys = true };

    public bool Indented { get; init; } = true;

    /// <summary>Order keys ordinally instead of by first appearance.</summary>
    public bool SortKeys { get; init; }

    /// <summary>In HOCON text, end each scalar's line with a comment naming file and line.</summary>
    public bool ShowOrigins { get; init; }

    /// <summary>Says for a full key path (array elements by index) whether its value is to be shown as "(secret)".</summary>
    public Func<string, bool> IsSecret { get; init; } = static _ => false;

    /// <summary>The same for a scalar's own text, whatever its key: a password that came through a substitution.</summary>
    public Func<string, bool> IsSecretText { get; init; } = static _ => false;
}
