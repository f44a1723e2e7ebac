using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Replay;

/// <summary>The journal of a re-run: appends go to memory.</summary>
/// <param name="store">Holds what the account's stream had at the start.</param>
/// <param name="appended">Told each append before it is stored.</param>
/// <param name="isAnswering">Answers at once, as in a virtual world; a live world's answers are in its recording, at the time when they came.</param>
internal sealed class RecordedJournal(IJournalStore store, Action<AppendRequest> appended, bool isAnswering) : IJournal
{
    public void Append(AppendRequest request, Action<AppendResult> answered)
    {
        appended(request);
        var result = store.Append([request])[0];
        if (isAnswering)
            answered(result);
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => store.Read(stream, fromSequence);

    public IReadOnlyList<StreamHead> Heads() => store.Heads();

    public long Take(string stream) => store.Take(stream);

    public void Dispose() => store.Dispose();
}
