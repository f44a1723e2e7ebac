using QuantumAI.Runtime.Streams.Engine;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Streams.Sources;

/// <summary>One element per period of world time, in phase with the start. Nobody waits for a tick that nobody wants.</summary>
internal sealed class TickSource<T> : SourceStage<T>
{
    private readonly long _periodNanos;
    private readonly Func<long, T> _tick;
    private readonly LaneWork _due;
    private long _dueNanos;
    private long _index;
    private TimerEntry? _timer;

    public TickSource(StageContext context, long periodNanos, Func<long, T> tick)
        : base(context)
    {
        (_periodNanos, _tick) = (periodNanos, tick);
        _due = context.Work(OnDue);
        context.AtStart(() =>
        {
            _dueNanos = context.NowNanos + periodNanos;
            StartTimer();
        });
    }

    protected override int Emit(int most) => 0;

    protected override void Release() => _timer?.Cancel();

    private void StartTimer()
    {
        if (!IsEnded)
            _timer = Context.StartTimer(_dueNanos, _due);
    }

    private void OnDue()
    {
        if (IsEnded)
            return;
        var missed = (Context.NowNanos - _dueNanos) / _periodNanos;
        var due = _dueNanos + (missed * _periodNanos);
        _dueNanos = due + _periodNanos;
        Context.Meter.Dropped += missed;
        if (HasDemand)
            Tick(due);
        else
            Context.Meter.Dropped++;
        StartTimer();
    }

    private void Tick(long dueNanos)
    {
        T item;
        try
        {
            item = _tick(dueNanos);
        }
        catch (Exception fault) when (!IsEnded)
        {
            Fail(new StreamElementException("Tick", _index, fault));
            return;
        }

        _index++;
        Context.Meter.In++;
        Hand(in item);
    }
}
