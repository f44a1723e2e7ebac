using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Persistence;

/// <summary>One sync of the disk for whatever waits: an actor on a lane of its own commits together what several actors have appended.</summary>
/// <remarks>
/// Thread safe. Repeatable in the virtual world: what the lanes append before the journal's lane has its turn is one batch. In the
/// live world appends gather while a commit runs; give it a pinned lane, since a commit holds its thread. Answers come on the
/// journal's lane, in the order of the calls.
/// <para>Bounded: when as many appends as the capacity are unanswered, <see cref="Append"/> throws: a definite refusal.</para>
/// <para>When the store throws, nobody is told that an outcome is unknown: the batch stays first in the queue, the store is asked
/// again with growing pauses, and what it turns out to hold already is recognised by its bytes. Meanwhile <see cref="Outage"/>
/// says so; risk denies new exposure, and everything goes on by itself when the store writes again. A process that ends in an
/// outage loses only what nobody was told of.</para>
/// </remarks>
public sealed class GroupCommitJournal : IJournal
{
    private const int ReadChunk = 1024;
    private readonly IJournalStore _store;
    private readonly JournalLimits _limits;
    private readonly Lock _storeGate = new();
    private readonly Lock _queueGate = new();
    private readonly ActorRef<Work> _committer;
    private readonly Queue<Waiting> _waiting = new();
    private readonly List<Waiting> _batch = [];
    private JournalOutage? _outage;
    private bool _isDisposed;

    /// <param name="lane">The journal's own lane: a slow disk holds up nothing but it.</param>
    /// <param name="store">Owned from now on: disposed with the journal.</param>
    /// <param name="limits">The defaults when null.</param>
    public GroupCommitJournal(Lane lane, IJournalStore store, JournalLimits? limits = null)
    {
        _store = store;
        _limits = limits ?? new JournalLimits();
        ArgumentOutOfRangeException.ThrowIfLessThan(_limits.Capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_limits.MostPerCommit, 1);
        _committer = lane.Spawn("journal", new Committer(this));
    }

    /// <summary>An outage begins, goes on (with another reason), or, when null, is over. Called on the journal's lane.</summary>
    public event Action<JournalOutage?>? OutageChanged;

    /// <summary>Why nothing is written; null while all is well. Thread safe.</summary>
    public JournalOutage? Outage => Volatile.Read(ref _outage);

    /// <summary>Appends without an answer. Thread safe, a glimpse.</summary>
    public int Unanswered
    {
        get
        {
            lock (_queueGate)
                return _waiting.Count + _batch.Count;
        }
    }

    /// <summary>True when more than half of the capacity is taken.</summary>
    public bool IsCongested => Unanswered > _limits.Capacity / 2;

    /// <summary>Commits that succeeded. Thread safe, a glimpse.</summary>
    public long Commits { get; private set; }

    /// <summary>Appends that were answered. Thread safe, a glimpse.</summary>
    public long Answered { get; private set; }

    /// <summary>Queues an append and returns; it is answered later, exactly once.</summary>
    /// <exception cref="InvalidOperationException">The bound is reached; it was not queued and is not answered.</exception>
    /// <exception cref="ArgumentException">The store can never hold it (<see cref="IJournalStore.Check"/>); it was not queued and is not answered.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public void Append(AppendRequest request, Action<AppendResult> answered)
    {
        _store.Check(request);
        bool isFirst;
        lock (_queueGate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var unanswered = _waiting.Count + _batch.Count;
            if (unanswered >= _limits.Capacity)
                throw new InvalidOperationException($"the journal has {unanswered} appends waiting, its bound is {_limits.Capacity}: {request.Stream} was refused");
            isFirst = _waiting.Count == 0;
            _waiting.Enqueue(new Waiting(request, answered));
        }

        if (isFirst)
            _committer.TellReserved(new Work(WorkKind.Commit));
    }

    /// <summary>Read on the journal's lane, behind the appends queued before it; during an outage it answers at once that it failed.</summary>
    public void ReadPage(string stream, long fromSequence, int most, Action<JournalPage> answered) =>
        _committer.TellReserved(new Work(WorkKind.Read, stream, fromSequence, most, answered));

