namespace QuantumAI.Runtime.Timers;

/// <summary>One pending timer of a world.</summary>
internal sealed class TimerEntry(long dueNanos, Action fire)
{
    private int _done;

    public long DueNanos { get; } = dueNanos;

    /// <summary>The timer will not fire any more. Thread safe.</summary>
    public void Cancel() => Interlocked.Exchange(ref _done, 1);

    public void Fire()
    {
        if (Interlocked.Exchange(ref _done, 1) == 0)
            fire();
    }
}
