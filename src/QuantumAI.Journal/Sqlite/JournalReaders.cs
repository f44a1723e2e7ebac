using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Keeps a reader for the next enumeration: opening one costs more than reading a page of events.</summary>
internal sealed class JournalReaders(string path) : IDisposable
{
    private SqliteJournalReader? _idle;

    public IEnumerable<StoredEvent> Read(Func<SqliteJournalReader, IEnumerable<StoredEvent>> read)
    {
        var reader = Interlocked.Exchange(ref _idle, null) ?? SqliteJournalReader.Open(path);
        try
        {
            foreach (var stored in read(reader))
                yield return stored;
        }
        finally
        {
            Interlocked.Exchange(ref _idle, reader)?.Dispose();
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _idle, null)?.Dispose();
}
