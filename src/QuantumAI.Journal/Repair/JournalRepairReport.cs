namespace QuantumAI.Journal.Repair;

/// <summary>What a repair found and did.</summary>
/// <param name="Damage">What was wrong; null for a sound journal, which was left as it is.</param>
/// <param name="KeptAs">Where the damaged journal lies now; null when nothing was done.</param>
/// <param name="Streams">Streams of the repaired journal.</param>
/// <param name="EventsCopied">Events that verified and are in it.</param>
/// <param name="Quarantined">Streams whose end could not be kept.</param>
/// <param name="Notices">What else people should know.</param>
public sealed record JournalRepairReport(
    string? Damage, string? KeptAs, int Streams, long EventsCopied, IReadOnlyList<QuarantinedStream> Quarantined, IReadOnlyList<string> Notices)
{
    public bool WasDamaged => Damage is not null;
}

/// <summary>A stream whose beginning verified and whose rest did not.</summary>
/// <param name="Name">The stream; <c>#ID</c> when its name is lost.</param>
/// <param name="FromSequence">The first sequence that is not in the stream any more.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="RowsKept">Rows from there on that could be read and lie in the table <c>quarantine</c>.</param>
public sealed record QuarantinedStream(string Name, long FromSequence, string Reason, long RowsKept);
