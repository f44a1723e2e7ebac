using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Worlds;

/// <summary>Lanes on the thread pool, time from a real or scaled clock. No thread spins: a quiet system uses no CPU.</summary>
public sealed class LiveWorld : World
{
    private const int FairnessQuantum = 64;
    private readonly TimerQueue _timers = new();
    private readonly Lock _timersGate = new();
    private readonly Timer _alarm;
    private bool _disposed;
    private readonly Action<Lane> _runQuantum;
    private int _busyLanes;

    public LiveWorld(ulong seed, WorldClock clock)
        : base(seed)
    {
        Clock = clock;
        _runQuantum = RunQuantum;
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
    }

    internal override bool IsSingleThreaded => false;

    internal override TimerEntry StartTimer(long dueNanos, Action fire)
    {
        var timer = new TimerEntry(dueNanos, fire);
        lock (_timersGate)
        {
            _timers.Add(timer);
            SetAlarm();
        }

        return timer;
    }

    internal override void Schedule(Lane lane)
    {
        lock (lane.Gate)
        {
            if (lane.IsScheduled)
                return;
            lane.IsScheduled = true;
        }

        Interlocked.Increment(ref _busyLanes);
        ThreadPool.UnsafeQueueUserWorkItem(_runQuantum, lane, preferLocal: false);
    }

    private void RunQuantum(Lane lane)
    {
        var more = lane.Run(FairnessQuantum);
        lock (lane.Gate)
        {
            lane.IsScheduled = false;
            more |= lane.HasEntries;
        }

        if (more)
            Schedule(lane);
        Interlocked.Decrement(ref _busyLanes);
    }

    private void FireDue()
    {
        var now = NowNanos;
        while (true)
        {
            TimerEntry timer;
            lock (_timersGate)
            {
                if (!_timers.TryTakeDue(now, out timer))
                {
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
