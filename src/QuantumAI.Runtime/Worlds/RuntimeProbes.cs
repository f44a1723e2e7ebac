namespace QuantumAI.Runtime.Worlds;

/// <summary>Branches of the runtime that are rarely run: a simulation says which of them it has reached, and which never.</summary>
public static class RuntimeProbes
{
    public const string JournalOutage = "journal/outage";
    public const string WrittenAfterAll = "journal/written-after-all";
    public const string StreamLost = "journal/stream-lost";
    public const string ClaimRefused = "shards/claim-refused";
    public const string DrainDeadline = "shards/drain-deadline";
    public const string NodeLost = "shards/node-lost";

    /// <summary>A place where a simulation makes happen what is allowed and unlikely.</summary>
    public const string SmallBatch = "journal-small-batch";

    /// <summary>Those places.</summary>
    public static IReadOnlyList<string> Unlikely { get; } = [SmallBatch];

    /// <summary>Every branch.</summary>
    public static IReadOnlyList<string> All { get; } = [JournalOutage, WrittenAfterAll, StreamLost, ClaimRefused, DrainDeadline, NodeLost];
}
