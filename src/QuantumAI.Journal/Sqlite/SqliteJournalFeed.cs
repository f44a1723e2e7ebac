using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Projections;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Follows an SQLite journal on connections of its own: the writer is not asked and does not wait.</summary>
public sealed class SqliteJournalFeed : IJournalFeed
{
    private readonly SqliteJournalReader _events;
    private readonly SqliteJournalReader _head;
    private readonly Lock _headGate = new();

    private SqliteJournalFeed(SqliteJournalReader events, SqliteJournalReader head) => (_events, _head) = (events, head);

    /// <exception cref="JournalException">As <see cref="SqliteJournalReader.Open"/>.</exception>
    public static SqliteJournalFeed Open(string path)
    {
        var events = SqliteJournalReader.Open(path);
        try
        {
            return new SqliteJournalFeed(events, SqliteJournalReader.Open(path));
        }
        catch
        {
            events.Dispose();
            throw;
        }
    }

    public long LastPosition()
    {
        lock (_headGate)
            return _head.Head().LastPosition;
    }

    public IReadOnlyList<StoredEvent> Read(long fromPosition, int most) => [.. _events.ReadAll(fromPosition).Take(most)];

    public void Dispose()
    {
        lock (_headGate)
            _head.Dispose();
        _events.Dispose();
    }
}
