using System.Runtime.CompilerServices;
using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Actors;

/// <summary>The mailbox of one actor: what came from its own lane, and what entered the lane from outside.</summary>
internal abstract class ActorCell(Lane lane, string name)
{
    public Lane Lane { get; } = lane;

    public string Path { get; } = $"{lane.Name}/{name}";

    /// <summary>Handles the oldest message that came from inside the lane.</summary>
    public abstract void RunInner();

    /// <summary>Takes the oldest message that entered the lane from outside; called under the lane's exclusion.</summary>
    public abstract void TakeEntry();

    /// <summary>Handles what <see cref="TakeEntry"/> took.</summary>
    public abstract void RunEntry();

    public abstract void Start();
}

internal sealed class ActorCell<TProtocol> : ActorCell
{
    private readonly Actor<TProtocol> _actor;
    private readonly Ring<TProtocol> _inner = new();
    private readonly Ring<TProtocol> _entries = new();
    private readonly int _capacity;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _freed;
    private TProtocol _taken = default!;

    public ActorCell(Lane lane, string name, Actor<TProtocol> actor, int capacity)
        : base(lane, name)
    {
        _actor = actor;
        _capacity = capacity;
        actor.Attach(Context = new ActorContext<TProtocol>(this));
    }

    public ActorContext<TProtocol> Context { get; }

    public bool TryEnter(in TProtocol message) => Enter(in message, reserved: false);

    public void EnterReserved(in TProtocol message) => Enter(in message, reserved: true);

    public override void Start() => _actor.Start();

    public override void RunInner()
    {
        _inner.Dequeue(out var message);
        _actor.Deliver(in message);
    }

    public override void TakeEntry()
    {
        _entries.Dequeue(out _taken);
        if (_room is not null && _entries.Count <= _capacity / 2)
            (_freed, _room) = (_room, null);
    }

    public override void RunEntry()
    {
        if (_freed is not null)
        {
            _freed.SetResult();
            _freed = null;
        }

        _actor.Deliver(in _taken);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TProtocol>())
            _taken = default!;
    }

    public Task WaitForRoomAsync()
    {
        using (Lane.Exclude())
        {
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

        bool mustSchedule;
        using (Lane.Exclude())
        {
            if (Lane.IsStopped || (_entries.Count >= _capacity && !reserved))
                return false;
            _entries.Enqueue(in message);
            mustSchedule = Lane.AddEntry(this);
        }

        if (mustSchedule)
            Lane.World.Schedule(Lane);
        return true;
    }
}