    /// <summary>Events of a stream in order, read in chunks between commits, on the caller's thread.</summary>
    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1)
    {
        while (true)
        {
            StoredEvent[] chunk;
            lock (_storeGate)
                chunk = [.. _store.Read(stream, fromSequence).Take(ReadChunk)];
            foreach (var stored in chunk)
                yield return stored;
            if (chunk.Length < ReadChunk)
                yield break;
            fromSequence = chunk[^1].Sequence + 1;
        }
    }

    public IReadOnlyList<StreamHead> Heads()
    {
        lock (_storeGate)
            return _store.Heads();
    }

    /// <summary>As the store answers it; waits for a commit that is under way.</summary>
    public CommandPlace? FindCommand(string stream, CommandId id)
    {
        lock (_storeGate)
            return _store.FindCommand(stream, id);
    }

    /// <inheritdoc cref="FindCommand"/>
    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most)
    {
        lock (_storeGate)
            return _store.RecentCommands(stream, most);
    }

    /// <inheritdoc cref="FindCommand"/>
    public long Claim(string stream, long epoch)
    {
        lock (_storeGate)
            return _store.Claim(stream, epoch);
    }

    /// <inheritdoc cref="FindCommand"/>
    public long Take(string stream)
    {
        lock (_storeGate)
            return _store.Take(stream);
    }

    /// <summary>Disposes the store after the commit that is under way. The lanes that append must have come to rest: what still waits is not answered.</summary>
    public void Dispose()
    {
        lock (_queueGate)
            _isDisposed = true;
        lock (_storeGate)
            _store.Dispose();
    }

    /// <summary>Commits batch after batch until nothing waits, or the store throws.</summary>
    private void CommitWaiting(ActorContext<Work> context)
    {
        while (TakeBatch())
        {
            if (!TryCommit(context, out var results))
                return;
            Answer(results);
        }
    }

    /// <summary>The batch that failed, or the next one; false when there is none.</summary>
    private bool TakeBatch()
    {
        lock (_queueGate)
        {
            if (_isDisposed)
                return false;
            var most = _committer.Lane.World.Buggify(RuntimeProbes.SmallBatch) ? 1 : _limits.MostPerCommit;
            while (_batch.Count < most && _outage is null && _waiting.TryDequeue(out var next))
                _batch.Add(next);
            return _batch.Count > 0;
        }
    }

    private bool TryCommit(ActorContext<Work> context, out AppendResult[] results)
    {
        var requests = new AppendRequest[_batch.Count];
        for (var i = 0; i < requests.Length; i++)
            requests[i] = _batch[i].Request;
        try
        {
            lock (_storeGate)
            {
                results = [.. _store.Append(requests)];
                if (_outage is not null)
                    RecogniseWritten(context, requests, results);
            }
        }
#pragma warning disable CA1031 // Whatever a store throws, what it holds is learnt by asking again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            results = [];
            Fail(context, failure.Message);
            return false;
        }

        Commits++;
        if (_outage is not null)
            ShowOutage(null);
        return true;
    }

    /// <summary>After a failure, a refusal may only mean that the failed commit had been written after all: then the stream holds exactly these bytes there.</summary>
    private void RecogniseWritten(ActorContext<Work> context, AppendRequest[] requests, AppendResult[] results)
    {
        for (var i = 0; i < requests.Length; i++)
        {
            var last = requests[i].ExpectedSequence + requests[i].Events.Count;
            if (results[i].Outcome == AppendOutcome.Appended || !IsWritten(requests[i]))
                continue;

            context.Lane.World.Probe(RuntimeProbes.WrittenAfterAll);

            // Fenced stays fenced: a later owner acts on these events now. But nobody may be told that they were not recorded.
            results[i] = results[i].Outcome == AppendOutcome.Fenced ? results[i] with { IsHeld = true } : new AppendResult(AppendOutcome.Appended, last);
        }
    }

    private bool IsWritten(AppendRequest request)
    {
        var next = 0;
        foreach (var stored in _store.Read(request.Stream, request.ExpectedSequence + 1).Take(request.Events.Count))
        {
            var (sent, held) = (request.Events[next++], stored.Data);
            if (sent.Type != held.Type || sent.TimeNanos != held.TimeNanos || sent.SchemaVersion != held.SchemaVersion || sent.Cause != held.Cause
                || !sent.Payload.Span.SequenceEqual(held.Payload.Span))
                return false;
        }

        return next == request.Events.Count;
    }

    private void Answer(AppendResult[] results)
    {
        Waiting[] answered;
        lock (_queueGate)
        {
            answered = [.. _batch];
            _batch.Clear();
        }

        Answered += answered.Length;
        for (var i = 0; i < answered.Length; i++)
            answered[i].Answered(results[i]);
    }

    private void Fail(ActorContext<Work> context, string reason)
    {
        context.Lane.World.Probe(RuntimeProbes.JournalOutage);
        var attempts = (_outage?.Attempts ?? 0) + 1;
        ShowOutage(new JournalOutage(_outage?.SinceNanos ?? context.NowNanos, attempts, reason));
        var pause = Math.Min(_limits.MostRetry.Ticks, _limits.FirstRetry.Ticks << Math.Min(attempts - 1, 20));
        context.StartTimer(WorkKind.Retry, context.Lane.World.PatienceNanos(TimeSpan.FromTicks(pause)), new Work(WorkKind.Retry));
    }

    private void ShowOutage(JournalOutage? outage)
    {
        Volatile.Write(ref _outage, outage);
        OutageChanged?.Invoke(outage);
    }

    private JournalPage ReadNow(in Work work)
    {
        if (_outage is { } outage)
            return new JournalPage([], outage.Reason);
        try
        {
            lock (_storeGate)
                return new JournalPage([.. _store.Read(work.Stream!, work.FromSequence).Take(work.Most)]);
        }
#pragma warning disable CA1031 // Whatever a store throws, the reader must be answered; the reason goes with the answer.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return new JournalPage([], thrown.Message);
        }
    }

    private readonly record struct Waiting(AppendRequest Request, Action<AppendResult> Answered);

    private enum WorkKind
    {
        Commit = 1,
        Read = 2,
        Retry = 3,
    }

    private readonly record struct Work(
        WorkKind Kind, string? Stream = null, long FromSequence = 0, int Most = 0, Action<JournalPage>? Answered = null);

    private sealed class Committer(GroupCommitJournal journal) : Actor<Work>
    {
        protected override void Receive(in Work message)
        {
            if (message.Kind == WorkKind.Read)
                message.Answered!(journal.ReadNow(in message));
            else if (message.Kind == WorkKind.Retry || journal._outage is null)
                journal.CommitWaiting(Context);
        }
    }
}
