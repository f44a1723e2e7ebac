namespace QuantumAI.Journal.Sqlite;

/// <summary>One commit of a journal.</summary>
/// <param name="Number">From 1.</param>
/// <param name="LastPosition">Position of its last event.</param>
/// <param name="RecordedAtNanos">Wall time of the writer, UTC nanoseconds.</param>
/// <param name="Link">Its link in the chain over all commits.</param>
public sealed record JournalCommit(long Number, long LastPosition, long RecordedAtNanos, ReadOnlyMemory<byte> Link);
