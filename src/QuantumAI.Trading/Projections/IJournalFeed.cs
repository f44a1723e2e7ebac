using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Trading.Projections;

/// <summary>A journal as somebody reads it who only follows it, beside its writer.</summary>
public interface IJournalFeed : IDisposable
{
    /// <summary>Position of the last committed event. Thread safe.</summary>
    long LastPosition();

    /// <summary>Committed events from a position on, in order, at most so many. One caller at a time.</summary>
    IReadOnlyList<StoredEvent> Read(long fromPosition, int most);
}
