using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Sharding;

namespace QuantumAI.Runtime.Tests.Sharding;

internal enum Deed
{
    Unspecified = 0,
    Work = 1,
    Fail = 2,
    Passivate = 3,
    Stop = 4,

    /// <summary>The region says that it is time to end; nobody sent it.</summary>
    End = 5,
}

/// <summary>A numbered message of a sender; it tells its oracle when nobody takes it.</summary>
internal sealed record Note(Oracle Oracle, string EntityId, int Sender, int Number, Deed Deed = Deed.Work) : IRejectable
{
    public void Rejected(ActorRef receiver) => Oracle.OnRejected(this, receiver);
}

/// <summary>
/// The registry that every entity reports to. It notes when two are live and the older one's owner has not crashed, when an epoch
/// goes back, and when a sender's messages come out of order or twice. Thread safe.
/// </summary>
internal sealed class Oracle
{
    private readonly Dictionary<string, List<EntityContext>> _live = [];
    private readonly Dictionary<int, long> _epochs = [];
    private readonly Dictionary<(string EntityId, int Sender), int> _last = [];
    private readonly HashSet<ShardTerm> _lost = [];
    private readonly Lock _gate = new();
    private readonly Dictionary<int, int> _answeredBySender = [];
    private readonly List<(int Sender, int Messages, TaskCompletionSource Reached)> _awaited = [];

    public List<string> Trace { get; } = [];

    public List<string> Broken { get; } = [];

    public int Handled { get; private set; }

    public int Refused { get; private set; }

    public int Starts { get; private set; }

    public int Overlaps { get; private set; }

    /// <summary>Whether the owner of a term has crashed: its entities may overlap with later ones.</summary>
    public Func<ShardTerm, bool> IsLost { get; init; }

    public Oracle() => IsLost = _lost.Contains;

    public string[] Live
    {
        get
        {
            lock (_gate)
                return [.. _live.Where(entity => entity.Value.Count > 0).Select(entity => entity.Key).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Completes when so many messages of a sender were handled or refused.</summary>
    public Task Answered(int sender, int messages)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _awaited.Add((sender, messages, reached));
            Count(sender, 0, 0);
        }

        return reached.Task;
    }

    /// <summary>The owners of these terms have crashed: their entities may overlap with later ones.</summary>
    public void Lose(IEnumerable<ShardTerm> terms)
    {
        lock (_gate)
            _lost.UnionWith(terms);
    }

    public void Start(EntityContext life)
    {
        lock (_gate)
        {
            Starts++;
            Trace.Add($"start {life.EntityId} {life.Epoch}");
            if (!_live.TryGetValue(life.EntityId, out var live))
                _live.Add(life.EntityId, live = []);
            Overlaps += live.Count;
            Broken.AddRange(live.Where(other => other.Epoch == life.Epoch || !IsLost(other.Epoch < life.Epoch ? other.Term : life.Term))
                .Select(other => $"{life.EntityId} is live in epochs {other.Epoch} and {life.Epoch}"));
            if (life.Epoch < _epochs.GetValueOrDefault(life.Term.Shard) && !IsLost(life.Term))
                Broken.Add($"shard {life.Term.Shard} goes back to epoch {life.Epoch}");
            _epochs[life.Term.Shard] = Math.Max(life.Epoch, _epochs.GetValueOrDefault(life.Term.Shard));
            live.Add(life);
        }
    }

    public void End(EntityContext life)
    {
        lock (_gate)
        {
            Trace.Add($"end {life.EntityId} {life.Epoch}");
            if (!_live[life.EntityId].Remove(life))
                Broken.Add($"{life.EntityId} ends twice");
        }
    }

    public void Handle(EntityContext life, Note note)
    {
        lock (_gate)
        {
            Trace.Add($"{life.EntityId} {life.Epoch} handles {note.Sender}/{note.Number}");
            if (note.EntityId != life.EntityId)
                Broken.Add($"{life.EntityId} was given a message for {note.EntityId}");
            if (note.Number <= _last.GetValueOrDefault((life.EntityId, note.Sender)) && !IsLost(life.Term))
                Broken.Add($"{life.EntityId} got {note.Number} of sender {note.Sender} after {_last[(life.EntityId, note.Sender)]}");
            _last[(life.EntityId, note.Sender)] = note.Number;
            Count(note.Sender, 1, 0);
        }
    }

    public void OnRejected(Note note, ActorRef receiver)
    {
        lock (_gate)
        {
            Trace.Add($"{receiver} refuses {note.Sender}/{note.Number}");
            Count(note.Sender, 0, 1);
        }
    }

    private void Count(int sender, int handled, int refused)
    {
        Handled += handled;
        Refused += refused;
        var answered = _answeredBySender[sender] = _answeredBySender.GetValueOrDefault(sender) + handled + refused;
        foreach (var (_, _, reached) in _awaited.Where(awaited => awaited.Sender == sender && answered >= awaited.Messages))
            reached.TrySetResult();
    }
}

/// <summary>An entity that reports its life and does what its messages say.</summary>
internal sealed class Probe(Oracle oracle, EntityContext life) : Actor<Note>
{
    protected override void OnStart() => oracle.Start(life);

    protected override void OnStop() => oracle.End(life);

    protected override void Receive(in Note message)
    {
        if (message.Deed == Deed.End)
        {
            Context.Stop();
            return;
        }

        oracle.Handle(life, message);
        if (message.Deed == Deed.Fail)
            throw new InvalidDataException("test");
        if (message.Deed == Deed.Passivate)
            life.Passivate();
        if (message.Deed == Deed.Stop)
            Context.Stop();
    }
}
