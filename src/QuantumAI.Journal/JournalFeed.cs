using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Projections;

namespace QuantumAI.Journal;

/// <summary>Follows a journal on connections of its own: the writer is not asked and does not wait.</summary>
/// <param name="events">Read by the projector. Owned from now on, as the other one.</param>
/// <param name="head">Read by anybody, one after the other.</param>
public sealed class JournalFeed(IJournalArchive events, IJournalArchive head) : IJournalFeed
{
    private readonly Lock _headGate = new();

    /// <exception cref="JournalException">It cannot be read.</exception>
    public long LastPosition()
    {
        lock (_headGate)
            return head.Head().LastPosition;
    }

    /// <exception cref="JournalException">It cannot be read.</exception>
    public IReadOnlyList<StoredEvent> Read(long fromPosition, int most) => [.. events.ReadAll(fromPosition).Take(most)];

    public void Dispose()
    {
        lock (_headGate)
            head.Dispose();
        events.Dispose();
    }
}
