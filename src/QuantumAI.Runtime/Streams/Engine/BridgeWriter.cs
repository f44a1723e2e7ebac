namespace QuantumAI.Runtime.Streams.Engine;

/// <summary>The upstream end of an asynchronous boundary, on the upstream lane.</summary>
/// <remarks>A terminal of its stream: the stream has not ended while elements lie in the ring, or while they are counted as discarded.</remarks>
internal sealed class BridgeWriter<T> : Inlet<T>, IFlush, ITerminal
{
    private readonly StageContext _context;
    private readonly Bridge<T> _bridge;
    private readonly LaneWork _work;
    private long _written;
    private long _shown;
    private long _headSeen;
    private bool _isDirty;
    private bool _upstreamWaits = true;
    private bool _isEnded;

    public BridgeWriter(StageContext context, Bridge<T> bridge)
    {
        (_context, _bridge) = (context, bridge);
        _work = context.Work(Run);
        context.Host.Lane.World.Recorder?.GiveUp("a stream crosses lanes: how many elements a turn sees depends on the machine");
        context.Stream.Open(this);
        context.AtStart(Run);
    }

    public LaneWork Control => _work;

    public LaneWork Reader { get; set; } = null!;

    public override bool Push(in T item)
    {
        _bridge.Write(_written++, in item);
        if (!_isDirty)
        {
            _isDirty = true;
            _context.Host.AddFlush(this);
        }

        if (_written - _shown >= Bridge<T>.Piece)
            Show();
        return _written - _headSeen < _bridge.Capacity || FindRoom();
    }

    public override void Complete() => End(null);

    public override void Fail(Exception cause) => End(cause);

    public void Flush()
    {
        _isDirty = false;
        Show();
    }

    private bool FindRoom()
    {
        if (SeesRoom())
            return true;
        Show();
        _bridge.AwaitRoom();
        if (SeesRoom() && _bridge.EndWriterWait())
            return true;
        _upstreamWaits = true;
        return false;
    }

    private bool SeesRoom()
    {
        _headSeen = _bridge.Head;
        return _written - _headSeen < _bridge.Capacity;
    }

    private void Show()
    {
        if (_shown == _written)
            return;
        _context.Meter.Held += _written - _shown;
        _shown = _written;
        _bridge.Tail = _written;
        if (_bridge.EndReaderWait())
            Reader.Signal();
    }

    private void End(Exception? failure)
    {
        _isEnded = true;
        Show();
        _bridge.Failure = failure;
        _bridge.IsEnded = true;
        Reader.Signal();
    }

    private void Run()
    {
        if (_bridge.IsCancelled)
            Abandon();
        else if (!_isEnded && _upstreamWaits)
            Resume();
    }

    private void Resume()
    {
        // A reader that was held up between seeing an earlier wait and ending it may have ended this one: without room it is begun anew.
        if (!SeesRoom())
        {
            _bridge.AwaitRoom();
            if (!SeesRoom())
                return;
        }

        _bridge.EndWriterWait();
        _upstreamWaits = false;
        Up.Pull();
    }

    private void Abandon()
    {
        var left = _written - _bridge.Head;
        _context.Meter.Discarded += left;
        _context.Meter.Held -= _shown - _bridge.Head;
        _bridge.Head = _shown = _written;
        if (!_isEnded)
        {
            _isEnded = true;
            Up.Cancel();
        }

        _context.Stream.Close(this, null);
    }
}
