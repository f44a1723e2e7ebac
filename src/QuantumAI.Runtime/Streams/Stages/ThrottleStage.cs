using QuantumAI.Runtime.Streams.Engine;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Streams.Stages;

/// <summary>Remembers when the last elements went down: the next goes when the oldest of them is a window ago.</summary>
internal sealed class ThrottleStage<T> : DetachedStage<T, T>
{
    private readonly long[] _times;
    private readonly long _perNanos;
    private readonly LaneWork _due;
    private long _sent;
    private bool _isHolding;
    private T _item = default!;
    private TimerEntry? _timer;

    public ThrottleStage(StageContext context, int count, long perNanos)
        : base(context)
    {
        (_times, _perNanos) = (new long[count], perNanos);
        _due = context.Work(OnDue);
    }

    protected override bool HasRoom => !_isHolding;

    protected override int Held => _isHolding ? 1 : 0;

    public override bool Push(in T item)
    {
        _item = item;
        _isHolding = true;
        return Accept();
    }

    protected override bool TryTake(out T item)
    {
        item = _item;
        if (!_isHolding)
            return false;
        ref var oldest = ref _times[_sent % _times.Length];
        if (_sent >= _times.Length && Context.NowNanos - oldest < _perNanos)
        {
            _timer ??= Context.StartTimer(oldest + _perNanos, _due);
            return false;
        }

        oldest = Context.NowNanos;
        _sent++;
        _item = default!;
        _isHolding = false;
        return true;
    }

    protected override void Forget()
    {
        _timer?.Cancel();
        _isHolding = false;
    }

    /// <remarks>
    /// Work of its own: the stage's may wait already in a turn that began before the time came, which would swallow the timer's signal
    /// and then find that it is too early.
    /// </remarks>
    private void OnDue()
    {
        _timer = null;
        Work.Schedule();
    }
}
