using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>A stream as the database has it, or had it when it was last heard of.</summary>
/// <param name="Sequence">Its last event; 0 when it has none.</param>
/// <param name="Epoch">The highest epoch seen.</param>
/// <param name="Link">Its chain's end.</param>
/// <param name="Account">Whose it is; null when the stream is new.</param>
/// <param name="QuarantinedFrom">The first event that is not trusted; null when all are.</param>
/// <param name="QuarantineReason">Why.</param>
internal sealed record StreamState(
    long Sequence, long Epoch, byte[] Link, string? Account = null, long? QuarantinedFrom = null, string? QuarantineReason = null)
{
    public static StreamState Absent { get; } = new(0, 0, HashChain.Origin);
}
