using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Streams.Engine;

/// <summary>What the stages of one stream on one lane share while they are built and run.</summary>
internal sealed class StageContext
{
    private readonly List<LaneWork> _starters;

    public StageContext(StreamRun stream, Lane lane)
        : this(stream, StreamLane.Of(lane), [])
    {
    }

    private StageContext(StreamRun stream, StreamLane host, List<LaneWork> starters)
    {
        Stream = stream;
        Host = host;
        Meter = stream.MeterOf(host);
        _starters = starters;
    }

    public StreamRun Stream { get; }

    public StreamLane Host { get; }

    public StageMeter Meter { get; }

    public long NowNanos => Host.NowNanos;

    /// <summary>The same materialisation on another lane.</summary>
    public StageContext On(Lane lane) => ReferenceEquals(lane, Host.Lane) ? this : new StageContext(Stream, StreamLane.Of(lane), _starters);

    /// <summary>A part of the stream that is built while it runs: it begins by itself.</summary>
    public StageContext Nested() => new(Stream, Host, []);

    public LaneWork Work(Action run) => new(Host, Stream, run);

    /// <summary>Runs <paramref name="start"/> on the lane when everything is connected.</summary>
    public void AtStart(Action start) => _starters.Add(Work(start));

    /// <summary>Everything is connected. The sinks, built last, begin first: a policy drops nothing before there was demand.</summary>
    public void Begin()
    {
        for (var i = _starters.Count - 1; i >= 0; i--)
            _starters[i].Signal();
        _starters.Clear();
    }

    /// <summary>Has <paramref name="work"/> enter the lane when the world's time has reached <paramref name="dueNanos"/>.</summary>
    public TimerEntry StartTimer(long dueNanos, LaneWork work) => Host.Lane.World.StartTimer(dueNanos, work.Signal);
}
