namespace QuantumAI.Runtime.Streams.Engine;

/// <summary>A source or a sink of a running stream: the stream has ended when all of them have.</summary>
internal interface ITerminal
{
    /// <summary>Looks at <see cref="StreamRun.IsShutDown"/> and <see cref="StreamRun.AbortCause"/>, on the terminal's lane.</summary>
    LaneWork Control { get; }
}

/// <summary>One materialised stream: its terminals, counters and outcome. Thread safe.</summary>
internal sealed class StreamRun
{
    private readonly Lock _gate = new();
    private readonly List<ITerminal> _open = [];
    private readonly List<(StreamLane Lane, StageMeter Meter)> _meters = [];
    private readonly Dictionary<object, object> _ports = new(ReferenceEqualityComparer.Instance);
    private Action<StreamOutcome>? _ended;
    private StreamOutcome _outcome = new(StreamState.Running, null);
    private Exception? _failure;
    private Exception? _abortCause;
    private bool _isShutDown;

    public bool IsShutDown => Volatile.Read(ref _isShutDown);

    public Exception? AbortCause => Volatile.Read(ref _abortCause);

    public StreamOutcome Outcome
    {
        get
        {
            lock (_gate)
                return _outcome;
        }
    }

    public StreamCounters Counters
    {
        get
        {
            var sum = default(StreamCounters);
            lock (_gate)
            {
                foreach (var (_, meter) in _meters)
                    sum = sum.Plus(meter);
            }

            return sum;
        }
    }

    public StageMeter MeterOf(StreamLane lane)
    {
        lock (_gate)
        {
            foreach (var (owner, meter) in _meters)
            {
                if (ReferenceEquals(owner, lane))
                    return meter;
            }

            var added = new StageMeter();
            _meters.Add((lane, added));
            return added;
        }
    }

    public void Publish(object key, object port)
    {
        lock (_gate)
            _ports[key] = port;
    }

    public object? PortOf(object key)
    {
        lock (_gate)
            return _ports.GetValueOrDefault(key);
    }

    /// <summary>A terminal has been built; one that comes after a shutdown or an abort is told at once.</summary>
    public void Open(ITerminal terminal)
    {
        bool isEnding;
        lock (_gate)
        {
            _open.Add(terminal);
            isEnding = _isShutDown || _abortCause is not null;
        }

        if (isEnding)
            terminal.Control.Signal();
    }

    /// <summary>A terminal has ended. The last one ends the stream: the first failure of a sink is its outcome.</summary>
    public void Close(ITerminal terminal, Exception? failure)
    {
        Action<StreamOutcome>? ended;
        lock (_gate)
        {
            _failure ??= failure;
            if (!_open.Remove(terminal) || _open.Count > 0)
                return;
            _outcome = _failure is null ? new StreamOutcome(StreamState.Completed, null) : new StreamOutcome(StreamState.Failed, _failure);
            (ended, _ended) = (_ended, null);
        }

        ended?.Invoke(_outcome);
    }

    public void WhenEnded(Action<StreamOutcome> callback)
    {
        lock (_gate)
        {
            if (_outcome.State == StreamState.Running)
            {
                _ended += callback;
                return;
            }
        }

        callback(_outcome);
    }

    public void ShutDown()
    {
        Volatile.Write(ref _isShutDown, true);
        TellTerminals();
    }

    public void Abort(Exception cause)
    {
        Interlocked.CompareExchange(ref _abortCause, cause, null);
        TellTerminals();
    }

    private void TellTerminals()
    {
        ITerminal[] open;
        lock (_gate)
            open = [.. _open];
        foreach (var terminal in open)
            terminal.Control.Signal();
    }
}
