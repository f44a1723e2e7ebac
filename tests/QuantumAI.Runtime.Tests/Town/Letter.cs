namespace QuantumAI.Runtime.Tests.Town;

/// <summary>What a letter makes its receiver do.</summary>
internal enum Deed
{
    Note,
    Pass,
    Keep,
    Open,
    Resume,
    Restart,
    Fail,
    Escalate,
    StopSelf,
    StopOther,
    DrainOther,
    Watch,
    Unwatch,
    SpawnNear,
    SpawnFar,
    StartTimer,
    CancelTimer,
    Pipe,
}

/// <param name="Sender">Index of a citizen, or of a thread outside.</param>
/// <param name="Number">1, 2, 3 … per sender and receiver; 0 for what a timer says.</param>
/// <param name="Deed">What to do.</param>
/// <param name="Hops">How often it may still cause another letter.</param>
internal readonly record struct Letter(int Sender, int Number, Deed Deed, int Hops);

/// <summary>The exception of a deed: the supervision does what it says.</summary>
internal sealed class DeedException(Deed deed) : Exception($"{deed}")
{
    public Deed Deed => deed;
}
