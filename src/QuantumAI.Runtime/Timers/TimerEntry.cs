using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Timers;

/// <summary>One pending timer of a world.</summary>
internal class TimerEntry(long dueNanos, Action? fire = null)
{
    private int _done;

    public long DueNanos { get; } = dueNanos;

    /// <summary>The timer will not fire any more. Thread safe.</summary>
    public void Cancel() => Interlocked.Exchange(ref _done, 1);

    public void Fire()
    {
        if (Interlocked.Exchange(ref _done, 1) == 0)
            OnFire();
    }

    private protected virtual void OnFire() => fire!();
}

/// <summary>A timer that sends a message to the incarnation that started it.</summary>
/// <param name="periodNanos">0 = once.</param>
internal sealed class ActorTimer<TProtocol>(ActorCell<TProtocol> cell, object key, long dueNanos, long periodNanos, TProtocol message)
    : TimerEntry(dueNanos)
{
    private readonly int _incarnation = cell.Incarnation;

    public object Key { get; } = key;

    public long PeriodNanos { get; } = periodNanos;

    public TProtocol Message { get; } = message;

    private protected override void OnFire() => cell.Lane.Add(cell, new Completion<TProtocol>(_incarnation, Message, this), isControl: false);
}
