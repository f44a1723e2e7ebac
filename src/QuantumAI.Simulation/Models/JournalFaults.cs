namespace QuantumAI.Simulation.Models;

/// <summary>How often and for how long a <see cref="JournalServer"/> fails. Frequencies are parts per million of calls, times nanoseconds.</summary>
/// <remarks>A kind of fault draws from a source of its own: one that is set to 0 leaves the others as they were.</remarks>
public sealed record JournalFaults
{
    public static JournalFaults None { get; } = new();

    /// <summary>Of all calls, those that find the line broken: nothing was written.</summary>
    public long UnreachablePpm { get; init; }

    /// <summary>Of all calls, those at which the server ends; what it was doing for them may be written or not.</summary>
    public long OutagePpm { get; init; }

    /// <summary>Mean time until it is there again.</summary>
    public long OutageNanos { get; init; } = 3_000_000_000;

    /// <summary>Of writes, those whose writer does not learn the outcome: written, not written, written later, or held in an open transaction.</summary>
    public long UnknownPpm { get; init; }

    /// <summary>The longest that a statement whose client has gone is still carried out: the server's statement timeout.</summary>
    public long LatestNanos { get; init; } = 10_000_000_000;

    /// <summary>Of writes, those that the database ends for another's sake (deadlock, serialisation): nothing was written.</summary>
    public long ContentionPpm { get; init; }

    /// <summary>Of writes, those from which on the server's disk is full: reads work, writes write nothing.</summary>
    public long DiskFullPpm { get; init; }

    /// <summary>Mean time until somebody has made room.</summary>
    public long DiskFullNanos { get; init; } = 5_000_000_000;

    /// <summary>Mean time of a commit.</summary>
    public long CommitNanos { get; init; }

    /// <summary>Of commits, those that take <see cref="SlowNanos"/> in the mean.</summary>
    public long SlowPpm { get; init; }

    /// <summary>Mean time of a slow commit.</summary>
    public long SlowNanos { get; init; } = 500_000_000;

    /// <summary>After how long the server ends a transaction whose client says nothing: that long a frozen owner can hold up everybody.</summary>
    public long IdleTransactionNanos { get; init; } = 2_000_000_000;
}
