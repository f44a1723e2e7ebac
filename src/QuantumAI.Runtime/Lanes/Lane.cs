using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Lanes;

/// <summary>A set of actors on one run queue, one thread at a time, in every world.</summary>
/// <remarks>
/// What enters from outside gets a number and a time stamp. A turn is one entry and everything that it causes inside the
/// lane, in send order; its time is the stamp, its random values are a function of (seed, lane, number).
/// </remarks>
public sealed class Lane
{
    [ThreadStatic]
    private static Lane? _runningOnThread;

    private readonly Ring<ActorCell> _inner = new();
    private readonly Ring<Entry> _entries = new();
    private readonly ulong _seed;
    private readonly Lock? _shared;
    private long _entered;
    private ulong _draws;

    internal Lane(World world, string name, int id)
    {
        World = world;
        Name = name;
        Id = id;
        _shared = world.IsSingleThreaded ? null : Gate;
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

    /// <summary>Excludes the other threads of the world; use <see cref="Exclude"/>.</summary>
    internal Lock Gate { get; } = new();

    internal bool IsRunningHere => ReferenceEquals(Running, this);

    internal bool IsStopped { get; private set; }

    /// <summary>Whether a turn waits; read under <see cref="Gate"/>.</summary>
    internal bool HasEntries => !IsStopped && _entries.Count > 0;

    /// <summary>Whether the lane waits in its world's run queue; owned by the world, changed under <see cref="Gate"/>.</summary>
    internal bool IsScheduled { get; set; }

    /// <summary>Creates an actor on this lane.</summary>
    /// <param name="name">Kebab-case, unique within the lane.</param>
    /// <param name="actor">A fresh instance; it belongs to the lane from now on.</param>
    /// <param name="capacity">Most messages that wait; one more is refused (see <see cref="ActorRef{TProtocol}"/>).</param>
    public ActorRef<TProtocol> Spawn<TProtocol>(string name, Actor<TProtocol> actor, int capacity = 4096)
    {
        var cell = new ActorCell<TProtocol>(this, name, actor, capacity);
        using (Exclude())
            _entries.Enqueue(new Entry(cell, ++_entered, World.NowNanos, IsStart: true));
        World.Schedule(this);
        return cell.Context.Self;
    }

    /// <summary>Keeps other threads from the lane's and its mailboxes' entries until disposed; costs nothing in a world of one thread.</summary>
    internal LaneExclusion Exclude() => new(_shared);

    internal ulong NextRandom() => WorldRandom.Mix(_seed, (ulong)TurnNumber, ++_draws);

    internal void AddInner(ActorCell cell) => _inner.Enqueue(cell);

    /// <summary>Notes that a message entered; called under <see cref="Exclude"/>.</summary>
    /// <returns>False when the lane waits in the run queue already and will see it.</returns>
    internal bool AddEntry(ActorCell cell)
    {
        _entries.Enqueue(new Entry(cell, ++_entered, World.NowNanos, IsStart: false));
        return !IsScheduled;
    }

    /// <summary>The lane that this thread runs. A field of the world where that has one thread only: a thread-static costs a call per use.</summary>
    private Lane? Running
    {
        get => _shared is null ? World.Running : _runningOnThread;
        set
        {
            if (_shared is null)
                World.Running = value;
            else
                _runningOnThread = value;
        }
    }

    /// <summary>Runs turns until none waits or <paramref name="mostTurns"/> have run.</summary>
    /// <returns>True when entries may be left.</returns>
    internal bool Run(int mostTurns)
    {
        var before = Running;
        Running = this;
        try
        {
            for (var turn = 0; turn < mostTurns; turn++)
            {
                if (!TryBeginTurn(out var entry))
                    return false;
                RunTurn(entry);
            }

            return true;
        }
#pragma warning disable CA1031 // Whatever an actor throws ends its lane and is reported by the world: nothing is swallowed.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            using (Exclude())
                IsStopped = true;
            World.ReportFault(this, fault);
            return false;
        }
        finally
        {
            Running = before;
        }
    }

    private bool TryBeginTurn(out Entry entry)
    {
        using (Exclude())
        {
            if (IsStopped || _entries.Count == 0)
            {
                entry = default;
                return false;
            }

            _entries.Dequeue(out entry);
            if (!entry.IsStart)
                entry.Cell.TakeEntry();
        }

        TurnNumber = entry.Number;
        TurnNanos = entry.StampNanos;
        _draws = 0;
        return true;
    }

    private void RunTurn(in Entry entry)
    {
        if (entry.IsStart)
            entry.Cell.Start();
        else
            entry.Cell.RunEntry();
        while (_inner.Count > 0)
        {
            _inner.Dequeue(out var cell);
            cell.RunInner();
        }
    }

    private readonly record struct Entry(ActorCell Cell, long Number, long StampNanos, bool IsStart);
}
