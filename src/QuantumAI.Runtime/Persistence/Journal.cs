namespace QuantumAI.Runtime.Persistence;

/// <summary>One event as the journal stores it.</summary>
/// <param name="Type">The event's name, for example <c>OrderFilled</c>.</param>
/// <param name="Payload">UTF-8 JSON; a journal in memory takes any bytes.</param>
/// <param name="TimeNanos">World (market) time at which it was decided, UTC nanoseconds.</param>
public sealed record EventData(string Type, ReadOnlyMemory<byte> Payload, long TimeNanos);

/// <summary>An event with its place: stream and sequence 1, 2, 3 … without gaps.</summary>
public sealed record StoredEvent(string Stream, long Sequence, EventData Data);

/// <summary>The end of one stream.</summary>
public sealed record StreamHead(string Stream, long LastSequence, ReadOnlyMemory<byte> Link);

/// <summary>A part of a stream, read in the background.</summary>
/// <param name="Events">In order; fewer than asked for at the end of the stream.</param>
/// <param name="Failure">Why nothing could be read; null when <paramref name="Events"/> is the answer.</param>
public sealed record JournalPage(IReadOnlyList<StoredEvent> Events, string? Failure = null);

/// <summary>Append-only streams with a hash chain each. Synchronous: it returns when the events are durable. One caller at a time.</summary>
/// <remarks>Command ids and epochs are kept beside the chain, never in it: the same events give the same hash whoever wrote them.</remarks>
public interface IJournalStore : IDisposable
{
    /// <summary>Appends each request or refuses it, all in one commit. One refusal does not fail its neighbours.</summary>
    /// <exception cref="ArgumentException">A request has no events; nothing of the batch was appended.</exception>
    IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests);

    /// <summary>Events of a stream from <paramref name="fromSequence"/> on, in order.</summary>
    IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1);

    /// <summary>The ends of all streams, sorted by name (ordinal).</summary>
    IReadOnlyList<StreamHead> Heads();

    /// <summary>Where the events of a command lie, or null when the stream does not hold it.</summary>
    CommandPlace? FindCommand(string stream, CommandId id) => throw new NotSupportedException("this journal keeps no command ids");

    /// <summary>The stream's last commands that had an id, oldest first; at most <paramref name="most"/>.</summary>
    IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) => throw new NotSupportedException("this journal keeps no command ids");

    /// <summary>Takes a stream over: from now on (durable) a writer with a lower epoch is fenced.</summary>
    /// <returns>The stream's epoch afterwards; a higher one than asked for means that another writer owns it.</returns>
    long Claim(string stream, long epoch) => throw new NotSupportedException("this journal keeps no epochs");
}

/// <summary>The journal as actors see it: an append is answered later, on any thread, exactly once, in order of the calls.</summary>
/// <remarks>Thread safe. An append that throws was not queued: it is a definite refusal and is not answered.</remarks>
public interface IJournal : IDisposable
{
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
}
