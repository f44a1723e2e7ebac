using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Worlds;

/// <summary>One thread and a clock that jumps: the same seed, code and input give the same run on every machine.</summary>
/// <remarks>Not thread safe: only the thread that drives it may send messages into it.</remarks>
public sealed class VirtualWorld(ulong seed, long startNanos) : World(seed)
{
    private readonly Queue<Lane> _ready = new();
    private readonly TimerQueue _timers = new();
    private long _nowNanos = startNanos;

    public override long NowNanos => _nowNanos;

    /// <summary>Runs every turn that waits, lane by lane in the order in which they became ready.</summary>
    public void RunUntilIdle()
    {
        while (_ready.TryDequeue(out var lane))
            RunScheduled(lane);
    }

    /// <summary>Moves time to <paramref name="nanos"/>, firing what falls due on the way in time order. Never moves back.</summary>
    public void AdvanceTo(long nanos)
    {
        RunUntilIdle(); // time moves only when nothing waits, so that what entered keeps its stamp
        while (_timers.TryTakeDue(nanos, out var timer))
        {
            _nowNanos = Math.Max(_nowNanos, timer.DueNanos);
            timer.Fire();
            RunUntilIdle();
        }

        _nowNanos = Math.Max(_nowNanos, nanos);
    }

    internal override bool IsSingleThreaded => true;

    internal override void Start(TimerEntry timer)
    {
        _timers.Add(timer);
    }

    internal override void Schedule(Lane lane) => _ready.Enqueue(lane);

    internal override void RunScheduled(Lane lane) => lane.Run(int.MaxValue);
}
