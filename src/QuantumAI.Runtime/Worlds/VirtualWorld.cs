using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Worlds;

/// <summary>In which order the lanes of a virtual world run what waits at one moment.</summary>
public enum RunOrder : byte
{
    Unspecified = 0,

    /// <summary>Lane by lane, in the order in which they became ready: for back-tests and replays.</summary>
    Ready = 1,

    /// <summary>
    /// A lane drawn from the seed runs a few messages, then another is drawn; inside a lane the next receiver is drawn, each receiver's
    /// messages staying in order. For tests that look for what depends on an order; still repeatable from the seed.
    /// </summary>
    Seeded = 2,
}

/// <summary>One thread and a clock that jumps: the same seed, code and input give the same run on every machine.</summary>
/// <remarks>Not thread safe: only the thread that drives it may send messages into it.</remarks>
public sealed class VirtualWorld : World
{
    /// <summary>Most messages that a lane runs before the next lane is drawn.</summary>
    private const int MostDrawnMessages = 4;

    private readonly Queue<Lane> _ready = new();
    private readonly List<Lane> _drawable = [];
    private readonly TimerQueue _timers = new();
    private readonly Func<Lane, long>? _slowness;
    private long _nowNanos;
    private ulong _draws;

    /// <param name="seed">Of all random values.</param>
    /// <param name="startNanos">The first moment, UTC nanoseconds.</param>
    /// <param name="order">Which lane runs next.</param>
    /// <param name="replay">A recording to run again instead of what is sent from outside.</param>
    /// <param name="chaos">What a simulation does to the code in it.</param>
    /// <param name="slowness">World time in nanoseconds by which a lane that has become ready runs later: a slow disk, a starved thread; null = none ever is.</param>
    /// <param name="speed">Of the session that is run again: patience with machines is measured by it.</param>
    public VirtualWorld(
        ulong seed, long startNanos, RunOrder order = RunOrder.Ready, LaneReplay? replay = null, IChaos? chaos = null, Func<Lane, long>? slowness = null,
        double speed = 1)
        : base(seed)
    {
        (_nowNanos, _slowness) = (startNanos, slowness);
        (IsSeeded, Replay, Chaos, Speed) = (order == RunOrder.Seeded, replay, chaos, speed);
    }

    public override double Speed { get; }

    public override long NowNanos => _nowNanos;

    /// <summary>Due time of the next timer; <see cref="long.MaxValue"/> when there is none. A cancelled one counts until its time has passed.</summary>
    public long NextTimerNanos => _timers.NextDueNanos;

    /// <summary>Whether no lane has anything to run now.</summary>
    public bool IsIdle => _ready.Count == 0 && _drawable.Count == 0;

    /// <summary>Runs the lane that is next, or drawn, for a few messages: for whoever runs several worlds side by side.</summary>
    /// <returns>That lane; null when all are idle.</returns>
    public Lane? RunSlice() => IsSeeded ? RunDrawnSlice() : RunReadySlice();

    /// <summary>Fires the first timer that is due at <paramref name="nanos"/>, and moves time to it; what it brings waits for <see cref="RunSlice"/>.</summary>
    /// <returns>False when none is due: time has moved to <paramref name="nanos"/> then.</returns>
    public bool TryFireNext(long nanos)
    {
        if (!_timers.TryTakeDue(nanos, out var timer))
        {
            _nowNanos = Math.Max(_nowNanos, nanos);
            return false;
        }

        _nowNanos = Math.Max(_nowNanos, timer.DueNanos);
        timer.Fire();
        return true;
    }

    /// <summary>Moves time to <paramref name="nanos"/> though timers may be due before; never back. What enters next has this stamp.</summary>
    public void MoveTo(long nanos) => _nowNanos = Math.Max(_nowNanos, nanos);

    /// <summary>Runs every turn that waits, lane by lane.</summary>
    public void RunUntilIdle()
    {
        if (IsSeeded)
            RunDrawn();
        else
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

    /// <summary>The time of a recorded turn; recorded market time may have been set back between two lanes.</summary>
    internal void SetTo(long nanos) => _nowNanos = nanos;

    internal override void Schedule(Lane lane)
    {
        if (_slowness?.Invoke(lane) is > 0 and var later)
            Queue(new TimerEntry(_nowNanos + later, () => MakeReady(lane)));
        else
            MakeReady(lane);
    }

    private void MakeReady(Lane lane)
    {
        if (IsSeeded)
            _drawable.Add(lane);
        else
            _ready.Enqueue(lane);
    }

    internal override void RunScheduled(Lane lane)
    {
        if (lane.Run(Lane.MostMessagesPerTurn))
            _ready.Enqueue(lane);
    }

    private protected override void Queue(TimerEntry timer) => _timers.Add(timer);

    private void RunDrawn()
    {
        while (RunDrawnSlice() is not null)
        {
        }
    }

    private Lane? RunDrawnSlice()
    {
        if (_drawable.Count == 0)
            return null;
        var drawn = (int)(Draw() % (ulong)_drawable.Count);
        var lane = _drawable[drawn];
        _drawable[drawn] = _drawable[^1];
        _drawable.RemoveAt(_drawable.Count - 1);
        if (lane.Run((int)(Draw() % MostDrawnMessages) + 1))
            _drawable.Add(lane);
        return lane;
    }

    private Lane? RunReadySlice()
    {
        if (!_ready.TryDequeue(out var lane))
            return null;
        if (lane.Run(MostDrawnMessages))
            _ready.Enqueue(lane);
        return lane;
    }

    private ulong Draw() => WorldRandom.Mix(~Seed, ++_draws);
}
