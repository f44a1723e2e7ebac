namespace QuantumAI.Runtime.Recording;

/// <summary>How much is kept.</summary>
public sealed record RecorderSettings
{
    /// <summary>Blocks of 16 KiB that may wait to be written; when there are more, the recording ends there.</summary>
    public int MostBlocks { get; init; } = 1024;

    /// <summary>Most bytes of a recording; the block that would go beyond ends it.</summary>
    public long MostBytes { get; init; } = long.MaxValue;

    /// <summary>Whether everything that actors handle is hashed, as a check of a re-run: costs the text of every message.</summary>
    public bool IsTraced { get; init; } = true;
}
