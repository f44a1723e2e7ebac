using System.Runtime.CompilerServices;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Lanes;

/// <summary>A set of actors on one run queue, one thread at a time, in every world.</summary>
/// <remarks>
/// What enters from outside gets a number and a time stamp when the lane takes it in. A turn is one entry and everything that
/// it causes inside the lane, in send order; its time is the stamp, its random values are a function of (seed, lane, number).
/// System messages (stop, watch, restart) overtake data between two messages.
/// </remarks>
public sealed class Lane : IThreadPoolWorkItem
{
    [ThreadStatic]
    private static Lane? _running;

    private readonly Ring<Slot> _inner = new();
    private readonly Ring<Slot> _innerControl = new();
    private readonly Ring<Slot> _control = new();
    private readonly HashSet<ActorCell> _cells = [];
    private readonly bool _isShared;
    private readonly ulong _seed;
    private Slot[] _incoming = new Slot[8];
    private Slot[] _batch = new Slot[8];
    private int _incomingCount;
    private int _batchCount;
    private int _batchRead;
    private volatile bool _hasControl;
    private ActorCell? _current;
    private ulong _draws;
    private int _names;

    internal Lane(World world, string name, int id)
    {
        World = world;
        Name = name;
        Id = id;
        _isShared = !world.IsSingleThreaded;
        _seed = WorldRandom.Mix(world.Seed, (ulong)id);
    }

    public string Name { get; }

    public World World { get; }

    /// <summary>The lane's number in its world, by order of creation.</summary>
    public int Id { get; }

    /// <summary>Number of the entry that began the present turn: 1, 2, 3 …</summary>
    public long TurnNumber { get; private set; }

    /// <summary>The present turn's time, UTC nanoseconds.</summary>
    public long TurnNanos { get; private set; }

    /// <summary>Whether the calling thread runs this lane; a world of one thread keeps that in a field.</summary>
    internal bool IsRunningHere => ReferenceEquals(_isShared ? _running : World.RunningLane, this);

    internal bool IsStopped { get; private set; }

    /// <summary>Whether the lane runs or waits in its world's run queue; changed under the gate.</summary>
    internal bool IsScheduled { get; private set; }

    private object Gate => _cells;

    /// <summary>Creates an actor that cannot be restarted: a failure is its lane's.</summary>
    /// <param name="name">Kebab-case, unique within the lane.</param>
    /// <param name="actor">A fresh instance; it belongs to the lane from now on.</param>
    /// <param name="capacity">Most messages that wait.</param>
    public ActorRef<TProtocol> Spawn<TProtocol>(string name, Actor<TProtocol> actor, int capacity = 4096) =>
        Spawn(name, Props<TProtocol>.Of(actor, capacity));

    /// <summary>Creates a top-level actor on this lane.</summary>
    public ActorRef<TProtocol> Spawn<TProtocol>(string name, Props<TProtocol> props) => Spawn(name, props, parent: null);

    internal ActorCell<TProtocol> Spawn<TProtocol>(string? name, Props<TProtocol> props, ActorCell? parent)
    {
        var cell = new ActorCell<TProtocol>(this, parent, name ?? $"${Interlocked.Increment(ref _names)}", props);
        var taken = Enter();
        _cells.Add(cell);
        Exit(taken);
        if (IsRunningHere)
            _inner.Enqueue(new Slot(cell, StartActor.Instance));
        else
            Add(cell, StartActor.Instance, isControl: false);
        return cell;
    }

    internal ulong NextRandom() => WorldRandom.Mix(_seed, (ulong)TurnNumber, ++_draws);

