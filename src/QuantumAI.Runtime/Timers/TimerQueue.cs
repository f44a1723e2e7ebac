namespace QuantumAI.Runtime.Timers;

/// <summary>Timers by due time, ties by order of creation. Not thread safe: the world excludes.</summary>
internal sealed class TimerQueue
{
    private readonly PriorityQueue<TimerEntry, (long DueNanos, long Number)> _queue = new();
    private long _created;

    /// <summary>Due time of the next timer; <see cref="long.MaxValue"/> when there is none.</summary>
    public long NextDueNanos { get; private set; } = long.MaxValue;

    public void Add(TimerEntry timer)
    {
        _queue.Enqueue(timer, (timer.DueNanos, ++_created));
        NextDueNanos = Math.Min(NextDueNanos, timer.DueNanos);
    }

    public bool TryTakeDue(long nowNanos, out TimerEntry timer)
    {
        timer = null!;
        if (NextDueNanos > nowNanos || !_queue.TryDequeue(out timer!, out _))
            return false;
        NextDueNanos = _queue.TryPeek(out _, out var next) ? next.DueNanos : long.MaxValue;
        return true;
    }
}
