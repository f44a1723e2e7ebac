namespace QuantumAI.Runtime.Sharding;

/// <summary>What happens to a shard.</summary>
public enum ShardPhase : byte
{
    Unspecified = 0,

    /// <summary>Nobody owns it; its messages are buffered.</summary>
    Unowned = 1,

    /// <summary>A node waits for its epoch; messages are buffered.</summary>
    Claiming = 2,

    /// <summary>Messages go to the owner.</summary>
    Owned = 3,

    /// <summary>The owner's entities handle what waits and end; new messages are buffered.</summary>
    HandingOver = 4,

    /// <summary>
    /// The shard itself broke and its lane has stopped: its messages are refused until its node leaves or crashes. It is not moved,
    /// because what broke it would break the next node.
    /// </summary>
    Faulted = 5,
}

/// <summary>A shard at one moment.</summary>
/// <param name="Shard">0, 1, 2 …</param>
/// <param name="Phase">What happens to it.</param>
/// <param name="Node">Its owner, or who claims it; null when nobody.</param>
/// <param name="Epoch">The newest ownership; 0 before the first. Grows only.</param>
public readonly record struct ShardStatus(int Shard, ShardPhase Phase, string? Node, long Epoch);

/// <summary>One ownership of one shard: what a fence compares.</summary>
public readonly record struct ShardTerm(string Region, int Shard, long Epoch);
