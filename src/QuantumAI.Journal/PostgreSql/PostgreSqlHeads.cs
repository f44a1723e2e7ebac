using Npgsql;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>The stored ends that a verification compares with, read within its transaction.</summary>
internal sealed class PostgreSqlHeads(PostgreSqlDatabase database, NpgsqlConnection connection)
{
    public List<(long Id, VerifiedStream Stream)> Streams() => Query(
        "SELECT id, name, seq, link, quarantined_from FROM {schema}.streams", [],
        row =>
        {
            var head = new StreamHead(row.GetString(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3));
            return (row.GetInt64(0), new VerifiedStream(head.Stream, head, row.IsDBNull(4) ? null : row.GetInt64(4)));
        });

    /// <exception cref="JournalException">There is none.</exception>
    public JournalHead Journal() => Query("SELECT commits, last_position, link FROM {schema}.journal", [], Head) is [var head]
        ? head
        : throw database.Failure(JournalFailure.Corrupt, "the journal has lost its row");

    /// <summary>The commits behind a number, in order.</summary>
    public List<JournalHead> Commits(long behind, int most) => Query(
        "SELECT number, last_position, link FROM {schema}.commits WHERE number > $1 ORDER BY number LIMIT $2", [behind, most], Head);

    private List<T> Query<T>(string sql, long[] values, Func<NpgsqlDataReader, T> read)
    {
        using var command = database.Command(connection, sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value });
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private static JournalHead Head(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2));
}
