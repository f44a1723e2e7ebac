namespace QuantumAI.Hocon;

/// <summary>Bounds on what a configuration may cost. Exceeding one is a <see cref="HoconException"/>, never a crash.</summary>
public sealed record HoconLimits
{
    public static readonly HoconLimits Default = new();

    /// <summary>Levels of nesting, in text and in the resolved tree.</summary>
    public int MaxDepth { get; init; } = 200;

    /// <summary>Characters in one source.</summary>
    public int MaxSourceChars { get; init; } = 4 * 1024 * 1024;

    /// <summary>Characters in all sources together, and in all keys and scalars of the resolved tree.</summary>
    public int MaxTotalChars { get; init; } = 32 * 1024 * 1024;

    /// <summary>Files open at once through nested includes.</summary>
    public int MaxIncludeDepth { get; init; } = 32;

    /// <summary>Included files in one load, all layers together.</summary>
    public int MaxIncludes { get; init; } = 1_000;

    /// <summary>Substitutions that depend on one another in a row.</summary>
    public int MaxSubstitutionChain { get; init; } = 256;

    /// <summary>Characters in one string made by concatenation.</summary>
    public int MaxStringChars { get; init; } = 1024 * 1024;

    /// <summary>Values in the resolved tree, shared parts counted each time they appear.</summary>
    public int MaxValues { get; init; } = 1_000_000;
}
