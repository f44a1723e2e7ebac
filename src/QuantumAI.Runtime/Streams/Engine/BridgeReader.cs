namespace QuantumAI.Runtime.Streams.Engine;

/// <summary>The downstream end of an asynchronous boundary, on the downstream lane.</summary>
internal sealed class BridgeReader<T> : IOutlet<T>
{
    /// <summary>Of a boundary that brings a part of a stream back to its lane.</summary>
    private const int DefaultCapacity = 256;

    private readonly Bridge<T> _bridge;
    private readonly LaneWork _work;
    private readonly BridgeWriter<T> _writer;
    private Inlet<T> _down = null!;
    private long _read;
    private long _shown;
    private long _tailSeen;
    private bool _hasDemand;
    private bool _isEnded;

    public BridgeReader(StageContext context, Bridge<T> bridge, BridgeWriter<T> writer)
    {
        (Context, _bridge, _writer) = (context, bridge, writer);
        _work = context.Work(Run);
        writer.Reader = _work;
    }

    public StageContext Context { get; }

    /// <summary>Carries on <paramref name="upstream"/> on another lane.</summary>
    public static IOutlet<T> Cross(IOutlet<T> upstream, StageContext context, int capacity)
    {
        var bridge = new Bridge<T>(capacity);
        var writer = new BridgeWriter<T>(upstream.Context, bridge);
        writer.Follow(upstream);
        return new BridgeReader<T>(context, bridge, writer);
    }

    /// <summary><paramref name="upstream"/> itself when it is on the lane of <paramref name="context"/> already.</summary>
    public static IOutlet<T> Bring(IOutlet<T> upstream, StageContext context) =>
        ReferenceEquals(upstream.Context.Host, context.Host) ? upstream : Cross(upstream, context, DefaultCapacity);

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
        Show();
        _bridge.IsCancelled = true;
        _writer.Control.Signal();
    }

    private void Run()
    {
        if (_isEnded)
            return;
        var quantum = Context.Host.Quantum;
        var left = quantum;
        while (_hasDemand && left > 0 && SeesElement())
        {
            left--;
            var item = _bridge.Read(_read++);
            _hasDemand = _down.Push(in item);
            if (_isEnded)
                return;
            if (_read - _shown >= Bridge<T>.Piece)
                Show();
        }

        Context.Host.Spend(quantum - left);
        Show();
        if (left == 0)
            _work.Schedule();
        else
            EndOrWait();
    }

    private bool SeesElement() => _read < _tailSeen || _read < (_tailSeen = _bridge.Tail);

    private void EndOrWait()
    {
        // The end is read before the tail: what was written before it is seen.
        var isEnding = _bridge.IsEnded;
        if (SeesElement())
        {
            if (_hasDemand)
                _work.Schedule();
            return;
        }

        if (isEnding)
        {
            _isEnded = true;
            Context.Stream.Close(_writer, null);
            if (_bridge.Failure is { } failure)
                _down.Fail(failure);
            else
                _down.Complete();
            return;
        }

        _bridge.AwaitElement();
        if (SeesElement() && _bridge.EndReaderWait())
            _work.Schedule();
    }

    private void Show()
    {
        if (_shown == _read)
            return;
        Context.Meter.Held -= _read - _shown;
        _shown = _read;
        _bridge.Head = _read;
        if (_tailSeen - _read <= _bridge.Capacity / 2 && _bridge.EndWriterWait())
            _writer.Control.Signal();
    }
}
