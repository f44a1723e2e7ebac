using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.GroupCommit;

/// <summary>Puts a store behind one writing thread: whatever waits is committed together, so that lanes share the cost of a commit.</summary>
/// <remarks>
/// Thread safe. Callbacks run on the writing thread, in the order of the calls; they must be quick and must not throw.
/// <para>Bounded: when as many appends as the capacity are unanswered, <see cref="Append"/> throws instead of blocking its lane.
/// Nothing was queued then, so it is a definite refusal, and answering “unknown” would overtake the answers before it.
/// <see cref="IsCongested"/> tells risk earlier, so that it denies new exposure before that happens.</para>
/// <para>Fail-stop: after the first failure of the store every append is answered <see cref="AppendOutcome.Unknown"/> with its reason.</para>
/// </remarks>
public sealed class GroupCommitJournal : IJournal
{
    /// <summary>Unanswered appends that the journal accepts unless told otherwise.</summary>
    public const int DefaultCapacity = 4096;

    private const int ReadChunk = 1024;
    private readonly IJournalStore _store;
    private readonly Lock _storeGate = new();
    private readonly object _queueGate = new();
    private readonly int _capacity;
    private readonly Thread _writer;
    private List<Waiting> _waiting = [];
    private List<WaitingRead> _reads = [];
    private int _unanswered;
    private bool _stopping;
    private string? _failure;

    /// <param name="store">Owned from now on: disposed with the journal.</param>
    /// <param name="capacity">Unanswered appends at which the next one is refused; at least 1.</param>
    public GroupCommitJournal(IJournalStore store, int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _store = store;
        _capacity = capacity;
        _writer = new Thread(WriteUntilStopped) { Name = "journal-writer", IsBackground = true };
        _writer.Start();
    }

    /// <summary>True when more than half of the capacity is taken.</summary>
    public bool IsCongested => Volatile.Read(ref _unanswered) > _capacity / 2;

    /// <summary>The reason why the journal stopped writing; null while it works.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>Queues an append and returns; it is answered later, exactly once.</summary>
    /// <exception cref="JournalException">The bound is reached (<see cref="JournalFailure.Overloaded"/>); it was not queued and is not answered.</exception>
    /// <exception cref="ArgumentException">It has no events.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closing.</exception>
    public void Append(AppendRequest request, Action<AppendResult> answered)
    {
        if (request.Events.Count == 0)
            throw new ArgumentException("an append carries at least one event", nameof(request));
        lock (_queueGate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            if (_unanswered >= _capacity)
                throw new JournalException(
                    JournalFailure.Overloaded, $"the journal has {_unanswered} appends waiting, its bound is {_capacity}: {request.Stream} was refused");
            Interlocked.Increment(ref _unanswered);
            _waiting.Add(new Waiting(request, answered));
            if (_waiting.Count == 1)
                Monitor.Pulse(_queueGate);
        }
    }

    /// <summary>Events of a stream in order, read in chunks between commits; memory and the writer's wait stay bounded.</summary>
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

    /// <summary>Read on the writing thread behind the appends queued so far: a restarted writer sees what its predecessor has queued.</summary>
    /// <exception cref="ObjectDisposedException">The journal is closing.</exception>
    public void ReadPage(string stream, long fromSequence, int most, Action<JournalPage> answered)
    {
        lock (_queueGate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _reads.Add(new WaitingRead(stream, fromSequence, most, answered));
            Monitor.Pulse(_queueGate);
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

    /// <summary>Refuses new appends, commits and answers what waits, stops the thread and disposes the store. Waits as long as that takes.</summary>
    /// <exception cref="InvalidOperationException">Called from a callback: the thread cannot wait for itself.</exception>
    public void Dispose()
    {
        if (Thread.CurrentThread == _writer)
            throw new InvalidOperationException("a journal is not disposed from its own callback");
        lock (_queueGate)
        {
            _stopping = true;
            Monitor.PulseAll(_queueGate);
        }

        _writer.Join();
        lock (_storeGate)
            _store.Dispose();
    }

    private void WriteUntilStopped()
    {
        var batch = new List<Waiting>();
        var reads = new List<WaitingRead>();
        while (TakeAll(ref batch, ref reads))
        {
            var results = Commit(batch);
            for (var i = 0; i < batch.Count; i++)
                Answer(batch[i], results?[i]);
            batch.Clear();
            foreach (var read in reads)
                Answer(read);
            reads.Clear();
        }
    }

    private bool TakeAll(ref List<Waiting> empty, ref List<WaitingRead> noReads)
    {
        lock (_queueGate)
        {
            while (_waiting.Count + _reads.Count == 0 && !_stopping)
                Monitor.Wait(_queueGate);
            (_waiting, empty) = (empty, _waiting);
            (_reads, noReads) = (noReads, _reads);
            return empty.Count + noReads.Count > 0;
        }
    }

    /// <summary>The store's answers, or null when it has failed now or before.</summary>
    private IReadOnlyList<AppendResult>? Commit(List<Waiting> batch)
    {
        if (_failure is not null || batch.Count == 0)
            return null;
        try
        {
            var requests = new AppendRequest[batch.Count];
            for (var i = 0; i < requests.Length; i++)
                requests[i] = batch[i].Request;
            lock (_storeGate)
                return _store.Append(requests);
        }
#pragma warning disable CA1031 // Whatever a store throws, the appends must be answered; the reason goes with the answers.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Volatile.Write(ref _failure, failure.Message);
            return null;
        }
    }

    private void Answer(Waiting waiting, AppendResult? result)
    {
        Interlocked.Decrement(ref _unanswered);
        try
        {
            waiting.Answered(result ?? new AppendResult(AppendOutcome.Unknown, waiting.Request.ExpectedSequence, _failure));
        }
#pragma warning disable CA1031 // A defect of one caller must not leave the others without their answer.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            if (_failure is null)
                Volatile.Write(ref _failure, $"the callback of an append to {waiting.Request.Stream} threw: {defect.Message}");
        }
    }

    private void Answer(in WaitingRead read)
    {
        JournalPage page;
        try
        {
            lock (_storeGate)
                page = new JournalPage([.. _store.Read(read.Stream, read.FromSequence).Take(read.Most)]);
        }
#pragma warning disable CA1031 // Whatever a store throws, the reader must be answered; the reason goes with the answer.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            page = new JournalPage([], failure.Message);
        }

        read.Answered(page);
    }

    private readonly record struct WaitingRead(string Stream, long FromSequence, int Most, Action<JournalPage> Answered);

    private readonly record struct Waiting(AppendRequest Request, Action<AppendResult> Answered);
}
