namespace QuantumAI.Trading.Tests.Fakes;

/// <summary>Counts how often a process touches what outlives it, and ends the process at one of these touches: nothing of it gets out any more.</summary>
/// <param name="last">The touch that is not reached, from 1; <see cref="int.MaxValue"/> = the process is never ended.</param>
internal sealed class CrashPoints(int last)
{
    public int Passed { get; private set; }

    public bool IsDead { get; private set; }

    /// <summary>True when the process still lives behind this touch.</summary>
    public bool Pass()
    {
        IsDead |= Passed + 1 >= last;
        if (!IsDead)
            Passed++;
        return !IsDead;
    }
}
