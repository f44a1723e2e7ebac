using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Junctions;

/// <summary>Several inlets, one outlet, first come first served; at most one element of each inlet waits. Inlets may be added while it runs.</summary>
internal sealed class MergeHub<T> : IOutlet<T>
{
    private readonly Ring<(Input From, T Item)> _pending = new();
    private readonly Ring<Input> _waiting = new();
    private readonly List<Input> _open = [];
    private readonly LaneWork _work;
    private Inlet<T> _down = null!;
    private bool _hasDemand;
    private bool _isSealed;
    private bool _isEnded;
    private Exception? _failure;

    public MergeHub(StageContext context)
    {
        Context = context;
        _work = context.Work(Drain);
    }

    public StageContext Context { get; }

    /// <summary>Called when nothing is wanted any more, or an inlet failed: whoever adds inlets stops.</summary>
    public Action? Ending { get; set; }

    /// <summary>Elements that may come from <paramref name="source"/> from now on; it is asked for the first when the stream begins.</summary>
    /// <param name="context">Of the part that is being built: it begins the inlet.</param>
    public void Add(IOutlet<T> source, StageContext context)
    {
        var input = new Input(this);
        _open.Add(input);
        input.Follow(BridgeReader<T>.Bring(source, context));
        context.AtStart(input.PullMore);
    }

    /// <summary>No inlet is added any more: completes, or fails, when all have completed.</summary>
    public void Seal(Exception? failure)
    {
        _isSealed = true;
        _failure ??= failure;
        _work.Schedule();
    }

    /// <summary>As <see cref="Seal"/> while the blueprint is built.</summary>
    public void SealBeforeStart() => _isSealed = true;

    public void Connect(Inlet<T> downstream) => _down = downstream;

    public void Pull()
    {
        _hasDemand = true;
        _work.Schedule();
    }

    public void Cancel()
    {
        if (_isEnded)
            return;
        _isEnded = true;
        Context.Meter.Discarded += _pending.Count;
        Context.Meter.Held -= _pending.Count;
        CloseInputs();
    }

    private void CloseInputs()
    {
        Input[] open = [.. _open];
        _open.Clear();
        foreach (var input in open)
            input.Close();
        Ending?.Invoke();
    }

    private bool Take(Input from, in T item)
    {
        if (_hasDemand && _pending.Count == 0)
        {
            _hasDemand = _down.Push(in item);
            if (_hasDemand)
                return true;
            _waiting.Enqueue(in from);
            return false;
        }

        Context.Meter.Held++;
        _pending.Enqueue((from, item));
        return false;
    }

    private void Drain()
    {
        while (_hasDemand && !_isEnded && _pending.Count > 0)
        {
            var (from, item) = _pending.Dequeue();
            Context.Meter.Held--;
            _waiting.Enqueue(in from);
            _hasDemand = _down.Push(in item);
        }

        if (_isEnded)
            return;
        while (_hasDemand && _waiting.Count > 0)
            _waiting.Dequeue().PullMore();
        if (_isSealed && _open.Count == 0 && _pending.Count == 0)
            End();
    }

    private void End()
    {
        _isEnded = true;
        if (_failure is null)
            _down.Complete();
        else
            _down.Fail(_failure);
    }

    private void Fail(Input input, Exception cause)
    {
        _open.Remove(input);
        _failure = cause;
        _isSealed = true;
        CloseInputs();
        _work.Schedule();
    }

    private void Remove(Input input)
    {
        _open.Remove(input);
        _work.Schedule();
    }

    private sealed class Input(MergeHub<T> hub) : Inlet<T>
    {
        private bool _isEnded;

        public override bool Push(in T item) => hub.Take(this, in item);

        public override void Complete()
        {
            if (_isEnded)
                return;
            _isEnded = true;
            hub.Remove(this);
        }

        public override void Fail(Exception cause)
        {
            if (_isEnded)
                return;
            _isEnded = true;
            hub.Fail(this, cause);
        }

        public void PullMore()
        {
            if (!_isEnded)
                Up.Pull();
        }

        public void Close()
        {
            if (_isEnded)
                return;
            _isEnded = true;
            Up.Cancel();
        }
    }
}
