using QuantumAI.Runtime.Streams.Engine;
using QuantumAI.Runtime.Timers;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Streams.Sources;

/// <summary>Builds its source anew after a failure, later and later, until too many restarts lie within the window.</summary>
internal sealed class RestartStage<T> : IOutlet<T>, ITerminal
{
    private readonly Source<T> _source;
    private readonly RestartSettings _settings;
    private readonly LaneWork _restart;
    private readonly Queue<long> _restarts = new();
    private Inlet<T> _down = null!;
    private Incarnation? _current;
    private TimerEntry? _timer;
    private bool _hasDemand;
    private bool _isEnded;

    public RestartStage(StageContext context, Source<T> source, RestartSettings settings)
    {
        (Context, _source, _settings) = (context, source, settings);
        _restart = context.Work(Build);
        Control = context.Work(Obey);
        context.Stream.Open(this);
        context.AtStart(Build);
    }

    public StageContext Context { get; }

    public LaneWork Control { get; }

    public void Connect(Inlet<T> downstream) => _down = downstream;

    public void Pull()
    {
        _hasDemand = true;
        _current?.Up.Pull();
    }

    public void Cancel()
    {
        if (_isEnded)
            return;
        Close();
        _current?.Up.Cancel();
        _current = null;
    }

    private void Build()
    {
        if (_isEnded || _current is not null)
            return;
        var nested = Context.Nested();
        var current = new Incarnation(this);
        current.Follow(BridgeReader<T>.Bring(_source.Build(nested), nested));
        _current = current;
        nested.Begin();
        if (_hasDemand)
            current.Up.Pull();
    }

    /// <remarks>A source that a shutdown has completed stays completed.</remarks>
    private void Obey()
    {
        if (Context.Stream.IsShutDown && _current is null)
            End(null);
    }

    private void Ended(Exception? failure)
    {
        _current = null;
        if (Context.Stream.IsShutDown || (failure is null && !_settings.OnCompletion))
        {
            End(failure);
            return;
        }

        while (_restarts.TryPeek(out var earlier) && Context.NowNanos - earlier >= _settings.WithinNanos)
            _restarts.Dequeue();
        if (_restarts.Count >= _settings.MostRestarts)
        {
            End(failure);
            return;
        }

        var delay = _settings.DelayNanos(_restarts.Count, WorldRandom.ToUnit(Context.Host.NextRandom()));
        _restarts.Enqueue(Context.NowNanos);
        _timer = Context.StartTimer(Context.NowNanos + delay, _restart);
    }

    private void End(Exception? failure)
    {
        if (_isEnded)
            return;
        Close();
        if (failure is null)
            _down.Complete();
        else
            _down.Fail(failure);
    }

    private void Close()
    {
        _isEnded = true;
        _timer?.Cancel();
        Context.Stream.Close(this, null);
    }

    /// <summary>The end of one run of the source.</summary>
    private sealed class Incarnation(RestartStage<T> stage) : Inlet<T>
    {
        public override bool Push(in T item) => stage._hasDemand = stage._down.Push(in item);

        public override void Complete() => stage.Ended(null);

        public override void Fail(Exception cause) => stage.Ended(cause);
    }
}
