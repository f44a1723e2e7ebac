namespace QuantumAI.Journal;

/// <summary>Why a durable file was refused or could not be used.</summary>
public enum JournalFailure
{
    Unspecified = 0,

    /// <summary>Another process owns the file, or holds a lock on it.</summary>
    InUse = 1,

    /// <summary>The file belongs to another program: not SQLite, or not this kind of database.</summary>
    Foreign = 2,

    /// <summary>A newer build has written the file.</summary>
    Newer = 3,

    /// <summary>The file is damaged, cut off or was changed from outside.</summary>
    Corrupt = 4,

    /// <summary>The file system said no: full, read-only, not permitted, absent.</summary>
    Unavailable = 5,

    /// <summary>The journal records another environment, or the stream belongs to another account.</summary>
    OtherIdentity = 7,

    /// <summary>An older build has written the file; opening it for writing upgrades it.</summary>
    Older = 8,
}

/// <summary>A journal or a venue's books cannot be opened, read or written. The message names the file and the reason.</summary>
public sealed class JournalException : Exception
{
    public JournalException()
    {
    }

    public JournalException(string message)
        : base(message)
    {
    }

    public JournalException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public JournalException(JournalFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>An event that is not as it was written.</summary>
    /// <param name="journal">Which journal, as a message begins.</param>
    /// <param name="stream">Its stream; <c>#ID</c> when the name is lost.</param>
    /// <param name="sequence">The first sequence that is not right.</param>
    /// <param name="what">What is wrong with it, as a message goes on.</param>
    internal static JournalException OfDamage(string journal, string stream, long sequence, string what) =>
        new(JournalFailure.Corrupt, $"{journal} is damaged: stream {stream}, sequence {sequence} {what}") { Stream = stream, Sequence = sequence };

    /// <summary>What kind of failure it is.</summary>
    public JournalFailure Failure { get; }

    /// <summary>True when SQLite itself said so, not one of our checks.</summary>
    internal bool IsFromSqlite { get; init; }

    /// <summary>True when all that is there is sound, but <c>journal.head</c> knows of more: which streams have lost events is not known.</summary>
    public bool IsTailCut { get; init; }

    /// <summary>The damaged stream, when one is known.</summary>
    public string? Stream { get; init; }

    /// <summary>The first sequence of <see cref="Stream"/> that is not as it was written, when known.</summary>
    public long? Sequence { get; init; }
}
