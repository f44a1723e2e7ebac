using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal;

/// <summary>What a <c>journal.head</c> said at one moment.</summary>
/// <param name="Path">The file.</param>
/// <param name="Head">The end that it told; null when it is absent or unreadable.</param>
/// <param name="Notice">Why it could not be read, for people; null when it could, or is absent.</param>
public sealed record SaidHead(string Path, JournalHead? Head, string? Notice);
