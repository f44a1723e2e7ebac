using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Streams.Engine;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Streams.Sinks;

/// <summary>Sends each element to an actor, with a bounded number of them not yet acknowledged.</summary>
internal sealed class ActorSink<T, TProtocol> : SinkStage<T>
{
    private readonly ActorRef<TProtocol> _target;
    private readonly Func<T, StreamAck, TProtocol> _message;
    private readonly int _window;
    private readonly long _patienceNanos;
    private readonly AckWindow _acks = new();
    private readonly LaneWork _deadline;
    private long _sent;
    private long _lastProgressNanos;
    private bool _isPulled = true;
    private bool _isCompleting;
    private Exception? _failure;
    private TimerEntry? _timer;

    public ActorSink(StageContext context, ActorRef<TProtocol> target, Func<T, StreamAck, TProtocol> message, int mostInFlight, long ackWithinNanos)
        : base(context)
    {
        (_target, _message, _window, _patienceNanos) = (target, message, mostInFlight, ackWithinNanos);
        _acks.Work = context.Work(OnAcks);
        _deadline = context.Work(OnDeadline);
    }

    private long InFlight => _sent - _acks.Acknowledged;

    /// <remarks>The window is the reservation: at most that many elements of this stream are ever in the mailbox, beside its own capacity.</remarks>
    public override bool Push(in T item)
    {
        TProtocol message;
        try
        {
            message = _message(item, new StreamAck(_acks));
        }
        catch (Exception fault) when (!IsEnded)
        {
            return Break(new StreamElementException("Actor", _sent, fault));
        }

        if (InFlight == 0)
            _lastProgressNanos = Context.NowNanos;
        _sent++;
        Context.Meter.Out++;
        _target.TellReserved(in message);
        if (_timer is null)
            _timer = Context.StartTimer(_lastProgressNanos + _patienceNanos, _deadline);
        return _isPulled = InFlight < _window;
    }

    public override void Complete()
    {
        _isCompleting = true;
        if (InFlight == 0)
            End(_failure);
    }

    public override void Fail(Exception cause)
    {
        _failure = cause;
        Complete();
    }

    protected override void Release(Exception? failure)
    {
        _timer?.Cancel();
        _acks.Work = null;
    }

    private void OnAcks()
    {
        if (IsEnded)
            return;
        _lastProgressNanos = Context.NowNanos;
        if (_acks.Refusal is { } refusal)
            Break(refusal);
        else if (InFlight < 0)
            Break(new InvalidOperationException($"{_target} acknowledged {_acks.Acknowledged} elements of {_sent}"));
        else if (_isCompleting && InFlight == 0)
            End(_failure);
        else if (!_isPulled && !_isCompleting && InFlight < _window)
            PullMore();
    }

    private void PullMore()
    {
        _isPulled = true;
        Up.Pull();
    }

    private void OnDeadline()
    {
        _timer = null;
        if (IsEnded || InFlight == 0)
            return;
        var due = _lastProgressNanos + _patienceNanos;
        if (Context.NowNanos < due)
            _timer = Context.StartTimer(due, _deadline);
        else
            Break(new TimeoutException($"{_target} acknowledged nothing for {_patienceNanos} ns; {InFlight} elements are in flight"));
    }
}
