using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Trading.Tests.Fakes;

/// <summary>A journal whose disk can be made to wait: what is held is neither stored nor confirmed, and is lost in a crash.</summary>
internal sealed class HeldJournal(IJournalStore store) : IJournal
{
    private readonly Queue<(AppendRequest Request, Action<AppendResult> Answered)> _held = new();

    public bool IsHolding { get; set; }

    /// <summary>Every append in the order of the calls.</summary>
    public List<AppendRequest> Requests { get; } = [];

    public void Append(AppendRequest request, Action<AppendResult> answered)
    {
        Requests.Add(request);
        if (IsHolding)
            _held.Enqueue((request, answered));
        else
            answered(store.Append([request])[0]);
    }

    public void ReleaseOne()
    {
        var (request, answered) = _held.Dequeue();
        answered(store.Append([request])[0]);
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => store.Read(stream, fromSequence);

    public IReadOnlyList<StreamHead> Heads() => store.Heads();

    public void Dispose() => store.Dispose();
}
