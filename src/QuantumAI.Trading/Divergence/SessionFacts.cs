namespace QuantumAI.Trading.Divergence;

/// <summary>What one run of a session was, for whoever reads a report of it.</summary>
public sealed record SessionFacts
{
    public required string Run { get; init; }

    public required string Account { get; init; }

    /// <summary>paper, live or sim.</summary>
    public required string Environment { get; init; }

    /// <summary>World time at which it began, UTC nanoseconds.</summary>
    public required long StartNanos { get; init; }

    /// <summary>World time up to which it is compared, UTC nanoseconds.</summary>
    public required long EndNanos { get; init; }

    public required string Market { get; init; }

    /// <summary>Where its orders went; null = the built-in venue.</summary>
    public string? Venue { get; init; }

    /// <summary>World seconds per second of the machine; null in a virtual world, which has no clock.</summary>
    public double? Speed { get; init; }

    public required ulong Seed { get; init; }

    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Length of a bar.</summary>
    public required long IntervalNanos { get; init; }

    public required string ConfigHash { get; init; }

    public required string CodeHash { get; init; }

    /// <summary>Orders and denials of the session itself, as far as it is compared.</summary>
    public required int Decisions { get; init; }
}
