namespace QuantumAI.Runtime.Persistence;

/// <summary>Answers an append before it returns: the journal of the virtual world, where nothing else may happen meanwhile.</summary>
public sealed class InlineJournal(IJournalStore store) : IJournal
{
    public void Append(AppendRequest request, Action<AppendResult> answered) => answered(store.Append([request])[0]);

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => store.Read(stream, fromSequence);

    public IReadOnlyList<StreamHead> Heads() => store.Heads();

    public void Dispose() => store.Dispose();
}
