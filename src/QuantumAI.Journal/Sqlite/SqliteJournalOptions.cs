namespace QuantumAI.Journal.Sqlite;

/// <summary>How a journal is opened; the defaults are right for a node.</summary>
public sealed record SqliteJournalOptions
{
    /// <summary>Wall clock for <c>recorded_at</c>, the owner's note and <c>journal.head</c>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Size at which the file counts as full; null for no bound but the disk's.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>How long a commit waits for another program's lock before it fails.</summary>
    public TimeSpan LockPatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Told now and then how many events are verified while the journal opens; on the opening thread.</summary>
    public Action<long>? Progress { get; init; }
}
