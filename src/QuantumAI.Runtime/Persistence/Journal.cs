namespace QuantumAI.Runtime.Persistence;

/// <summary>One event as the journal stores it.</summary>
/// <param name="Type">The event's name, for example <c>OrderFilled</c>.</param>
/// <param name="Payload">UTF-8 JSON.</param>
/// <param name="TimeNanos">World (market) time at which it was decided, UTC nanoseconds.</param>
public sealed record EventData(string Type, ReadOnlyMemory<byte> Payload, long TimeNanos);

/// <summary>An event with its place: stream and sequence 1, 2, 3 … without gaps.</summary>
public sealed record StoredEvent(string Stream, long Sequence, EventData Data);

/// <summary>All events of one command: appended together or not at all.</summary>
/// <param name="Stream">Whose history it is, for example <c>account/paper</c>.</param>
/// <param name="ExpectedSequence">The sequence of the stream's last event as the writer knows it.</param>
/// <param name="Events">One or more.</param>
public sealed record AppendRequest(string Stream, long ExpectedSequence, IReadOnlyList<EventData> Events);

public enum AppendOutcome
{
    Unspecified = 0,

    /// <summary>Durable.</summary>
    Appended = 1,

    /// <summary>Another writer has written: reload, never overwrite.</summary>
    Conflict = 2,

    /// <summary>The store failed; whether it holds the events is learnt by reading.</summary>
    Unknown = 3,
}

/// <summary>What became of an append.</summary>
/// <param name="Outcome">The result.</param>
/// <param name="LastSequence">Sequence of the stream's last event afterwards.</param>
/// <param name="Reason">Words for people; null when appended.</param>
public sealed record AppendResult(AppendOutcome Outcome, long LastSequence, string? Reason = null);

/// <summary>The end of one stream.</summary>
public sealed record StreamHead(string Stream, long LastSequence, ReadOnlyMemory<byte> Link);

/// <summary>Append-only streams with a hash chain each. Synchronous: it returns when the events are durable. One caller at a time.</summary>
public interface IJournalStore : IDisposable
{
    /// <summary>Appends each request or refuses it, all in one commit. One refusal does not fail its neighbours.</summary>
    IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests);

    /// <summary>Events of a stream from <paramref name="fromSequence"/> on, in order.</summary>
    IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1);

    /// <summary>The ends of all streams, sorted by name (ordinal).</summary>
    IReadOnlyList<StreamHead> Heads();
}

/// <summary>The journal as actors see it: an append is answered later, on any thread, exactly once, in order of the calls.</summary>
public interface IJournal : IDisposable
{
    void Append(AppendRequest request, Action<AppendResult> answered);

    IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1);

    IReadOnlyList<StreamHead> Heads();
}
