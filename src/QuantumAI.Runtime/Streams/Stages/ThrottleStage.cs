using QuantumAI.Runtime.Streams.Engine;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Streams.Stages;

/// <summary>Remembers when the last elements went down: the next goes when the oldest of them is a window ago.</summary>
internal sealed class ThrottleStage<T> : DetachedStage<T, T>
{
    private readonly long[] _times;
    private readonly long _perNanos;
    private long _sent;
    private bool _isHolding;
    private T _item = default!;
    private TimerEntry? _timer;

    public ThrottleStage(StageContext context, int count, long perNanos)
        : base(context) => (_times, _perNanos) = (new long[count], perNanos);

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
            // A timer that has fired is one that has entered: its turn's time is at or after its due time.
            if (_timer is null || _timer.DueNanos <= Context.NowNanos)
                _timer = Context.StartTimer(oldest + _perNanos, Work);
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
}
