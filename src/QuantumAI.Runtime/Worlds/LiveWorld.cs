using System.Diagnostics;
using System.Numerics;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Metrics;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Worlds;

/// <summary>Lanes on the thread pool, time from a real or scaled clock. No thread spins: a quiet system uses no CPU.</summary>
public sealed class LiveWorld : World
{
    /// <summary>Messages that a lane handles before it goes to the end of the run queue.</summary>
    private const int FairnessQuantum = 512;
    private static readonly double NanosPerTick = 1e9 / Stopwatch.Frequency;
    private const int SharedPart = 64;
    private static readonly TimeSpan ShortestShared = TimeSpan.FromSeconds(1);
    private readonly TimerQueue _timers = new();
    private readonly Lock _timersGate = new();
    private readonly Timer _alarm;
    private bool _disposed;
    private bool _isFiring;
    private int _busyLanes;

    /// <param name="seed">Of all random values.</param>
    /// <param name="clock">Its time.</param>
    /// <param name="recorder">Writes down what enters the lanes; owned by the caller, who ends it when the lanes are at rest.</param>
    public LiveWorld(ulong seed, WorldClock clock, LaneRecorder? recorder = null)
        : base(seed)
    {
        (Clock, Recorder, Metrics) = (clock, recorder, new ActorMetrics());
        _alarm = new Timer(_ => FireDue());
    }

    public WorldClock Clock { get; }

    public override long NowNanos => Clock.NowNanos;

    public override double Speed => Clock.Speed;

    /// <summary>Completes when no lane has a turn to run: a glimpse, since a timer or a port may bring the next at any time.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellation)
    {
        do
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellation).ConfigureAwait(false);
        while (Volatile.Read(ref _busyLanes) > 0);
    }

    public override void Dispose()
    {
        lock (_timersGate)
            _disposed = true;
        _alarm.Dispose();
        foreach (var lane in Lanes)
            lane.Thread?.Dispose();
        base.Dispose();
    }

    internal override bool IsSingleThreaded => false;

    internal override long MachineNanos => (long)(Stopwatch.GetTimestamp() * NanosPerTick);

    private protected override void Queue(TimerEntry timer)
    {
        lock (_timersGate)
        {
            _timers.Add(timer, FireNanos(timer.DueNanos));
            SetAlarm();
        }
    }

    /// <summary>
    /// A timer of a second and more, machine time, fires up to 1/64 of its wait late, together with others of its kind: a wake-up of
    /// the machine costs about as much as a hundred timers, and thousands of idle actors shall cost nothing.
    /// </summary>
    private long FireNanos(long dueNanos)
    {
        var wait = Clock.Until(dueNanos);
        if (wait < ShortestShared)
            return dueNanos;
        var step = 1L << BitOperations.Log2((ulong)(wait.Ticks * 100 * Clock.Speed / SharedPart));
        return (dueNanos + step - 1) / step * step;
    }

    internal override void Schedule(Lane lane)
    {
        Interlocked.Increment(ref _busyLanes);
        if (lane.Thread is { } thread)
            thread.Wake();
        else
            ThreadPool.UnsafeQueueUserWorkItem(lane, preferLocal: false);
    }

    internal override void RunScheduled(Lane lane)
    {
        if (RunForAWhile(lane))
            ThreadPool.UnsafeQueueUserWorkItem(lane, preferLocal: false);
    }

    private protected override void Pin(Lane lane) => lane.Thread = new PinnedThread(lane, () => RunForAWhile(lane));

    /// <summary>True when the lane must run again.</summary>
    private bool RunForAWhile(Lane lane)
    {
        var mustRunAgain = lane.Run(FairnessQuantum);
        if (!mustRunAgain)
            Interlocked.Decrement(ref _busyLanes);
        return mustRunAgain;
    }

    /// <summary>Fires what is due, in due order: one thread at a time, the next alarm is set when it is done.</summary>
    private void FireDue()
    {
        lock (_timersGate)
        {
            if (_isFiring)
                return;
            _isFiring = true;
        }

        while (true)
        {
            TimerEntry timer;
            lock (_timersGate)
            {
                if (!_timers.TryTakeDue(NowNanos, out timer))
                {
                    _isFiring = false;
                    SetAlarm();
                    return;
                }
            }

            timer.Fire();
        }
    }

    private void SetAlarm()
    {
        if (_disposed || _timers.NextDueNanos == long.MaxValue)
            return;
        var wait = Clock.Until(_timers.NextDueNanos) + TimeSpan.FromMilliseconds(1);
        _alarm.Change(wait < TimeSpan.FromDays(1) ? wait : TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);
    }
}
