using Npgsql;
using NpgsqlTypes;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>The one connection that a store writes on, with its prepared statements. Thrown away after whatever fails on it.</summary>
internal sealed class WriterSession : IDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly AppendCall _append;
    private readonly NpgsqlCommand _own;

    private WriterSession(PostgreSqlDatabase database, NpgsqlConnection connection, JournalIdentity identity, AppendRows rows)
    {
        _connection = connection;
        _append = new AppendCall(database, connection, identity, rows);
        _own = database.Command(connection, "SELECT {schema}.own($1, $2, $3, $4)");
        _own.Parameters.Add(new NpgsqlParameter<string> { TypedValue = identity.Environment });
        _own.Parameters.Add(new NpgsqlParameter<string> { TypedValue = identity.Account });
        _own.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text });
        _own.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint });
    }

    /// <summary>Connects, and makes sure that this server may be written to: it makes commits durable and still has what it has acknowledged.</summary>
    /// <param name="acknowledged">The last commit that the writer was told of; a server promoted without it must not be continued.</param>
    /// <exception cref="JournalException">Not so, or nobody answers.</exception>
    public static WriterSession Open(PostgreSqlDatabase database, JournalIdentity identity, AppendRows rows, JournalHead acknowledged)
    {
        var connection = database.Connect();
        try
        {
            return database.Try(() =>
            {
                Check(database, connection, acknowledged);
                return new WriterSession(database, connection, identity, rows);
            });
        }
        catch
        {
            Drop(connection);
            throw;
        }
    }

    public AppendAnswer Append(AppendPlan plan) => _append.Run(plan);

    /// <summary>Claims a stream, or takes it over when <paramref name="epoch"/> is null.</summary>
    public long Own(string stream, long? epoch)
    {
        _own.Parameters[2].Value = stream;
        _own.Parameters[3].Value = epoch is { } value ? value : DBNull.Value;
        return (long)_own.ExecuteScalar()!;
    }

    public void Dispose()
    {
        _append.Dispose();
        _own.Dispose();
        Drop(_connection);
    }

    private static void Check(PostgreSqlDatabase database, NpgsqlConnection connection, JournalHead acknowledged)
    {
        using var command = database.Command(
            connection,
            "SELECT current_setting('synchronous_commit'), pg_is_in_recovery(), (SELECT link FROM {schema}.commits WHERE number = $1)");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = acknowledged.Commits });
        using var reader = command.ExecuteReader();
        reader.Read();
        if (reader.GetString(0) is "off" or "local")
            throw database.Failure(JournalFailure.Unavailable, $"synchronous_commit is {reader.GetString(0)}: an acknowledged event could be lost");
        if (reader.GetBoolean(1))
            throw database.Failure(JournalFailure.Unavailable, "the server is a standby and takes no writes");
        if (acknowledged.Commits > 0 && (reader.IsDBNull(2) || !acknowledged.Link.Span.SequenceEqual(reader.GetFieldValue<byte[]>(2))))
            throw database.Failure(JournalFailure.Corrupt, $"the server does not hold commit {acknowledged.Commits}, which was acknowledged before: it is another journal or has lost its end");
    }

    /// <summary>A connection on which something failed may break while it is closed; nothing depends on it any more.</summary>
    private static void Drop(NpgsqlConnection connection)
    {
        try
        {
            connection.Dispose();
        }
        catch (Exception thrown) when (PostgreSqlErrors.IsOurs(thrown))
        {
        }
    }
}
