namespace QuantumAI.Runtime.Persistence;

/// <summary>What became of a command.</summary>
public enum CommandResult
{
    Unspecified = 0,

    /// <summary>Its events are durable and applied.</summary>
    Persisted = 1,

    /// <summary>Accepted; there was nothing to record.</summary>
    Accepted = 2,

    /// <summary>The rules said no; nothing was recorded, a repeat is decided anew.</summary>
    Refused = 3,

    /// <summary>It was carried out before, by an earlier message or before a restart; the outcome carries its earlier events.</summary>
    Duplicate = 4,

    /// <summary>The actor could not take it (no room, stopped, journal full). Nothing was recorded: it may be sent again.</summary>
    Rejected = 5,

    /// <summary>Whether its events are recorded is not known: send it again with the same id, or read the journal.</summary>
    Unknown = 6,
}

/// <summary>The one answer to a command.</summary>
/// <param name="Result">What became of it: a value, nothing is waited for.</param>
/// <param name="Events">Its events when persisted or a duplicate, so that a reply can be computed from the journal alone.</param>
/// <param name="LastSequence">Sequence of its last event; otherwise of the stream's last durable one.</param>
/// <param name="Refusal">Given when refused.</param>
/// <param name="Reason">Words for people when rejected or unknown.</param>
public readonly record struct CommandOutcome<TEvent>(
    CommandResult Result, EventBatch<TEvent> Events, long LastSequence, Refusal? Refusal = null, string? Reason = null);

/// <summary>Why a persistent actor has stopped.</summary>
public enum StopCause
{
    Unspecified = 0,

    /// <summary>The journal holds an event that this build cannot read or apply.</summary>
    UnreadableEvent = 1,

    /// <summary>The journal's sequences are not 1, 2, 3 ….</summary>
    SequenceGap = 2,

    /// <summary>Another writer has written to the stream.</summary>
    Conflict = 3,

    /// <summary>Another owner has a higher epoch.</summary>
    Fenced = 4,

    /// <summary>The journal could not be read, or its outcomes not be learnt, within the attempts allowed.</summary>
    JournalUnavailable = 5,
}

/// <summary>A persistent actor's end: it takes no command any more; only a new instance, recovered from the journal, goes on.</summary>
public sealed record PersistenceStop(StopCause Cause, string Reason);

/// <summary>The limits of one persistent actor.</summary>
public sealed record PersistenceLimits
{
    /// <summary>Commands that wait during a recovery or behind the limit in flight; one more is rejected to its sender.</summary>
    public int StashCapacity { get; init; } = 1024;

    /// <summary>Commands decided and not yet durable; further ones wait in the stash.</summary>
    public int MostInFlight { get; init; } = 1024;

    /// <summary>Commands whose ids are kept in memory, at least as many as may be in flight. An older repeat is still recognised, by the journal, at the price of a look-up.</summary>
    public int DeduplicationWindow { get; init; } = 2048;

    /// <summary>Events read from the journal at a time.</summary>
    public int PageEvents { get; init; } = 512;

    /// <summary>Times in a row that reading, or learning an outcome, may fail before the actor stops.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>World time before the second attempt; doubled for each further one.</summary>
    public long RetryNanos { get; init; } = 50_000_000;
}
