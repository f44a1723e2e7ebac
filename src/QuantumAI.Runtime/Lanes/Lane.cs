using System.Runtime.CompilerServices;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Tracing;
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
    /// <summary>Messages inside the lane that one entry may cause before another entry is let in.</summary>
    internal const int MostMessagesPerTurn = 65_536;

    /// <summary>Every 64th message of an actor is measured.</summary>
    internal const int SampleMask = 63;

    [ThreadStatic]
    private static Lane? _running;

    private readonly Ring<LaneEntry> _inner = new();
    private readonly Ring<SystemEntry> _innerControl = new();
    private readonly Ring<object> _control = new();
    private readonly ChunkReader<LaneEntry> _entries;
    private readonly ulong _seed;
    private readonly bool _isShared;
    private readonly List<ActorCell> _seekers = [];
    private volatile bool _hasControl;
    private volatile bool _hasSeekers;
    private ActorCell? _current;
    private ulong _draws;
    private int _names;
    private int _messagesOfTurn;
    private int _productsOfTurn;

    internal Lane(World world, string name, int id, bool isOutside)
    {
        World = world;
        Name = name;
        Id = id;
        _isShared = !world.IsSingleThreaded;
        Intake = new LaneIntake(this, _isShared);
        _entries = Intake.Reader;
        _seed = WorldRandom.Mix(world.Seed, (ulong)id);
        IsOutside = isOutside && (world.Recorder is not null || world.Replay is not null);
        if (id >= 0)
        {
            Trace = world.TraceOf(IsOutside);
            Log = IsOutside ? null : world.Recorder?.Open(this);
            Intake.IsTapped = Log is not null || (world.Replay is not null && !IsOutside);
        }

        WatchMask = Trace is not null ? 0 : world.Metrics is not null ? SampleMask : long.MaxValue;
    }

    public string Name { get; }

    public World World { get; }

    /// <summary>The lane's number in its world, by order of creation.</summary>
    public int Id { get; }

    /// <summary>Number of the entry that began the present turn: 1, 2, 3 …</summary>
    public long TurnNumber { get; private set; }

    /// <summary>The present turn's time, UTC nanoseconds.</summary>
    public long TurnNanos { get; private set; }

    /// <summary>Whether a fault has stopped it for good: it takes nothing any more.</summary>
    public bool IsStopped => Intake.IsStopped;

    /// <summary>Hash of everything that its actors have handled, when the world is traced; else 0. Of the lane alone in a live world, of all lanes in a virtual one.</summary>
    public TraceHash TraceHash => Trace?.Hash ?? default;

    /// <summary>It is not part of the recording that its world makes or runs again.</summary>
    internal bool IsOutside { get; }

    internal LaneIntake Intake { get; }

    /// <summary>The thread that runs this lane alone; null for the pool's.</summary>
    internal PinnedThread? Thread { get; set; }

    internal LaneTrace? Trace { get; }

    internal LaneLog? Log { get; }

    /// <summary>A message is looked at when the actor's count of them has none of these bits.</summary>
    internal long WatchMask { get; }

    /// <summary>The first of its actors' chain.</summary>
    internal ActorCell? FirstCell { get; private set; }

    internal static Lane? RunningOnThisThread => _running;

    internal bool IsRunningHere => Intake.IsRunningHere;

    /// <summary>Creates an actor that cannot be restarted: a failure is its lane's.</summary>
    /// <param name="name">Kebab-case, unique within the lane.</param>
    /// <param name="actor">A fresh instance; it belongs to the lane from now on.</param>
    /// <param name="capacity">Most messages that wait.</param>
    public ActorRef<TProtocol> Spawn<TProtocol>(string name, Actor<TProtocol> actor, int capacity = Props.DefaultCapacity) =>
        Spawn(name, Props<TProtocol>.Once(capacity), parent: null, actor);

    /// <summary>Creates a top-level actor on this lane.</summary>
    public ActorRef<TProtocol> Spawn<TProtocol>(string name, Props<TProtocol> props) => Spawn(name, props, parent: null, props.Create());

    internal ActorCell<TProtocol> Spawn<TProtocol>(string? name, Props<TProtocol> props, ActorCell? parent, Actor<TProtocol> actor)
    {
        var cell = new ActorCell<TProtocol>(this, parent, name ?? $"${Interlocked.Increment(ref _names)}", props, actor);
        Intake.Enter();
        cell.LinkBefore(FirstCell);
        FirstCell = cell;
        Intake.Exit();
        Add(cell, StartActor.Instance, isControl: false);
        return cell;
    }

    internal EntryOrigin NextOrigin() => new(Id, TurnNumber, ++_productsOfTurn);

    internal ulong NextRandom() => WorldRandom.Mix(_seed, (ulong)TurnNumber, ++_draws);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddInner(ActorCell cell, object? content) => _inner.Enqueue(new LaneEntry(cell, content));

    /// <summary>Sends a system message from anywhere: ahead of data, or in its order.</summary>
    internal void Add(ActorCell cell, SystemMessage system, bool isControl)
    {
        if (!IsRunningHere)
        {
            AddEntry(cell, system, isControl, isFromPort: false);
            return;
        }

        var entry = new SystemEntry(cell, system);
        if (isControl)
            _innerControl.Enqueue(entry);
        else
            _inner.Enqueue(new LaneEntry(null, entry));
    }

    /// <summary>Sends a system message in a turn of its own, behind everything that waits, also from inside the lane.</summary>
    internal void AddLast(ActorCell cell, SystemMessage system) => AddEntry(cell, system, isControl: false, isFromPort: false);

    /// <summary>The end of asynchronous work, on any thread: in a recorded world it enters from outside, even when the work had ended before.</summary>
    internal void AddCompletion(ActorCell cell, SystemMessage completion)
    {
        if (Intake.IsTapped)
            AddEntry(cell, completion, isControl: false, isFromPort: true);
        else
            Add(cell, completion, isControl: false);
    }

    private void AddEntry(ActorCell cell, SystemMessage system, bool isControl, bool isFromPort)
    {
        if (Intake.IsTapped && World.Replay is { } replay)
        {
            if (!isFromPort)
                replay.Send(cell, system);
            return;
        }

        object entry = Intake.IsTapped
            ? new OriginEntry(isFromPort ? EntryOrigin.Port : EntryOrigin.Next(RunningOnThisThread), cell, system, IsSystem: true)
            : new SystemEntry(cell, system);
        Intake.Enter();
        if (Intake.IsStopped)
        {
            Intake.Exit();
            system.Refused(cell);
        }
        else if (isControl)
        {
            _control.Enqueue(entry);
            _hasControl = true;
            Intake.ScheduleAndExit();
        }
        else
        {
            Intake.AddAndExit(null, entry);
        }
    }

    /// <summary>Somebody waits for room in the mailbox of <paramref name="cell"/>. Under the gate.</summary>
    internal void SeekRoom(ActorCell cell)
    {
        _seekers.Add(cell);
        _hasSeekers = true;
    }

    internal void Forget(ActorCell cell)
    {
        Intake.Enter();
        if (ReferenceEquals(FirstCell, cell))
            FirstCell = cell.Next;
        cell.Unlink();
        Intake.Exit();
    }

    /// <summary>Runs turns until none waits or <paramref name="most"/> messages have been handled.</summary>
    /// <returns>True when the lane stays scheduled and must be run again.</returns>
    internal bool Run(int most)
    {
        var before = _isShared ? _running : World.RunningLane;
        SetRunning(this);
        try
        {
            while (true)
            {
                try
                {
                    return RunTurns(ref most);
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

    void IThreadPoolWorkItem.Execute() => World.RunScheduled(this);

    private void SetRunning(Lane? lane)
    {
        if (_isShared)
            _running = lane;
        else
            World.RunningLane = lane;
    }

    private bool RunTurns(ref int most)
    {
        while (true)
        {
            while (_innerControl.Count > 0 || (_inner.Count > 0 && !IsTurnTooLong()))
            {
                if (most <= 0)
                    return true;
                most--;
                RunInner();
            }

            if (most <= 0)
                return true;
            most--;
            if (_hasControl ? !TryTakeControl(out var entry) : !TryTakeEntry(out entry))
                return false;
            TurnNumber++;
            _draws = 0;
            _messagesOfTurn = 0;
            _productsOfTurn = 0;
            if (entry.Cell is { } cell)
                (_current = cell).RunEntry(entry.Content);
            else if (entry.Content is OriginEntry recorded)
                RunRecorded(recorded);
            else
                RunSystem((SystemEntry)entry.Content!);
        }
    }

    /// <summary>
    /// A turn that keeps itself going lets an entry in after every <see cref="MostMessagesPerTurn"/> messages; the rest of it goes on
    /// behind that entry, in its order. Which entry that is depends on the machine, so a recording cannot be run again from there.
    /// </summary>
    private bool IsTurnTooLong()
    {
        if (_messagesOfTurn < MostMessagesPerTurn)
            return false;
        _messagesOfTurn = 0;
        if (!_hasControl && !_entries.HasSeen && !_entries.See())
            return false;
        World.Recorder?.GiveUp($"{Name}: turn {TurnNumber} did not end after {MostMessagesPerTurn} messages");
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RunInner()
    {
        if (_innerControl.Count > 0)
        {
            RunSystem(_innerControl.Dequeue());
            return;
        }

        if (World.IsSeeded)
            DrawInner();
        _inner.Dequeue(out var entry);
        if (entry.Cell is null)
        {
            RunSystem((SystemEntry)entry.Content!);
            return;
        }

        _current = entry.Cell;
        _messagesOfTurn++;
        entry.Cell.RunInner(entry.Content);
    }

    /// <summary>Brings a drawn receiver's first message to the front; system messages stay where they are, as barriers.</summary>
    private void DrawInner()
    {
        var free = 0;
        while (free < _inner.Count && _inner[free].Cell is not null)
            free++;
        if (free < 2)
            return;
        var drawn = _inner[(int)(WorldRandom.Mix(_seed, (ulong)TurnNumber, ~(ulong)_messagesOfTurn) % (ulong)free)].Cell;
        for (var first = 0; first < free; first++)
        {
            if (ReferenceEquals(_inner[first].Cell, drawn))
            {
                _inner.MoveToFront(first);
                return;
            }
        }
    }

    private void RunRecorded(OriginEntry entry)
    {
        _current = entry.Cell;
        if (!entry.IsSystem)
        {
            entry.Cell.RunRecorded(entry);
            return;
        }

        var system = (SystemMessage)entry.Content!;
        if (entry.Origin.IsPort)
            system.WriteTo(Log!, entry.Cell);
        else
            Log!.Turn(entry.Origin);
        system.Run(entry.Cell);
    }

    private void RunSystem(SystemEntry entry)
    {
        _current = entry.Cell;
        entry.Message.Run(entry.Cell);
    }

    private bool TryTakeControl(out LaneEntry entry)
    {
        Intake.Enter();
        entry = new LaneEntry(null, _control.Dequeue());
        _hasControl = _control.Count > 0;
        Intake.Exit();
        Stamp();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTakeEntry(out LaneEntry entry)
    {
        if (!_entries.HasSeen && !_entries.See())
            return TryTakeAtRest(out entry);
        if (_entries.IsFirstSeen)
            BeginBatch();
        _entries.Dequeue(out entry);
        return true;
    }

    /// <summary>Looks once more under the gate; without anything the lane comes to rest there, and the next sender wakes it.</summary>
    private bool TryTakeAtRest(out LaneEntry entry)
    {
        while (true)
        {
            Intake.Enter();
            var (hasEntry, hasControl, hasSeekers) = (_entries.See(), _hasControl, _hasSeekers);
            if (!hasEntry && !hasSeekers)
                Intake.IsScheduled = hasControl;
            Intake.Exit();
            if (hasSeekers)
                OfferRoom();
            else if (hasEntry)
                return TryTakeEntry(out entry);
            else if (hasControl)
                return TryTakeControl(out entry);
            else
                break; // from here on another thread may run the lane
        }

        entry = default;
        return false;
    }

    private void BeginBatch()
    {
        if (_hasSeekers)
            OfferRoom();
        Stamp();
    }

    /// <summary>
    /// Who began to wait for room while the last messages were taken may have seen too little room, and those messages no waiter. The
    /// gate puts both in order, so that nobody is forgotten; from here on each message looks for the waiter itself.
    /// </summary>
    private void OfferRoom()
    {
        Intake.Enter();
        ActorCell[] seekers = [.. _seekers];
        _seekers.Clear();
        _hasSeekers = false;
        Intake.Exit();
        foreach (var cell in seekers)
            cell.OfferRoom();
    }

    private void Stamp() => TurnNanos = Math.Max(TurnNanos, World.NowNanos);

    private bool StopAfter(Exception failure)
    {
        Intake.Enter();
        Intake.IsStopped = true;
        Intake.Exit();
        RefuseAll();
        for (var cell = FirstCell; cell is not null; cell = cell.Next)
            cell.FallWithLane(failure);
        World.ReportFault(this, failure);
        return false;
    }

    /// <summary>What waits when the lane stops is nobody's any more: messages are dead letters, who waits for a system message is told.</summary>
    private void RefuseAll()
    {
        while (_innerControl.Count > 0)
            Refuse(_innerControl.Dequeue());
        while (_inner.Count > 0)
        {
            var entry = _inner.Dequeue();
            if (entry.Cell is null)
                Refuse(entry.Content!);
            else
                entry.Cell.RefuseInner(entry.Content);
        }

        while (_control.Count > 0)
            Refuse(_control.Dequeue());
        while (_entries.See())
        {
            _entries.Dequeue(out var entry);
            if (entry.Cell is null)
                Refuse(entry.Content!);
            else
                entry.Cell.RefuseEntry(entry.Content);
        }
    }

    private static void Refuse(object entry)
    {
        if (entry is SystemEntry system)
            system.Message.Refused(system.Cell);
        else if (entry is OriginEntry { IsSystem: true } recorded)
            ((SystemMessage)recorded.Content!).Refused(recorded.Cell);
        else if (entry is OriginEntry message)
            message.Cell.RefuseEntry(message.Content);
    }
}
