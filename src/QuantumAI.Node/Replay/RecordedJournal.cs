using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Replay;

/// <summary>The journal of a re-run: appends go to memory, and their answers come from the recording, when they came in the session.</summary>
/// <param name="store">Holds what the account's stream had at the start.</param>
/// <param name="appended">Told each append before it is stored.</param>
internal sealed class RecordedJournal(IJournalStore store, Action<AppendRequest> appended) : IJournal
{
    public void Append(AppendRequest request, Action<AppendResult> answered)
    {
        appended(request);
        store.Append([request]);
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => store.Read(stream, fromSequence);

    public IReadOnlyList<StreamHead> Heads() => store.Heads();

    public long Take(string stream) => store.Take(stream);

    public void Dispose() => store.Dispose();
}
