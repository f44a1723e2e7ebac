using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Persistence;

/// <summary>Group commit without a thread: an actor on a lane of its own commits together whatever several actors have appended.</summary>
/// <remarks>
/// Thread safe. Repeatable in the virtual world: what the lanes append before the journal's lane has its turn is one batch. In the
/// live world appends gather while a commit runs. Answers come on the journal's lane, in the order of the calls.
/// <para>Bounded: when as many appends as the capacity are unanswered, <see cref="Append"/> throws: a definite refusal.</para>
/// <para>When the store throws, the whole batch is answered “unknown” with the reason and the next batch is tried as usual.</para>
/// </remarks>
public sealed class BatchingJournal : IJournal
{
    /// <summary>Unanswered appends that the journal accepts unless told otherwise.</summary>
    public const int DefaultCapacity = 65536;

    private const int ReadChunk = 1024;
    private readonly IJournalStore _store;
    private readonly int _capacity;
    private readonly Lock _storeGate = new();
    private readonly Lock _queueGate = new();
    private readonly ActorRef<Work> _committer;
    private List<Waiting> _waiting = [];
    private List<Waiting> _batch = [];
    private int _unanswered;

    /// <param name="lane">The journal's own lane: a slow disk holds up nothing but it.</param>
    /// <param name="store">Owned from now on: disposed with the journal.</param>
    /// <param name="capacity">Unanswered appends at which the next one is refused; at least 1.</param>
    public BatchingJournal(Lane lane, IJournalStore store, int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _store = store;
        _capacity = capacity;
        _committer = lane.Spawn("journal", new Committer(this));
    }

    /// <summary>True when more than half of the capacity is taken.</summary>
    public bool IsCongested => Volatile.Read(ref _unanswered) > _capacity / 2;

    /// <summary>Batches committed so far. Thread safe, a glimpse.</summary>
    public long Commits { get; private set; }

    /// <summary>Queues an append and returns; it is answered later, exactly once.</summary>
    /// <exception cref="InvalidOperationException">The bound is reached; it was not queued and is not answered.</exception>
    /// <exception cref="ArgumentException">It has no events.</exception>
    public void Append(AppendRequest request, Action<AppendResult> answered)
    {
        if (request.Events.Count == 0)
            throw new ArgumentException("an append carries at least one event", nameof(request));
        bool isFirst;
        lock (_queueGate)
        {
            if (_unanswered >= _capacity)
                throw new InvalidOperationException($"the journal has {_unanswered} appends waiting, its bound is {_capacity}: {request.Stream} was refused");
            _unanswered++;
            isFirst = _waiting.Count == 0;
            _waiting.Add(new Waiting(request, answered));
        }

        if (isFirst)
            _committer.TellReserved(default);
    }

    /// <summary>Read on the journal's lane, between commits.</summary>
    public void ReadPage(string stream, long fromSequence, int most, Action<JournalPage> answered) =>
        _committer.TellReserved(new Work(stream, fromSequence, most, answered));

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

    /// <summary>Disposes the store after the commit that is under way. The lanes that append must have come to rest: what still waits is not answered.</summary>
    public void Dispose()
    {
        lock (_storeGate)
            _store.Dispose();
    }

    private void CommitWaiting()
    {
        lock (_queueGate)
            (_waiting, _batch) = (_batch, _waiting);
        if (_batch.Count == 0)
            return;
        var results = Commit(out var failure);
        lock (_queueGate)
            _unanswered -= _batch.Count;
        for (var i = 0; i < _batch.Count; i++)
            _batch[i].Answered(results?[i] ?? new AppendResult(AppendOutcome.Unknown, _batch[i].Request.ExpectedSequence, failure));
        _batch.Clear();
    }

    private IReadOnlyList<AppendResult>? Commit(out string? failure)
    {
        var requests = new AppendRequest[_batch.Count];
        for (var i = 0; i < requests.Length; i++)
            requests[i] = _batch[i].Request;
        failure = null;
        try
        {
            lock (_storeGate)
                return _store.Append(requests);
        }
#pragma warning disable CA1031 // Whatever a store throws, the appends must be answered; the reason goes with the answers.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            failure = thrown.Message;
            return null;
        }
        finally
        {
            Commits++;
        }
    }

    private JournalPage ReadNow(in Work work)
    {
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

    /// <summary>A page to read, or (all default) what waits to be committed.</summary>
    private readonly record struct Work(string? Stream, long FromSequence, int Most, Action<JournalPage>? Answered);

    private sealed class Committer(BatchingJournal journal) : Actor<Work>
    {
        protected override void Receive(in Work message)
        {
            if (message.Answered is { } answered)
                answered(journal.ReadNow(in message));
            else
                journal.CommitWaiting();
        }
    }
}
