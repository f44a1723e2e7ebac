namespace QuantumAI.Runtime.Persistence;

/// <summary>Why an event happened, for people and queries; both are free text of at most <see cref="MostChars"/> characters, or null.</summary>
/// <param name="Causation">What led to it directly, for example <c>bar:1735693200</c>, <c>trade:BTCUSDT/17</c> or <c>operator:anna</c>.</param>
/// <param name="Correlation">What it belongs to, across streams: an order's client id, a decision's name.</param>
public readonly record struct EventCause(string? Causation, string? Correlation)
{
    public const int MostChars = 200;

    public static EventCause None => default;

    public bool IsNone => Causation is null && Correlation is null;
}

/// <summary>One event as the journal stores it.</summary>
/// <param name="Type">The event's name, for example <c>OrderFilled</c>.</param>
/// <param name="Payload">UTF-8 JSON; a journal in memory takes any bytes.</param>
/// <param name="TimeNanos">World (market) time at which it was decided, UTC nanoseconds.</param>
/// <param name="SchemaVersion">Version of the payload's fields, from 1; upcasters bring older ones up to date when they are read.</param>
/// <param name="Cause">Why it happened.</param>
public sealed record EventData(string Type, ReadOnlyMemory<byte> Payload, long TimeNanos, int SchemaVersion = 1, EventCause Cause = default);

/// <summary>An event with its place: stream and sequence 1, 2, 3 … without gaps.</summary>
/// <param name="Stream">Whose history it belongs to.</param>
/// <param name="Sequence">Its number in the stream.</param>
/// <param name="Data">The event.</param>
/// <param name="Position">Its number in the whole journal, 1, 2, 3 … without gaps, in the order of the commits; 0 when the store was not asked.</param>
public sealed record StoredEvent(string Stream, long Sequence, EventData Data, long Position = 0);

/// <summary>The end of one stream.</summary>
public sealed record StreamHead(string Stream, long LastSequence, ReadOnlyMemory<byte> Link);

/// <summary>The end of the whole journal: its last commit.</summary>
/// <param name="Commits">Number of the last commit, from 1; 0 for an empty journal.</param>
/// <param name="LastPosition">Position of the last event.</param>
/// <param name="Link">The last link of the chain over all commits (<see cref="HashChain.NextCommit"/>).</param>
public sealed record JournalHead(long Commits, long LastPosition, ReadOnlyMemory<byte> Link)
{
    public static JournalHead Empty => new(0, 0, HashChain.Origin);
}

/// <summary>A part of a stream, read in the background.</summary>
/// <param name="Events">In order; fewer than asked for at the end of the stream.</param>
/// <param name="Failure">Why nothing could be read; null when <paramref name="Events"/> is the answer.</param>
public sealed record JournalPage(IReadOnlyList<StoredEvent> Events, string? Failure = null);

/// <summary>Append-only streams with a hash chain each. Synchronous: it returns when the events are durable. One caller at a time.</summary>
/// <remarks>
/// Each call of <see cref="Append"/> that appends anything is one commit. Command ids and epochs are kept beside the chains, never
/// in them: the same events give the same stream hash whoever wrote them.
/// </remarks>
public interface IJournalStore : IDisposable
{
    /// <summary>
    /// Refuses what this store can never hold, whatever its streams are: whoever queues requests asks before, so that one of them
    /// cannot hold up the others. Thread safe, beside any other call; reads and writes nothing.
    /// </summary>
    /// <exception cref="ArgumentException">No events, or a text that the store cannot keep; it names stream and event.</exception>
    void Check(AppendRequest request)
    {
        if (request.Events.Count == 0)
            throw new ArgumentException("an append carries at least one event", nameof(request));
    }

    /// <summary>Appends each request or refuses it, all in one commit. One refusal does not fail its neighbours.</summary>
    /// <exception cref="ArgumentException">A request does not pass <see cref="Check"/>; nothing of the batch was appended.</exception>
    IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests);

    /// <summary>Events of a stream from <paramref name="fromSequence"/> on, in order.</summary>
    IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1);

    /// <summary>
    /// Events of all streams from <paramref name="fromPosition"/> on, in the order of their positions, without a gap: whoever has
    /// read up to a position has missed nothing before it, however many writers there are.
    /// </summary>
    IEnumerable<StoredEvent> ReadAll(long fromPosition = 1);

    /// <summary>The ends of all streams, sorted by name (ordinal).</summary>
    IReadOnlyList<StreamHead> Heads();

    /// <summary>The journal's last commit.</summary>
    JournalHead Head();

    /// <summary>Where the events of a command lie, or null when the stream does not hold it.</summary>
    CommandPlace? FindCommand(string stream, CommandId id);

    /// <summary>The stream's last commands that had an id, oldest first; at most <paramref name="most"/>.</summary>
    IReadOnlyList<CommandPlace> RecentCommands(string stream, int most);

    /// <summary>Takes a stream over: from now on (durable) a writer with a lower epoch is fenced.</summary>
    /// <returns>The stream's epoch afterwards; a higher one than asked for means that another writer owns it.</returns>
    long Claim(string stream, long epoch);

    /// <summary>Takes a stream over with an epoch that nobody has had: one more than the highest seen. Durable; earlier owners are fenced.</summary>
    /// <returns>The caller's epoch, at least 1.</returns>
    long Take(string stream);
}

/// <summary>The journal as actors see it: an append is answered later, on any thread, exactly once, in order of the calls.</summary>
/// <remarks>Thread safe. An append that throws was not queued: it is a definite refusal and is not answered.</remarks>
public interface IJournal : IDisposable
{
    /// <summary>The journal cannot write, or (null) it can again. Any thread; never raised by a journal that answers at once.</summary>
    event Action<JournalOutage?>? OutageChanged
    {
        add
        {
        }

        remove
        {
        }
    }

    void Append(AppendRequest request, Action<AppendResult> answered);

    IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1);

    IReadOnlyList<StreamHead> Heads();

    /// <summary>Reads a part of a stream, behind the appends queued before it; answered exactly once, on any thread.</summary>
    /// <remarks>The default reads at once: right for a journal that queues nothing.</remarks>
    void ReadPage(string stream, long fromSequence, int most, Action<JournalPage> answered) =>
        answered(new JournalPage([.. Read(stream, fromSequence).Take(most)]));

    /// <inheritdoc cref="IJournalStore.FindCommand"/>
    CommandPlace? FindCommand(string stream, CommandId id) => throw new NotSupportedException("this journal keeps no command ids");

    /// <inheritdoc cref="IJournalStore.RecentCommands"/>
    IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) => throw new NotSupportedException("this journal keeps no command ids");

    /// <inheritdoc cref="IJournalStore.Claim"/>
    long Claim(string stream, long epoch) => throw new NotSupportedException("this journal keeps no epochs");

    /// <inheritdoc cref="IJournalStore.Take"/>
    long Take(string stream) => throw new NotSupportedException("this journal keeps no epochs");
}
