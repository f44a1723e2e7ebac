using System.Collections.Concurrent;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Timers;

namespace QuantumAI.Runtime.Worlds;

/// <summary>The scheduler, the clock, the timers and the seed: all that differs between live, paper and virtual.</summary>
public abstract class World : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _deadLetters = new();
    private readonly Lock _lanesGate = new();
    private readonly List<Lane> _lanes = [];
    private readonly Lazy<AskDeadlines> _deadlines = new(() => new AskDeadlines());
    private Lane? _systemLane;
    private WorldFault? _fault;

    protected World(ulong seed) => Seed = seed;

    /// <summary>Raised once, by the first actor that throws; the lane of that actor has stopped. Called on the lane's thread.</summary>
    public event Action<WorldFault>? Faulted;

    public ulong Seed { get; }

    /// <summary>The world's time now, UTC nanoseconds.</summary>
    public abstract long NowNanos { get; }

    /// <summary>Seconds of world time per second of machine time; 1 in real time and in the virtual world.</summary>
    public virtual double Speed => 1;

    /// <summary>The first fault, or null.</summary>
    public WorldFault? Fault => _fault;

    /// <summary>Messages that nobody could take, by actor path.</summary>
    public IReadOnlyDictionary<string, long> DeadLetters => _deadLetters;

    public IReadOnlyList<Lane> Lanes
    {
        get
        {
            lock (_lanesGate)
                return [.. _lanes];
        }
    }

    /// <summary>How much world time passes while the machine works for <paramref name="machineTime"/>: the patience to show with disks and sockets.</summary>
    public long PatienceNanos(TimeSpan machineTime) => (long)(machineTime.Ticks * 100 * Math.Max(1, Speed));

    public Lane CreateLane(string name)
    {
        lock (_lanesGate)
        {
            var lane = new Lane(this, name, _lanes.Count);
            _lanes.Add(lane);
            return lane;
        }
    }

    public virtual void Dispose()
    {
        if (_deadlines.IsValueCreated)
            _deadlines.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Deadlines of questions from outside; they count machine time.</summary>
    internal AskDeadlines Deadlines => _deadlines.Value;

    /// <summary>Where the runtime's own actors live; made at first use, and in no list, so that no other lane's number changes.</summary>
    internal Lane SystemLane => LazyInitializer.EnsureInitialized(ref _systemLane, () => new Lane(this, "system", -1));

    /// <summary>Messages inside a lane that one entry may cause; then the actor that has the next one fails.</summary>
    public int MostMessagesPerTurn { get; init; } = 1_000_000;

    /// <summary>The lane that runs, in a world of one thread.</summary>
    internal Lane? RunningLane { get; set; }

    /// <summary>True when only one thread may touch the world: its lanes need no locks.</summary>
    internal abstract bool IsSingleThreaded { get; }

    /// <summary>Runs <paramref name="fire"/> when the world's time has reached <paramref name="dueNanos"/>.</summary>
    internal TimerEntry StartTimer(long dueNanos, Action fire)
    {
        var timer = new TimerEntry(dueNanos, fire);
        Start(timer);
        return timer;
    }

    internal abstract void Start(TimerEntry timer);

    /// <summary>Puts a lane on the run queue; called once until the lane has run idle.</summary>
    internal abstract void Schedule(Lane lane);

    /// <summary>Runs a lane that was scheduled, for a while.</summary>
    internal abstract void RunScheduled(Lane lane);

    internal void CountDeadLetter(string path) => _deadLetters.AddOrUpdate(path, 1, static (_, count) => count + 1);

    internal void ReportFault(Lane lane, Exception exception)
    {
        var fault = new WorldFault(lane.Name, lane.TurnNumber, exception);
        if (Interlocked.CompareExchange(ref _fault, fault, null) is null)
            Faulted?.Invoke(fault);
    }
}

/// <summary>An actor threw: where, in which turn, and what.</summary>
public sealed record WorldFault(string Lane, long TurnNumber, Exception Exception);
