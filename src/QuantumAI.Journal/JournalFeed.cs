using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Projections;

namespace QuantumAI.Journal;

/// <summary>Follows a journal on connections of its own: the writer is not asked and does not wait.</summary>
/// <param name="events">Read by whoever follows.</param>
/// <param name="head">A second way to the same journal: asked by anybody how far it reaches.</param>
public sealed class JournalFeed(IJournalArchive events, IJournalArchive head) : IJournalFeed
{
    private readonly Lock _headGate = new();

    public long LastPosition()
    {
        lock (_headGate)
            return head.Head().LastPosition;
    }

    public IReadOnlyList<StoredEvent> Read(long fromPosition, int most) => [.. events.ReadAll(fromPosition).Take(most)];

    public void Dispose()
    {
        lock (_headGate)
            head.Dispose();
        events.Dispose();
    }
}
