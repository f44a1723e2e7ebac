using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Actors;

/// <summary>The mailbox of one actor: what came from its own lane, and what entered the lane from outside.</summary>
internal abstract class ActorCell(Lane lane, string name)
{
    public Lane Lane { get; } = lane;

    public string Path { get; } = $"{lane.Name}/{name}";

    /// <summary>Handles the oldest message that came from inside the lane.</summary>
    public abstract void RunInner();

    /// <summary>Handles the oldest message that entered the lane from outside.</summary>
    public abstract void RunEntry();

    public abstract void Start();

    /// <summary>Tells who waits for room that there will be none; under the lane's gate.</summary>
    public abstract void RefuseWaiting();
}

internal sealed class ActorCell<TProtocol> : ActorCell
{
    private readonly Actor<TProtocol> _actor;
    private readonly Ring<TProtocol> _inner = new();
    private readonly Ring<TProtocol> _entries = new();
    private readonly int _capacity;
    private TaskCompletionSource? _room;
    private bool _isStarted;

    public ActorCell(Lane lane, string name, Actor<TProtocol> actor, int capacity)
        : base(lane, name)
    {
        _actor = actor;
        _capacity = capacity;
        actor.Attach(Context = new ActorContext<TProtocol>(this));
    }

    public ActorContext<TProtocol> Context { get; }

    public bool TryEnter(in TProtocol message) => Enter(in message, reserved: false);

    public void EnterReserved(in TProtocol message)
    {
        if (!Enter(in message, reserved: true))
            Lane.World.CountDeadLetter(Path);
    }

    /// <summary>Enters the lane as an entry of its own, even from inside it: what the present turn causes runs first, then other entries.</summary>
    public void EnterNextTurn(in TProtocol message)
    {
        lock (Lane.Gate)
        {
            if (Lane.IsStopped)
                return;
            _entries.Enqueue(in message);
            Lane.AddEntry(this);
        }

        Lane.World.Schedule(Lane);
    }

    public override void Start()
    {
        if (_isStarted)
            return;
        _isStarted = true;
        _actor.Start();
    }

    /// <remarks>A neighbour may send in the turn that spawned this actor or before its start's turn: the start comes first.</remarks>
    public override void RunInner()
    {
        Start();
        _actor.Deliver(_inner.Dequeue());
    }

    public override void RefuseWaiting() => _room?.TrySetException(new LaneStoppedException(Path));

    public override void RunEntry()
    {
        TProtocol message;
        TaskCompletionSource? room = null;
        lock (Lane.Gate)
        {
            message = _entries.Dequeue();
            if (_room is not null && _entries.Count <= _capacity / 2)
                (room, _room) = (_room, null);
        }

        room?.SetResult();
        _actor.Deliver(in message);
    }

    public Task WaitForRoomAsync()
    {
        lock (Lane.Gate)
        {
            if (Lane.IsStopped)
                return Task.FromException(new LaneStoppedException(Path));
            if (_entries.Count <= _capacity / 2)
                return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    private bool Enter(in TProtocol message, bool reserved)
    {
        if (Lane.IsRunningHere)
        {
            if (_inner.Count >= _capacity && !reserved)
                return false;
            _inner.Enqueue(in message);
            Lane.AddInner(this);
            return true;
        }

        lock (Lane.Gate)
        {
            if (Lane.IsStopped || (_entries.Count >= _capacity && !reserved))
                return false;
            _entries.Enqueue(in message);
            Lane.AddEntry(this);
        }

        Lane.World.Schedule(Lane);
        return true;
    }
}