    /// <summary>Takes the gate; a lane of a world with one thread needs none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Enter()
    {
        if (!_isShared)
            return false;
        Monitor.Enter(Gate);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Exit(bool taken)
    {
        if (taken)
            Monitor.Exit(Gate);
    }

    internal void AddInner(ActorCell cell) => _inner.Enqueue(new Slot(cell, null));

    /// <summary>Adds an entry; under the gate. True when the world must be told to run the lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool AddEntry(ActorCell cell, SystemMessage? system)
    {
        if (_incomingCount == _incoming.Length)
            Array.Resize(ref _incoming, _incomingCount * 2);
        _incoming[_incomingCount++] = new Slot(cell, system);
        if (IsScheduled)
            return false;
        return IsScheduled = true;
    }

    /// <summary>Sends a system message from anywhere: ahead of data, or in its order.</summary>
    internal void Add(ActorCell cell, SystemMessage system, bool isControl)
    {
        if (IsRunningHere)
        {
            (isControl ? _innerControl : _inner).Enqueue(new Slot(cell, system));
            return;
        }

        var taken = Enter();
        var (mustSchedule, isRefused) = (false, IsStopped);
        if (!isRefused)
        {
            if (isControl)
            {
                _control.Enqueue(new Slot(cell, system));
                _hasControl = true;
                mustSchedule = !IsScheduled;
                IsScheduled = true;
            }
            else
            {
                mustSchedule = AddEntry(cell, system);
            }
        }

        Exit(taken);
        if (mustSchedule)
            World.Schedule(this);
        else if (isRefused)
            system.Refused(cell);
    }

    internal void Forget(ActorCell cell)
    {
        var taken = Enter();
        _cells.Remove(cell);
        Exit(taken);
    }

    /// <summary>Runs turns until none waits or <paramref name="mostTurns"/> have run.</summary>
    /// <returns>True when the lane stays scheduled and must be run again.</returns>
    internal bool Run(int mostTurns)
    {
        var before = _isShared ? _running : World.RunningLane;
        SetRunning(this);
        try
        {
            while (true)
            {
                try
                {
                    return RunTurns(ref mostTurns);
                }
#pragma warning disable CA1031 // Whatever an actor throws goes to its supervision: nothing is swallowed.
                catch (Exception failure)
#pragma warning restore CA1031
                {
                    if (!_current!.Supervise(failure))
                        return StopAfter(failure);
                }
            }
        }
        finally
        {
            SetRunning(before);
        }
    }

    private void SetRunning(Lane? lane)
    {
        if (_isShared)
            _running = lane;
        else
            World.RunningLane = lane;
    }

    void IThreadPoolWorkItem.Execute() => World.RunScheduled(this);

    private bool RunTurns(ref int mostTurns)
    {
        while (true)
        {
            while (_inner.Count > 0 || _innerControl.Count > 0)
            {
                (_innerControl.Count > 0 ? _innerControl : _inner).Dequeue(out var inner);
                RunSlot(in inner, isInner: true);
            }

            if (mostTurns <= 0)
                return true;
            mostTurns--;
            if (_hasControl ? !TryTakeControl(out var slot) : _batchRead < _batchCount ? !TryTakeBatch(out slot) : !TryTakeIn(out slot))
                return false;
            TurnNumber++;
            _draws = 0;
            RunSlot(in slot, isInner: false);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RunSlot(in Slot slot, bool isInner)
    {
        _current = slot.Cell;
        if (slot.System is not null)
            slot.System.Run(slot.Cell);
        else if (isInner)
            slot.Cell.RunInner();
        else
            slot.Cell.RunEntry();
    }

    private bool TryTakeBatch(out Slot slot)
    {
        slot = _batch[_batchRead];
        _batch[_batchRead++] = default;
        return true;
    }

    private bool TryTakeControl(out Slot slot)
    {
        var taken = Enter();
        _control.Dequeue(out slot);
        _hasControl = _control.Count > 0;
        Exit(taken);
        TurnNanos = Math.Max(TurnNanos, World.NowNanos);
        return true;
    }

    /// <summary>Takes everything that has entered, in one exchange of buffers, and stamps it.</summary>
    private bool TryTakeIn(out Slot slot)
    {
        var taken = Enter();
        if (_incomingCount == 0)
        {
            var hasControl = _control.Count > 0;
            IsScheduled = hasControl;
            Exit(taken);
            slot = default;
            return hasControl && TryTakeControl(out slot);
        }

        (_incoming, _batch) = (_batch, _incoming);
        (_batchCount, _incomingCount, _batchRead) = (_incomingCount, 0, 0);
        Exit(taken);
        TurnNanos = Math.Max(TurnNanos, World.NowNanos);
        return TryTakeBatch(out slot);
    }

    private bool StopAfter(Exception failure)
    {
        ActorCell[] cells;
        var taken = Enter();
        IsStopped = true;
        IsScheduled = false;
        cells = [.. _cells];
        Exit(taken);
        foreach (var cell in cells)
            cell.FallWithLane(failure);
        World.ReportFault(this, failure);
        return false;
    }

    private readonly record struct Slot(ActorCell Cell, SystemMessage? System);
}
