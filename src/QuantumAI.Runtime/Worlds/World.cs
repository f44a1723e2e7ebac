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

    public abstract void Dispose();

    /// <summary>Whether one thread both sends and runs everything, so that lanes need no gate.</summary>
    internal abstract bool IsSingleThreaded { get; }

    /// <summary>The lane that runs now, in a world of one thread.</summary>
    internal Lane? Running { get; set; }

    /// <summary>Runs <paramref name="fire"/> when the world's time has reached <paramref name="dueNanos"/>.</summary>
    internal abstract TimerEntry StartTimer(long dueNanos, Action fire);

    internal abstract void Schedule(Lane lane);

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
