using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Recording;

namespace QuantumAI.Runtime.Timers;

/// <summary>One pending timer of a world.</summary>
internal class TimerEntry(long dueNanos, Action? fire = null)
{
    private int _done;

    public long DueNanos { get; } = dueNanos;

    /// <summary>Who started it, in a world that records or runs a recording again.</summary>
    public EntryOrigin Origin { get; set; }

    /// <summary>The timer will not fire any more. Thread safe.</summary>
    public void Cancel() => Interlocked.Exchange(ref _done, 1);

    public void Fire()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
            return;
        if (Origin == default)
            OnFire();
        else
            Origin.During(OnFire);
    }

    /// <summary>In a re-run: it has fired in the session, whoever cancelled it after that.</summary>
    public void FireAgain() => Origin.During(OnFire);

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

    /// <summary>The next due time after <paramref name="nowNanos"/>: a late timer leaves out what it has missed and keeps its phase.</summary>
    public long NextDueNanos(long nowNanos) => DueNanos + (PeriodNanos * (1 + (Math.Max(0, nowNanos - DueNanos) / PeriodNanos)));

    private protected override void OnFire() => cell.Lane.Add(cell, new Completion<TProtocol>(_incarnation, Message, this), isControl: false);
}
