namespace QuantumAI.Simulation.Models;

/// <summary>A shard's owner for a while, by the server's clock.</summary>
/// <param name="Region">Of the shard.</param>
/// <param name="Shard">0, 1, 2 …</param>
/// <param name="Owner">The node.</param>
/// <param name="Site">Where whoever asked for it runs.</param>
/// <param name="Epoch">Above every earlier one of the shard; a renewal keeps it.</param>
/// <param name="FromNanos">When it was given, UTC nanoseconds.</param>
/// <param name="UntilNanos">The first moment at which another may have it.</param>
public sealed record LeaseGrant(string Region, int Shard, string Owner, string Site, long Epoch, long FromNanos, long UntilNanos);

/// <summary>What became of a claim, a renewal or a release.</summary>
/// <param name="Epoch">The owner's epoch; meaningless when refused.</param>
/// <param name="HeldUntilNanos">Until when the asker may count on it, by its own clock: counted from when it asked, so before the server's end of it where the clock is right.</param>
/// <param name="Refusal">Why not, for people; null when all is well.</param>
/// <param name="IsUnknown">No answer came: the server may have done it.</param>
public readonly record struct LeaseAnswer(long Epoch, long HeldUntilNanos, string? Refusal = null, bool IsUnknown = false);
