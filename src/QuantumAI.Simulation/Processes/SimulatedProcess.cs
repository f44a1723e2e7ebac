using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Simulation.Processes;

/// <summary>A program that runs somewhere in a universe: a virtual world of its own, with a clock of its own, that can be killed at any step.</summary>
/// <remarks>Nothing of a killed process runs again, not even its last words; what it has stored outside itself is all that is left.</remarks>
public sealed class SimulatedProcess
{
    private const long MillionthsPerUnit = 1_000_000;
    private readonly Universe _universe;
    private readonly Queue<Action> _held = new();
    private readonly long _bornNanos;
    private readonly long _startNanos;
    private readonly long _driftPpm;

    internal SimulatedProcess(Universe universe, int number, string name, VirtualWorld world, long driftPpm)
    {
        (_universe, Number, Name, World) = (universe, number, name, world);
        (_bornNanos, _startNanos, _driftPpm) = (universe.NowNanos, world.NowNanos, driftPpm);
        AwakeSinceNanos = _bornNanos;
    }

    /// <summary>1, 2, 3 … in the order of creation.</summary>
    public int Number { get; }

    public string Name { get; }

    public VirtualWorld World { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>Called once, when it is killed: its sockets are closed by the machine.</summary>
    public event Action? Killed;

    /// <summary>Whether it stands still while time goes on.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Since when it has not stood still, in the universe's time.</summary>
    public long AwakeSinceNanos { get; private set; }

    /// <summary>What its own clock shows now, UTC nanoseconds.</summary>
    public long NowNanos => ToLocal(_universe.NowNanos);

    /// <summary>When it has something to do next, in the universe's time; <see cref="long.MaxValue"/> when it waits for others.</summary>
    internal long NextNanos => IsFrozen || World.NextTimerNanos == long.MaxValue ? long.MaxValue : ToUniverse(World.NextTimerNanos);

    internal bool IsRunnable => IsAlive && !IsFrozen && !World.IsIdle;

    /// <summary>Lets something enter from outside: now, when it thaws, or (when it is dead) never.</summary>
    public void Enter(Action action)
    {
        if (!IsAlive)
            return;
        if (IsFrozen)
        {
            _held.Enqueue(action);
            return;
        }

        MoveClock();
        action();
    }

    /// <summary>Ends it between two steps.</summary>
    public void Kill()
    {
        if (!IsAlive)
            return;
        IsAlive = false;
        _held.Clear();
        _universe.Forget(this);
        World.Dispose();
        Killed?.Invoke();
    }

    /// <summary>It stands still until <see cref="Thaw"/>; what is sent to it waits in its sockets.</summary>
    public void Freeze() => IsFrozen = IsAlive;

    /// <summary>It goes on, and finds its clock later and its sockets full.</summary>
    public void Thaw()
    {
        if (!IsAlive || !IsFrozen)
            return;
        IsFrozen = false;
        AwakeSinceNanos = _universe.NowNanos;
        MoveClock();
        while (_held.TryDequeue(out var action))
            action();
    }

    internal Lane? RunSlice()
    {
        MoveClock();
        return World.RunSlice();
    }

    internal void FireNext() => World.TryFireNext(NowNanos);

    private void MoveClock() => World.MoveTo(NowNanos);

    private long ToLocal(long nanos)
    {
        var lived = nanos - _bornNanos;
        return _startNanos + lived + (lived / MillionthsPerUnit * _driftPpm);
    }

    /// <summary>The first time of the universe at which the process' clock shows at least <paramref name="localNanos"/>.</summary>
    private long ToUniverse(long localNanos)
    {
        var nanos = _bornNanos + (long)((localNanos - _startNanos) / (1 + (_driftPpm / (double)MillionthsPerUnit)));
        while (ToLocal(nanos) < localNanos)
            nanos += Math.Max(1, localNanos - ToLocal(nanos));
        return Math.Max(nanos, _universe.NowNanos);
    }
}
