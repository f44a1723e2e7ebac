namespace QuantumAI.Runtime.Actors;

/// <summary>The answer that says only that something is over.</summary>
public sealed record Done
{
    private Done()
    {
    }

    public static Done Instance { get; } = new();
}
