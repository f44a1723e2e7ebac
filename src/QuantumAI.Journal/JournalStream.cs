namespace QuantumAI.Journal;

/// <summary>What a journal knows of one stream.</summary>
/// <param name="Name">For example <c>account/paper</c>.</param>
/// <param name="Account">The account that it belongs to: whoever began it.</param>
/// <param name="LastSequence">Its end; 0 when it was claimed and has no event yet.</param>
/// <param name="Epoch">The highest epoch it has seen; 0 when none.</param>
/// <param name="QuarantinedFrom">The first sequence that a repair could not keep; null for a sound stream.</param>
/// <param name="QuarantineReason">Why, for people.</param>
public sealed record JournalStream(
    string Name, string Account, long LastSequence, long Epoch, long? QuarantinedFrom = null, string? QuarantineReason = null);
