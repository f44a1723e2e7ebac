using System.Collections.Concurrent;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Metrics;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Timers;
using QuantumAI.Runtime.Tracing;

namespace QuantumAI.Runtime.Worlds;

/// <summary>The scheduler, the clock, the timers and the seed: all that differs between live, paper and virtual.</summary>
public abstract class World : IDisposable
{
    private const int MostDeadLetterPaths = 10_000;
    private readonly ConcurrentDictionary<string, long> _deadLetters = new();
    private readonly Lock _lanesGate = new();
    private readonly List<Lane> _lanes = [];
    private readonly Lazy<AskDeadlines> _deadlines = new(() => new AskDeadlines());
    private Lane? _systemLane;
    private WorldFault? _fault;
    private LaneTrace? _trace;

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

    /// <summary>Messages that nobody could take, by actor path; beyond ten thousand paths the rest is one entry, <c>others</c>.</summary>
    public IReadOnlyDictionary<string, long> DeadLetters => _deadLetters;

    /// <summary>Whether what actors handle is hashed, for comparing runs: <see cref="TraceHash"/>. Costs the text of every message.</summary>
    public bool IsTraced { get; init; }

    /// <summary>What a simulation does to the code in this world; null everywhere else.</summary>
    public IChaos? Chaos { get; private protected init; }

    /// <summary>How long messages wait and take; null in a virtual world, where machine time says nothing.</summary>
    public ActorMetrics? Metrics { get; private protected init; }

    /// <summary>Hash of what all lanes have handled, when <see cref="IsTraced"/>; else 0. Read it when the lanes are at rest.</summary>
    public TraceHash TraceHash
    {
        get
        {
            if (_trace is not null)
                return _trace.Hash;
            var hash = default(TraceHash);
            foreach (var lane in Lanes)
                hash.Add(lane.TraceHash.ToString());
            return IsTraced ? hash : default;
        }
    }

    public IReadOnlyList<Lane> Lanes
    {
        get
        {
            lock (_lanesGate)
                return [.. _lanes];
        }
    }

    /// <summary>Whether something unlikely but allowed happens here, this time: only in a simulation, and by its seed.</summary>
    /// <param name="site">The place in the code, kebab-case.</param>
    public bool Buggify(string site) => Chaos is { } chaos && chaos.Fires(site);

    /// <summary>Says that a branch which is rarely run was run: a simulation reports those that never were.</summary>
    public void Probe(string branch) => Chaos?.Reached(branch);

    /// <summary>Always true outside a simulation, which leaves a safeguard out to prove that it would be missed.</summary>
    public bool Keeps(Safeguard safeguard) => Chaos is not { } chaos || !chaos.Omits(safeguard);

    /// <summary>How much world time passes while the machine works for <paramref name="machineTime"/>: the patience to show with disks and sockets.</summary>
    public long PatienceNanos(TimeSpan machineTime) => (long)(machineTime.Ticks * 100 * Math.Max(1, Speed));

    /// <summary>Makes a lane; its number is the count of lanes before it.</summary>
    /// <param name="name">Kebab-case.</param>
    /// <param name="isPinned">In a live world: gives the lane a thread of its own instead of the thread pool's. Elsewhere it changes nothing.</param>
    /// <param name="isOutside">
    /// It is not part of a recording: a venue, a journal, a screen. What it sends to a recorded lane counts as from a port, and is kept with its content,
    /// so that a re-run needs nothing of it but its name. Where nothing is recorded it changes nothing.
    /// </param>
    public Lane CreateLane(string name, bool isPinned = false, bool isOutside = false)
    {
        lock (_lanesGate)
        {
            var lane = new Lane(this, name, _lanes.Count, isOutside);
            if (isPinned)
                Pin(lane);
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
    internal Lane SystemLane => LazyInitializer.EnsureInitialized(ref _systemLane, () => new Lane(this, "system", -1, isOutside: false));

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

    internal void Start(TimerEntry timer)
    {
        if (Recorder is not null || Replay is not null)
            timer.Origin = EntryOrigin.Next(IsSingleThreaded ? RunningLane : Lane.RunningOnThisThread);
        if (Replay is not null)
            Replay.Hold(timer);
        else
            Queue(timer);
    }

    private protected abstract void Queue(TimerEntry timer);

    private protected virtual void Pin(Lane lane)
    {
    }

    /// <summary>Puts a lane on the run queue; called once until the lane has run idle.</summary>
    internal abstract void Schedule(Lane lane);

    /// <summary>Runs a lane that was scheduled, for a while.</summary>
    internal abstract void RunScheduled(Lane lane);

    /// <summary>Whether the order in which messages run is drawn from the seed.</summary>
    internal bool IsSeeded { get; private protected init; }

    /// <summary>Writes down what enters the lanes; null when nobody does.</summary>
    internal LaneRecorder? Recorder { get; private protected init; }

    /// <summary>Says what enters the lanes, in a world that runs a recording again.</summary>
    internal LaneReplay? Replay { get; private protected init; }

    /// <summary>The machine's time, for measuring; 0 where that is not done.</summary>
    internal virtual long MachineNanos => 0;

    /// <summary>A glimpse of every actor, lane by lane, the youngest first. Any thread; actors that come or go meanwhile may be missing.</summary>
    public IEnumerable<ActorSnapshot> Actors()
    {
        foreach (var lane in Lanes)
        {
            for (var cell = lane.FirstCell; cell is not null; cell = cell.Next)
                yield return new ActorSnapshot(cell.Path, cell.ActorType.Name, cell.Waiting, cell.Handled);
        }
    }

    /// <summary>Where a new lane's messages are traced: together in a world of one thread, each lane by itself where they run at once or are compared.</summary>
    internal LaneTrace? TraceOf(bool isOutside)
    {
        if ((!isOutside && (Recorder is { IsTraced: true } || Replay is { IsTraced: true })) || (IsTraced && !IsSingleThreaded))
            return new LaneTrace();
        return IsTraced ? _trace ??= new LaneTrace() : null;
    }

    internal void CountDeadLetter(string path)
    {
        if (_deadLetters.Count >= MostDeadLetterPaths && !_deadLetters.ContainsKey(path))
            path = "others";
        _deadLetters.AddOrUpdate(path, 1, static (_, count) => count + 1);
    }

    internal void ReportFault(Lane lane, Exception exception)
    {
        var fault = new WorldFault(lane.Name, lane.TurnNumber, exception);
        if (Interlocked.CompareExchange(ref _fault, fault, null) is null)
            Faulted?.Invoke(fault);
    }
}

/// <summary>An actor threw: where, in which turn, and what.</summary>
public sealed record WorldFault(string Lane, long TurnNumber, Exception Exception);
