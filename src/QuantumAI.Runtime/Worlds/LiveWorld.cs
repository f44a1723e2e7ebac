using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Worlds;

/// <summary>Lanes on the thread pool, time from a real or scaled clock. No thread spins: a quiet system uses no CPU.</summary>
public sealed class LiveWorld : World
{
    /// <summary>Messages that a lane handles before it goes to the end of the run queue.</summary>
    private const int FairnessQuantum = 512;
    private readonly TimerQueue _timers = new();
    private readonly Lock _timersGate = new();
    private readonly Timer _alarm;
    private bool _disposed;
    private bool _isFiring;
    private int _busyLanes;

    public LiveWorld(ulong seed, WorldClock clock)
        : base(seed)
    {
        Clock = clock;
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
        base.Dispose();
    }

    internal override bool IsSingleThreaded => false;

    internal override void Start(TimerEntry timer)
    {
        lock (_timersGate)
        {
            _timers.Add(timer);
            SetAlarm();
        }
    }

    internal override void Schedule(Lane lane)
    {
        Interlocked.Increment(ref _busyLanes);
        ThreadPool.UnsafeQueueUserWorkItem(lane, preferLocal: false);
    }

    internal override void RunScheduled(Lane lane)
    {
        if (lane.Run(FairnessQuantum))
            ThreadPool.UnsafeQueueUserWorkItem(lane, preferLocal: false);
        else
            Interlocked.Decrement(ref _busyLanes);
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
