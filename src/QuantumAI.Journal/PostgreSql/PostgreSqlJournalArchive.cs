using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>A journal in PostgreSQL as tools see it; the reader role is enough.</summary>
public sealed class PostgreSqlJournalArchive : IJournalArchive
{
    private readonly PostgreSqlDatabase _database;
    private readonly PostgreSqlReader _reader;

    private readonly string? _headPath;

    private PostgreSqlJournalArchive(PostgreSqlDatabase database, string? headPath)
    {
        (_database, _headPath) = (database, headPath);
        _reader = new PostgreSqlReader(database);
    }

    public string Place => _database.Place;

    /// <summary>Opens an existing journal without verifying its chains.</summary>
    /// <param name="connectionString">Npgsql's.</param>
    /// <param name="schema">The journal's schema.</param>
    /// <param name="headPath">This machine's head file, which <see cref="Verify"/> compares; null for none.</param>
    /// <exception cref="ArgumentException">The schema's name.</exception>
    /// <exception cref="JournalException">It is absent, behind, newer or unreachable.</exception>
    public static PostgreSqlJournalArchive Open(string connectionString, string schema = SchemaName.Default, string? headPath = null)
    {
        var database = new PostgreSqlDatabase(connectionString, new SchemaName(schema), "quantum-journal-tools");
        try
        {
            SchemaCheck.Run(database, environment: null);
            return new PostgreSqlJournalArchive(database, headPath);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public string Environment() => _reader.Environment();

    public IReadOnlyList<JournalStream> Streams() => _reader.Streams();

    public IReadOnlyList<StreamHead> Heads() => _reader.Heads();

    public JournalHead Head() => _reader.Head();

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => _reader.Read(stream, fromSequence);

    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1) => _reader.ReadAll(fromPosition);

    public JournalHead Verify(Action<long>? followed = null, Action<string>? noticed = null)
    {
        // Before the journal: a session of this machine that goes on meanwhile moves it.
        var said = _headPath is null ? null : JournalHeadFile.Said(_headPath);
        var head = PostgreSqlVerification.Run(_database, followed is null ? null : (done, _) => followed(done));
        if (said is not null && JournalHeadFile.Compare(_database.Place, said, head, _reader.LinkOf) is { } notice)
            noticed?.Invoke(notice);
        return head;
    }

    public void Dispose() => _database.Dispose();
}
