using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Simulation.Processes;

/// <summary>Several processes, what lies between them, and one time for all: everything on one thread, in an order drawn from the seed.</summary>
/// <remarks>
/// A step is one event of the universe (something arrives, a fault begins) or a few messages of one lane of one process; nothing runs
/// between two steps, so that a process can be killed there and every invariant can be checked there. Time moves only when nobody has
/// anything to do. The same seed and the same calls give the same steps.
/// </remarks>
public sealed class Universe
{
    private readonly PriorityQueue<Action, (long Nanos, long Number)> _events = new();
    private readonly List<SimulatedProcess> _processes = [];
    private readonly SimulatedRandom _order;
    private long _numbered;
    private int _born;

    /// <param name="seed">Of every draw.</param>
    /// <param name="startNanos">The first moment, UTC nanoseconds.</param>
    public Universe(ulong seed, long startNanos)
    {
        (Seed, NowNanos) = (seed, startNanos);
        _order = new SimulatedRandom(seed, "order");
    }

    public ulong Seed { get; }

    /// <summary>The true time, UTC nanoseconds. Clocks of processes may differ.</summary>
    public long NowNanos { get; private set; }

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Those that are alive, the oldest first.</summary>
    public IReadOnlyList<SimulatedProcess> Processes => _processes;

    /// <summary>After each step of a process: which process, which of its lanes.</summary>
    public Action<SimulatedProcess, Lane?>? Stepped { get; set; }

    /// <summary>Starts a process: an empty world whose actors the caller spawns.</summary>
    /// <param name="name">For traces.</param>
    /// <param name="skewNanos">By how much its clock is ahead of the true time.</param>
    /// <param name="driftPpm">By how much its clock runs faster, parts per million; −500,000 … 500,000.</param>
    /// <param name="chaos">What is done to its code; null = nothing.</param>
    /// <param name="slowness">How much later a lane that has become ready runs; null = none does.</param>
    public SimulatedProcess Start(string name, long skewNanos = 0, long driftPpm = 0, IChaos? chaos = null, Func<Lane, long>? slowness = null)
    {
        var number = ++_born;
        var world = new VirtualWorld(WorldRandom.Mix(Seed, (ulong)number), NowNanos + skewNanos, RunOrder.Seeded, replay: null, chaos, slowness);
        var process = new SimulatedProcess(this, number, name, world, driftPpm);
        _processes.Add(process);
        return process;
    }

    /// <summary>Does something at a time, after everything that was ordered earlier for that time. A time that is over means now.</summary>
    public void At(long nanos, Action action) => _events.Enqueue(action, (Math.Max(nanos, NowNanos), ++_numbered));

    /// <summary>Does something in a while.</summary>
    public void After(long nanos, Action action) => At(NowNanos + nanos, action);

    /// <summary>One step; time moves to the next event when nobody has anything to do.</summary>
    /// <returns>False when nothing happens any more before <paramref name="untilNanos"/>: it is that time then.</returns>
    public bool Step(long untilNanos)
    {
        if (Draw() is { } process)
        {
            Steps++;
            var lane = process.RunSlice();
            Stepped?.Invoke(process, lane);
            return true;
        }

        var (nanos, next) = Next();
        if (nanos > untilNanos)
        {
            NowNanos = Math.Max(NowNanos, untilNanos);
            return false;
        }

        NowNanos = Math.Max(NowNanos, nanos);
        if (next is not null)
        {
            next.FireNext();
            return true;
        }

        Steps++;
        _events.Dequeue()();
        return true;
    }

    internal void Forget(SimulatedProcess process) => _processes.Remove(process);

    /// <summary>One of those that have something to run now; null when all wait.</summary>
    private SimulatedProcess? Draw()
    {
        var runnable = 0;
        SimulatedProcess? drawn = null;
        foreach (var process in _processes)
        {
            if (process.IsRunnable && (++runnable == 1 || _order.Below(runnable) == 0))
                drawn = process;
        }

        return drawn;
    }

    /// <summary>What comes next: an event of the universe (no process), or a process' timer.</summary>
    private (long Nanos, SimulatedProcess? Process) Next()
    {
        var (nanos, next) = (_events.TryPeek(out _, out var first) ? first.Nanos : long.MaxValue, (SimulatedProcess?)null);
        foreach (var process in _processes)
        {
            if (process.NextNanos < nanos)
                (nanos, next) = (process.NextNanos, process);
        }

        return (nanos, next);
    }
}
