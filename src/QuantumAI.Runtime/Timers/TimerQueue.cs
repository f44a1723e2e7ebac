namespace QuantumAI.Runtime.Timers;

/// <summary>Timers by the time at which they fire, then by due time and order of creation. Not thread safe: the world excludes.</summary>
internal sealed class TimerQueue
{
    private readonly PriorityQueue<TimerEntry, (long FireNanos, long DueNanos, long Number)> _queue = new();
    private long _created;

    /// <summary>When the next timer fires; <see cref="long.MaxValue"/> when there is none.</summary>
    public long NextDueNanos { get; private set; } = long.MaxValue;

    public void Add(TimerEntry timer) => Add(timer, timer.DueNanos);

    /// <param name="fireNanos">Not before it is due: later, when several shall fire together.</param>
    public void Add(TimerEntry timer, long fireNanos)
    {
        _queue.Enqueue(timer, (fireNanos, timer.DueNanos, ++_created));
        NextDueNanos = Math.Min(NextDueNanos, fireNanos);
    }

    public bool TryTakeDue(long nowNanos, out TimerEntry timer)
    {
        timer = null!;
        if (NextDueNanos > nowNanos || !_queue.TryDequeue(out timer!, out _))
            return false;
        NextDueNanos = _queue.TryPeek(out _, out var next) ? next.FireNanos : long.MaxValue;
        return true;
    }
}
