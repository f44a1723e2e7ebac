using Npgsql;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>Snapshots beside the journal, in a table whose rows may be deleted at any time: recovery then reads the whole journal.</summary>
/// <remarks>Thread safe. Each row carries the SHA-256 of its content, one that does not match is passed over. A save is one durable transaction.</remarks>
public sealed class PostgreSqlSnapshotStore : ISnapshotStore
{
    private readonly PostgreSqlDatabase _database;
    private readonly int _retention;

    private PostgreSqlSnapshotStore(PostgreSqlDatabase database, int retention) => (_database, _retention) = (database, Math.Max(1, retention));

    /// <summary>Opens the snapshots of a journal.</summary>
    /// <param name="connectionString">Npgsql's; the user needs the schema's writer role.</param>
    /// <param name="environment">A journal of another environment is refused.</param>
    /// <param name="retention">Snapshots kept per stream, at least 1.</param>
    /// <param name="schema">The database schema.</param>
    /// <exception cref="JournalException">Absent, newer, foreign, unavailable.</exception>
    public static PostgreSqlSnapshotStore Open(string connectionString, string environment, int retention = 2, string schema = SchemaName.Default)
    {
        var database = new PostgreSqlDatabase(connectionString, new SchemaName(schema), "quantum-snapshots");
        try
        {
            SchemaCheck.Run(database, environment);
            return new PostgreSqlSnapshotStore(database, retention);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <exception cref="JournalException">It could not be written; earlier snapshots are as they were.</exception>
    public void Save(Snapshot snapshot) => _database.Try(() =>
    {
        using var connection = _database.Connect();
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Save(snapshot, _database.Schema));
        var forget = new NpgsqlBatchCommand(_database.Schema.Fill(
            "DELETE FROM {schema}.snapshots WHERE stream = $1 AND seq NOT IN (SELECT seq FROM {schema}.snapshots WHERE stream = $1 ORDER BY seq DESC LIMIT $2)"));
        forget.Parameters.Add(new NpgsqlParameter<string> { TypedValue = snapshot.Stream });
        forget.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _retention });
        batch.BatchCommands.Add(forget);
        return batch.ExecuteNonQuery();
    });

    /// <exception cref="JournalException">The table could not be read.</exception>
    public Snapshot? Latest(string stream, long upToSequence = long.MaxValue) => _database.Try(() =>
    {
        using var connection = _database.Connect();
        using var command = _database.Command(
            connection, "SELECT seq, schema, state, hash FROM {schema}.snapshots WHERE stream = $1 AND seq <= $2 ORDER BY seq DESC");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upToSequence });
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var found = new Snapshot(stream, reader.GetInt64(0), reader.GetFieldValue<byte[]>(2), reader.GetInt32(1));
            if (reader.GetFieldValue<byte[]>(3).AsSpan().SequenceEqual(SnapshotHash.Of(found)))
                return found;
        }

        return null;
    });

    public void Dispose() => _database.Dispose();

    private static NpgsqlBatchCommand Save(Snapshot snapshot, SchemaName schema)
    {
        var save = new NpgsqlBatchCommand(schema.Fill(
            "INSERT INTO {schema}.snapshots(stream, seq, schema, state, hash) VALUES($1, $2, $3, $4, $5) " +
            "ON CONFLICT(stream, seq) DO UPDATE SET schema = excluded.schema, state = excluded.state, hash = excluded.hash"));
        save.Parameters.Add(new NpgsqlParameter<string> { TypedValue = snapshot.Stream });
        save.Parameters.Add(new NpgsqlParameter<long> { TypedValue = snapshot.Sequence });
        save.Parameters.Add(new NpgsqlParameter<int> { TypedValue = snapshot.SchemaVersion });
        save.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = snapshot.State.ToArray() });
        save.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = SnapshotHash.Of(snapshot) });
        return save;
    }
}
