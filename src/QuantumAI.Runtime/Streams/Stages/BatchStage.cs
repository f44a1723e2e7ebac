using QuantumAI.Runtime.Streams.Engine;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Streams.Stages;

/// <summary>Collects a batch until it is full, its time has passed, or upstream ends.</summary>
internal sealed class BatchStage<T> : DetachedStage<T, T[]>
{
    private readonly T[] _items;
    private readonly long _withinNanos;
    private readonly LaneWork _deadline;
    private int _count;
    private bool _isDue;
    private long _dueNanos;
    private TimerEntry? _timer;

    public BatchStage(StageContext context, int count, long withinNanos)
        : base(context)
    {
        _items = new T[count];
        _withinNanos = withinNanos;
        _deadline = context.Work(OnDeadline);
    }

    protected override bool HasRoom => _count < _items.Length;

    protected override int Held => _count;

    public override bool Push(in T item)
    {
        _items[_count++] = item;
        if (_count == 1 && _withinNanos != long.MaxValue)
        {
            _dueNanos = Context.NowNanos + _withinNanos;
            _timer ??= Context.StartTimer(_dueNanos, _deadline);
        }

        return Accept();
    }

    protected override bool TryTake(out T[] item)
    {
        if (_count == 0 || (_count < _items.Length && !_isDue && !IsEnding))
        {
            item = [];
            return false;
        }

        item = _items[.._count];
        Array.Clear(_items, 0, _count);
        _count = 0;
        _isDue = false;
        return true;
    }

    protected override void Forget()
    {
        _timer?.Cancel();
        _count = 0;
    }

    /// <remarks>One timer is enough: when it fires for a batch that has gone, it is set anew for the one that waits.</remarks>
    private void OnDeadline()
    {
        _timer = null;
        if (_count == 0 || IsEnded)
            return;
        if (Context.NowNanos < _dueNanos)
        {
            _timer = Context.StartTimer(_dueNanos, _deadline);
            return;
        }

        _isDue = true;
        Work.Schedule();
    }
}
