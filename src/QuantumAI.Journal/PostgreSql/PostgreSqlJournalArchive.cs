using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>A journal in PostgreSQL as tools see it; the reader role is enough.</summary>
public sealed class PostgreSqlJournalArchive : IJournalArchive
{
    private readonly PostgreSqlDatabase _database;
    private readonly PostgreSqlReader _reader;

    private PostgreSqlJournalArchive(PostgreSqlDatabase database)
    {
        _database = database;
        _reader = new PostgreSqlReader(database);
    }

    public string Place => _database.Place;

    /// <summary>Opens an existing journal without verifying its chains.</summary>
    /// <exception cref="JournalException">It is absent, behind, newer or unreachable.</exception>
    public static PostgreSqlJournalArchive Open(string connectionString, string schema = SchemaName.Default)
    {
        var database = new PostgreSqlDatabase(connectionString, new SchemaName(schema), "quantum-journal-tools");
        try
        {
            SchemaCheck.Run(database, environment: null);
            return new PostgreSqlJournalArchive(database);
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

    public JournalHead Verify(Action<long>? followed = null) =>
        PostgreSqlVerification.Run(_database, followed is null ? null : (done, _) => followed(done));

    public void Dispose() => _database.Dispose();
}
