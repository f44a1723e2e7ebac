namespace QuantumAI.Venues.Contract;

/// <summary>How bad a finding is.</summary>
public enum FindingLevel : byte
{
    Unspecified = 0,
    Ok = 1,

    /// <summary>It works, and could be safer or better.</summary>
    Warn = 2,

    /// <summary>It does not work.</summary>
    Fail = 3,

    /// <summary>Something outside did not answer.</summary>
    Unreachable = 4,
}

/// <summary>What an examination found about one thing.</summary>
/// <param name="Check">What was looked at, in a word or two.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Text">What was found.</param>
/// <param name="Advice">What to do; null when there is nothing to do.</param>
public sealed record VenueFinding(string Check, FindingLevel Level, string Text, string? Advice = null);
