namespace QuantumAI.Runtime.Recording;

/// <summary>How a re-run went.</summary>
/// <param name="Turns">Turns that were run again.</param>
/// <param name="FirstDifference">Where the re-run left the recording, in words; null when every lane did the same.</param>
/// <param name="CutOff">Why the recording stops before its session did: the re-run went as far as it goes; null when it is whole.</param>
public sealed record ReplayReport(long Turns, string? FirstDifference, string? CutOff = null)
{
    public bool IsEqual => FirstDifference is null;
}
