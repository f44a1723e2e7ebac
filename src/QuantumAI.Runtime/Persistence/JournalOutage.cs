namespace QuantumAI.Runtime.Persistence;

/// <summary>The journal cannot write. What was appended waits in memory and is written when it can again.</summary>
/// <param name="SinceNanos">World time of the first failure.</param>
/// <param name="Attempts">Commits that have failed since.</param>
/// <param name="Reason">What the store said last.</param>
public sealed record JournalOutage(long SinceNanos, int Attempts, string Reason);

/// <summary>Bounds of a <see cref="GroupCommitJournal"/>.</summary>
public sealed record JournalLimits
{
    /// <summary>Unanswered appends at which the next one is refused; at least 1.</summary>
    public int Capacity { get; init; } = 65_536;

    /// <summary>Appends of one commit at most; at least 1.</summary>
    public int MostPerCommit { get; init; } = 4_096;

    /// <summary>Machine time between a failed commit and the next attempt; doubled up to <see cref="MostRetry"/>.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>An outage is tried again this often at the least, without an end: the journal comes back by itself.</summary>
    public TimeSpan MostRetry { get; init; } = TimeSpan.FromSeconds(2);
}
