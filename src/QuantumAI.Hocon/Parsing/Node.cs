namespace QuantumAI.Hocon.Parsing;

/// <summary>A value as written, before substitutions are resolved.</summary>
internal abstract class Node(HoconOrigin origin)
{
    public HoconOrigin Origin { get; protected set; } = origin;

    /// <summary>A short form for <see cref="HoconOverride.Text"/>.</summary>
    public abstract string Describe();
}

/// <summary>A scalar. <see cref="IsBlank"/> marks whitespace between concatenated values, which matters only between strings.</summary>
internal sealed class LiteralNode(HoconValue value, bool isBlank = false) : Node(value.Origin)
{
    public HoconValue Value => value;

    public bool IsBlank => isBlank;

    public override string Describe() => value.ScalarText ?? "";
}

internal sealed class ArrayNode(HoconOrigin origin, List<Node> items) : Node(origin)
{
    public List<Node> Items => items;

    public override string Describe() => $"[{items.Count} items]";
}

/// <summary>A <c>+=</c> assignment: the items are added to the value below it in the merge stack.</summary>
internal sealed class AppendNode(HoconOrigin origin, List<Node> items) : Node(origin)
{
    public List<Node> Items => items;

    public override string Describe() => $"+= [{items.Count} items]";
}

/// <summary>A reference to another value. <see cref="Scope"/> is the included file it was written in, if any.</summary>
internal sealed class SubstitutionNode(HoconOrigin origin, IReadOnlyList<string> path, bool optional, IncludeScope? scope) : Node(origin)
{
    public IReadOnlyList<string> Path => path;

    public bool Optional => optional;

    public IncludeScope? Scope => scope;

    public override string Describe() => $"${{{(optional ? "?" : "")}{HoconPath.Render(path)}}}";
}

internal sealed class ConcatNode(HoconOrigin origin, IReadOnlyList<Node> parts) : Node(origin)
{
    public IReadOnlyList<Node> Parts => parts;

    public override string Describe() => string.Concat(parts.Select(p => p.Describe()));
}

/// <summary>Identity of one inclusion; <see cref="Outer"/> is the inclusion the including file itself came from.</summary>
internal sealed class IncludeScope(IncludeScope? outer)
{
    public IncludeScope? Outer => outer;
}
