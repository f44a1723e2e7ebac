using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Junctions;

/// <summary>Merges sorted inlets by time stamp: hands down the least head when every open inlet has one. Equal stamps go by inlet.</summary>
internal sealed class SortedMerge<T> : IOutlet<T>
{
    private const int MostAhead = 64;

    private readonly Func<T, long> _stampOf;
    private readonly List<Input> _inputs = [];
    private readonly LaneWork _work;
    private Inlet<T> _down = null!;
    private bool _hasDemand;
    private bool _isEnded;
    private Exception? _failure;

    public SortedMerge(StageContext context, Func<T, long> stampOf)
    {
        (Context, _stampOf) = (context, stampOf);
        _work = context.Work(Drain);
    }

    public StageContext Context { get; }

    public void Add(IOutlet<T> source)
    {
        var input = new Input(this, _inputs.Count);
        _inputs.Add(input);
        input.Follow(BridgeReader<T>.Bring(source, Context));
        Context.AtStart(input.PullMore);
    }

    public void Connect(Inlet<T> downstream) => _down = downstream;

    public void Pull()
    {
        _hasDemand = true;
        _work.Schedule();
    }

    public void Cancel()
    {
        _isEnded = true;
        foreach (var input in _inputs)
            input.Close();
    }

    private void Drain()
    {
        var quantum = Context.Host.Quantum;
        var left = quantum;
        while (_hasDemand && !_isEnded && left > 0 && Least() is { } least)
        {
            left--;
            _hasDemand = _down.Push(least.Take());
        }

        Context.Host.Spend(quantum - left);
        if (_isEnded)
            return;
        if (left == 0)
            _work.Schedule();
        foreach (var input in _inputs)
            input.PullMore();
        if (_inputs.TrueForAll(input => input.IsExhausted))
            End();
    }

    /// <summary>Null while an open inlet has no element: its next might be the least.</summary>
    private Input? Least()
    {
        Input? least = null;
        foreach (var input in _inputs)
        {
            if (input.IsExhausted)
                continue;
            if (!input.HasHead)
                return null;
            if (least is null || input.HeadStamp < least.HeadStamp)
                least = input;
        }

        return least;
    }

    private void End()
    {
        _isEnded = true;
        if (_failure is null)
            _down.Complete();
        else
            _down.Fail(_failure);
    }

    /// <summary>The others stop asking; what has been merged so far drains in order, then the failure goes down.</summary>
    private void Break(Exception cause)
    {
        _failure ??= cause;
        foreach (var input in _inputs)
            input.Stop();
        _work.Schedule();
    }

    private sealed class Input(SortedMerge<T> merge, int number) : Inlet<T>
    {
        private readonly Ring<(long Stamp, T Item)> _items = new();
        private (long Stamp, T Item) _head;
        private long _lastStamp = long.MinValue;
        private long _index;
        private bool _isWaiting = true;
        private bool _isDone;

        public bool HasHead { get; private set; }

        public long HeadStamp => _head.Stamp;

        public bool IsExhausted => _isDone && !HasHead;

        public override bool Push(in T item)
        {
            try
            {
                Keep(item);
            }
            catch (Exception fault) when (fault is not null)
            {
                Up.Cancel();
                _isDone = true;
                merge.Break(new StreamElementException($"MergeSorted input {number}", _index, fault));
                return false;
            }

            _index++;
            if (merge._hasDemand)
                merge._work.Schedule();
            _isWaiting = _items.Count >= MostAhead;
            return !_isWaiting;
        }

        public override void Complete()
        {
            _isDone = true;
            merge._work.Schedule();
        }

        public override void Fail(Exception cause)
        {
            _isDone = true;
            merge.Break(cause);
        }

        public T Take()
        {
            var item = _head.Item;
            merge.Context.Meter.Held--;
            HasHead = _items.Count > 0;
            _head = HasHead ? _items.Dequeue() : default;
            return item;
        }

        public void PullMore()
        {
            if (!_isWaiting || _isDone || _items.Count > MostAhead / 2)
                return;
            _isWaiting = false;
            Up.Pull();
        }

        public void Stop()
        {
            if (_isDone)
                return;
            _isDone = true;
            Up.Cancel();
        }

        public void Close()
        {
            var held = _items.Count + (HasHead ? 1 : 0);
            merge.Context.Meter.Discarded += held;
            merge.Context.Meter.Held -= held;
            HasHead = false;
            while (_items.Count > 0)
                _items.Dequeue();
            Stop();
        }

        private void Keep(T item)
        {
            var stamp = merge._stampOf(item);
            if (stamp < _lastStamp)
                throw new InvalidOperationException($"stamps must not go back, was {stamp} after {_lastStamp}");
            _lastStamp = stamp;
            merge.Context.Meter.Held++;
            if (HasHead)
                _items.Enqueue((stamp, item));
            else
                (HasHead, _head) = (true, (stamp, item));
        }
    }
}
