namespace QuantumAI.Simulation.Models;

/// <summary>How often and for how long a <see cref="SimulatedDisk"/> fails. Frequencies are parts per million, times nanoseconds.</summary>
public sealed record DiskFaults
{
    public static DiskFaults None { get; } = new();

    /// <summary>Of writes, those from which on the disk is full; the first one may be written in part.</summary>
    public long FullPpm { get; init; }

    /// <summary>Mean time until somebody has made room.</summary>
    public long FullNanos { get; init; } = 5_000_000_000;

    /// <summary>Of syncs, those that fail: what was not durable is forgotten, a second sync succeeds and makes nothing of it durable.</summary>
    public long SyncFailsPpm { get; init; }

    /// <summary>Of writes and syncs, those in the middle of which the machine loses its power.</summary>
    public long PowerPpm { get; init; }

    /// <summary>Mean time of a commit.</summary>
    public long CommitNanos { get; init; }

    /// <summary>Of commits, those that take <see cref="SlowNanos"/> in the mean.</summary>
    public long SlowPpm { get; init; }

    /// <summary>Mean time of a slow commit.</summary>
    public long SlowNanos { get; init; } = 500_000_000;

    /// <summary>What is written whole or not at all.</summary>
    public int SectorBytes { get; init; } = 512;
}
